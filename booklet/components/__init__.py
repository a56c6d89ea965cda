"""The parts that make a text a training booklet: one file each, one line each in `COMPONENTS`."""

from booklet.components.component import ComponentContext, Medium

__all__ = ["ComponentContext", "Medium", "realise"]


def realise(html: str, medium: Medium, context: ComponentContext) -> str:
    """Turn the components of a chapter into what its readers see.

    Args:
        html: `Chapter.html` or `Chapter.answers_html`.
        medium: paper or screen.
        context: what components may know of the book around them.

    Returns:
        A well-formed XHTML fragment without facilitators' material.
    """
    del medium, context
    return html
