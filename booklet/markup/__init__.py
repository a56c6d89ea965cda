"""Markdown to chapters: well-formed, safe HTML with its headings, links, notes and terms."""
