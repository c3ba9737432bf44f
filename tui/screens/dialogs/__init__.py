"""What asks a person something: forms, pickers, confirmations."""
