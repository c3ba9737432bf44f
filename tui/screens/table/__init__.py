"""The screen over one table: moving, narrowing, editing, pasting, export."""
