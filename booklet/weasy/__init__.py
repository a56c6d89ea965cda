"""The border to WeasyPrint and pydyf: no other room imports them."""
