"""Plain ways to make the same book: each a small program of its own, run in its own process."""
