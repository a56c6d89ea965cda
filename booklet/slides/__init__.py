"""Slides for a session: what is shown while people read, talk and plan."""
