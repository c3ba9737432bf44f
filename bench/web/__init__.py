"""The workbench in real browsers, behind a real proxy: ``python -m bench.web``."""
