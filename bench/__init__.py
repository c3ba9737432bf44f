"""Measures the workbench and its peers from outside, through a pseudo-terminal: ``python -m bench``."""
