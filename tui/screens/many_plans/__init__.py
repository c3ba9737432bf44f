"""A roll-up of many plans on the screen: its questions as tables, and the way into one of its plans and back."""
