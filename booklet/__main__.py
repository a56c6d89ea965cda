"""`python -m booklet` is the command `booklet`."""

from booklet.cli import main

if __name__ == "__main__":
    main()
