"""A judge of plans in plain Python: the written rules once more, from the paper alone, so that the program has somebody to disagree with.

It takes a plan as ``tomllib`` reads it and a day, and knows neither the program's frames nor its records. ``docs/methods.md`` tells the
rules to people; where the paper they come from says nothing, each module names at its head what was decided.
"""
