"""Copyfitting: use the freedom of a division so that pages are full and few. Pure."""
