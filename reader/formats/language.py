"""Direction and language of a whole document, from a sample of its text where it is long."""

from __future__ import annotations

from reader.document.model import Direction

_SAMPLE = 60_000


def sample(text: str) -> str:
    """Return ``text``, or three stretches of it (start, middle, end) when it is long."""
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return text[:_SAMPLE] + "\n" + text[middle : middle + _SAMPLE] + "\n" + text[-_SAMPLE:]


def direction_of(text: str) -> Direction:
    """Return the base direction by the weight of the letters; right to left where there are none."""
    from reader.text.bidi import document_direction

    return Direction(document_direction(sample(text)))


def language_of(text: str) -> str:
    """Return the BCP 47 tag of the language of most of ``text``, or nothing."""
    from reader.text.language import guess_language

    return guess_language(sample(text))
