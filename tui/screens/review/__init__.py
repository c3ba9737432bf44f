"""The review meeting on the screen: its agenda, one item at a time, following the chair, closing it."""
