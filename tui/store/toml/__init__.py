"""TOML text: cut into records, read, written, joined; no files."""
