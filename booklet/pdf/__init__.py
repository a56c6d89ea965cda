"""The finished file: fragments are linked into one tagged, archivable PDF."""
