"""Try: something small to do at once."""

from booklet.components.component import MINUTES, Component

TRY = Component("try", (MINUTES,))
