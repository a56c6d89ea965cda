"""Print layout: what is set on pages, from the book to HTML for each division."""
