"""What tabs and lists show: columns, filter, search text, charts."""
