"""What was done: the journal of a session and the history of a plan."""
