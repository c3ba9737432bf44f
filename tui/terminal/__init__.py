"""Textual over a bad line: frames by their differences, input, type-ahead, work beside the screen; every private name of Textual."""
