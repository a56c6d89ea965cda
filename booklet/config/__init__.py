"""What an author may set in `booklet.toml`: a schema with a default for everything."""

from booklet.config.editions import EditionDefinition, EditionSettings
from booklet.config.load import load_config, place_of_setting, read_settings
from booklet.config.schema import Colours, Config, Fonts, Paper, Part

__all__ = [
    "Colours",
    "Config",
    "EditionDefinition",
    "EditionSettings",
    "Fonts",
    "Paper",
    "Part",
    "load_config",
    "place_of_setting",
    "read_settings",
]
