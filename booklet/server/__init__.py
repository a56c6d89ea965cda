"""A web server for the people around one computer: the preview's and the shared page's.

It knows no project. An application for Starlette goes in, and is reached only at an address that
nobody can guess, on the network addresses it was given and under no other name.
"""
