"""The author's files as values: chapters' sources, their metadata, their pictures."""
