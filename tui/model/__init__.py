"""The plan as records: field specs, checks, edits and the workspace. Loads neither Textual nor Polars."""
