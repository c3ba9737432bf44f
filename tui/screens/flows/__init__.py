"""What asks: saving, conflicts, recovery, presence, meetings, navigation."""
