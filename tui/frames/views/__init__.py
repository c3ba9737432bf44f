"""The four tabs and every other table as frames with columns to show, each from the same plan; a module a table."""
