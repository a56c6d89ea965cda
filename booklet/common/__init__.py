"""What every package may use: errors, files, dates, XHTML, languages; no stage of a build."""
