"""The four tabs and the screens around them."""
