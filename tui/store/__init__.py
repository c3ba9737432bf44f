"""TOML in and out: reading, the smallest diff, saving without loss."""
