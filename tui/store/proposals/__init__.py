"""What bodies hand in beside a plan they may not write, and what the office answers."""
