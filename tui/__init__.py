"""kehoach: a terminal workbench for a provincial plan kept in one TOML file."""

__version__ = "0.1.0"
