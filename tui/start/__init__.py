"""Before anything heavy is loaded: the first screen, the kept page, the language, which plan, timings. Standard library only."""
