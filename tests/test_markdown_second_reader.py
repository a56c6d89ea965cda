"""No word is lost: what a second reader of CommonMark finds in a text, ours finds as well."""

from __future__ import annotations

from itertools import islice

import pytest
from second_reader import failure, generate, shortest

DOCUMENTS = 500
"""For each seed."""


@pytest.mark.parametrize("seed", range(8))
def test_a_second_reader_sees_the_same_words_numbers_and_cells(seed: int) -> None:
    for text in islice(generate(seed), DOCUMENTS):
        assert not failure(text), repr(shortest(text))
