"""What an author may set in `booklet.toml`: a schema with a default for everything."""

from booklet.config.editions import EditionDefinition, EditionSettings
from booklet.config.load import (
    load_config,
    parse_config,
    parse_values,
    place_of_setting,
    read_settings,
    read_values,
)
from booklet.config.row_settings import change_settings, find_setting
from booklet.config.schema import Colours, Config, Fonts, Paper, Part

__all__ = [
    "Colours",
    "Config",
    "EditionDefinition",
    "EditionSettings",
    "Fonts",
    "Paper",
    "Part",
    "change_settings",
    "find_setting",
    "load_config",
    "parse_config",
    "parse_values",
    "place_of_setting",
    "read_settings",
    "read_values",
]
