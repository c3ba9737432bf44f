"""Widgets that hold ids and view state, never plan data."""
