"""Booklets and e-books for staff training in schools, from short Markdown reflections."""

__version__ = "0.1.0"
