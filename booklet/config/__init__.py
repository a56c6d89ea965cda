"""What an author may set in `booklet.toml`: a schema with a default for everything."""

from booklet.config.editions import EditionSettings, EditionTokens
from booklet.config.load import FILE_NAME, load_config, place_of_setting, read_settings
from booklet.config.schema import Colours, Config, Fonts, Paper, Part

__all__ = [
    "FILE_NAME",
    "Colours",
    "Config",
    "EditionSettings",
    "EditionTokens",
    "Fonts",
    "Paper",
    "Part",
    "load_config",
    "place_of_setting",
    "read_settings",
]
