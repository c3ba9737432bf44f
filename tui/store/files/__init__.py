"""Files: lock, replacement, their state, and what can go wrong with them."""
