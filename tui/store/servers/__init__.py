"""Plans kept on several servers: copies of one repository of git, and how they become one again."""
