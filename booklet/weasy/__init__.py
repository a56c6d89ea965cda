"""The adapter to WeasyPrint and pydyf: no other package imports them."""
