"""Personal copies: one book for each row of a list, of which only what differs is set again."""
