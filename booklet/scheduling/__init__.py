"""Scheduling: which divisions are rendered when, where and with which page numbers."""
