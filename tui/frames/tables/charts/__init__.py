"""What the charts show, as plain data: what is drawn, what is only said. Draws nothing itself."""
