"""What authors wrote elsewhere, read: blogs, web pages, Word files and plain text as one value."""
