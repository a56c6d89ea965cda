"""What every room may use: errors, files, dates, XHTML, languages; no stage of a build."""
