"""What an author may set in `booklet.toml`: a schema with a default for everything."""
