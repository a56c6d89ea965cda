"""Routes of the preview: what a window may ask for, one module for each kind of request."""
