"""What follows from the verdicts: reasons, what-if, what is needed, overview, agenda, the state of a meeting's day."""
