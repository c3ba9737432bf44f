"""The workbench in browsers: a server behind an office's own login, and a process of the program for every session."""
