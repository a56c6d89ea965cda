"""Answers: to the quiz of the chapter; taken out of it and gathered at the back.

A chapter without a quiz keeps them, as a box like any other.
"""

from booklet.components.component import Component

ANSWERS = Component("answers")
