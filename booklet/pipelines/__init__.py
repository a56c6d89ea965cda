"""The stages in their order, one module for each kind of product; nothing else knows it."""
