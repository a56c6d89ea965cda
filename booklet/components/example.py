"""Example: something that happened, in a box."""

from booklet.components.component import Component

EXAMPLE = Component("example")
