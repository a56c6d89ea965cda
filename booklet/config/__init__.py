"""What an author may set in `booklet.toml`: a schema with a default for everything."""

from booklet.config.load import FILE_NAME, load_config, place_of_setting
from booklet.config.schema import Colours, Config, Fonts, Paper, Part

__all__ = [
    "FILE_NAME",
    "Colours",
    "Config",
    "Fonts",
    "Paper",
    "Part",
    "load_config",
    "place_of_setting",
]
