"""The finished file: fragments are joined into one tagged, archivable PDF."""
