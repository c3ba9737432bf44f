"""The text of a plan read: its parts, what it gives whom to do, what it aims at, and the documents it cites, each with its passage."""
