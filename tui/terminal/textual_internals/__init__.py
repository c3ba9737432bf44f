"""What the program uses of Textual under private names, and the ways of Textual it replaces: all of it here and nowhere else.

:mod:`.private_names` names every one, with the version they were checked with; each of the others is one idea, in small functions.
Whoever imports any of them has Textual with all of its replaced ways: those are loaded here.
"""

from tui.terminal.textual_internals import composed_frames, handlers, looks, pace, screens  # noqa: F401 - each puts its way in place
