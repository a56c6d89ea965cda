"""What all tables of settings have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """A table of settings: no unknown names, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
