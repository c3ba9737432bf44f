"""The user's languages: words, numbers, days, what is typed and pasted."""
