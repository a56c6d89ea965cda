"""Tags: the structure tree says what the HTML meant, so that a screen reader can (PDF/UA).

WeasyPrint writes a tree; it is read into nodes, mended by one small repair after another, and
written back. `recorder` is the only one of these modules that watches WeasyPrint at work.
"""
