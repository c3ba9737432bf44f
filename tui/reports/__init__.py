"""What leaves the workbench: text, JSON and tables made from the frames; no Textual here."""
