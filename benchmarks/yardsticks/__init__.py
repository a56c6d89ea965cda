"""Plain ways to make the same book: each a small program of its own, run in its own process."""

STYLE_SHEET = "plain/style.css"
"""Where a plain build finds its style sheet in the project's folder."""

CHAPTER = "Chapter"
"""What stands before a chapter's number."""
