"""Spreadsheets, forms and clipboard blocks in, forms out."""
