"""The words of plans and their tables, as offices write them: deadlines, numbers, titles of columns, states, bodies.

What is a word stands in ``words.toml``; a plan adds its own under ``[settings]`` ``words``. Each reader is a pure function from a text to
one of the three outcomes of :mod:`tui.vocabulary.outcome`.
"""
