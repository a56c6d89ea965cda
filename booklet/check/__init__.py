"""Checks of finished products. They change none."""
