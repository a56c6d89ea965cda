"""Pages: each division is set on its own, page numbers settle, fragments are linked."""
