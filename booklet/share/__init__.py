"""What a session is about, shared with the phones in the room or put on a school's site.

Finished files are found and shown on a page with large buttons; they are changed in nothing. Either
that page is served for the length of a session, or it is written to a folder with the files.
"""
