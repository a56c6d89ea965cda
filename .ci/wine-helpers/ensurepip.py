"""That this module is there says that `venv` can bring pip along; ours (venv.py) does."""
