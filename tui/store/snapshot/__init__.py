"""A parsed plan kept beside its file, so that a large plan opens at once."""
