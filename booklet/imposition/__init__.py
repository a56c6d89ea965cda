"""Imposition: pages arranged on sheets for folding, cutting and stapling."""
