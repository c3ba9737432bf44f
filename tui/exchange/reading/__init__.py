"""Tables of others read: which rows are titles, what each column is, what each row would change, and what has to be asked."""
