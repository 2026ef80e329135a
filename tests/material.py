"""Articles made from a string, for tests that need one and not a file."""

from __future__ import annotations

from typing import Any

from reader.document.model import Article, Block, Metadata


def article_of(text: str, **fields: Any) -> Article:
    """Return ``text`` as an article whose lines are its blocks."""
    blocks = []
    start = 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(start, start + len(line)))
        start += len(line) + 1
    given: dict[str, Any] = {
        "blocks": tuple(blocks),
        "metadata": Metadata(title=text[:20]),
        "language": "ar",
        "importer": "text/1",
    }
    return Article(text=text, **{**given, **fields})
