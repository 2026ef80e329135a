"""Searching in pieces finds what searching at once finds."""

from __future__ import annotations

import re

from reader.formats.scan import holds


def test_a_match_across_the_border_of_two_pieces_is_found() -> None:
    pattern = re.compile("أب{3}ت")
    for place in (0, 999_997, 999_999, 1_000_000, 1_000_001, 1_500_000):
        assert holds(pattern, "x" * place + "أبببت" + "y" * 10)
    assert not holds(pattern, "x" * 1_000_100)
    assert not holds(pattern, "")
