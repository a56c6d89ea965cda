"""The preview: a booklet's text beside its true pages, in a browser on the same computer."""
