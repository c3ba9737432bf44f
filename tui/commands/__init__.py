"""The subcommands of ``kehoach``, one a file: ``arguments`` says what it takes, ``run`` does it and gives the exit code.

Nothing here loads Textual, and each loads what it needs only when it runs.
"""
