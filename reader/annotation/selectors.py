"""Selectors: describe a span of a text so that it can be found again, and find a quote that somebody typed.

After the TextPositionSelector and TextQuoteSelector of the W3C Web Annotation Data Model (sections 4.2.4 and 4.2.5):
offsets are code points in logical order, half-open, on borders of grapheme clusters; the quote keeps 32 code points of
context on each side. Finding again after an edit is the work of ``annotation.anchoring``; here everything is literal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.annotation.model import CONTEXT, Target
from reader.errors import SpanError
from reader.text.graphemes import is_boundary

if TYPE_CHECKING:
    from collections.abc import Iterator


def describe(text: str, start: int, end: int, sha256: str = "") -> Target:
    """Return the target that names ``text[start:end]``: its offsets, the quote and the context on both sides.

    ``sha256`` is the fingerprint of ``text`` where the caller knows it; it is not computed here.
    Raises SpanError for a span that is empty, backwards, outside the text, or that cuts a grapheme cluster.
    """
    check_span(text, start, end)
    return Target(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        sha256=sha256,
    )


def check_span(text: str, start: int, end: int) -> None:
    """Raise SpanError unless ``start`` and ``end`` (code points) name a passage of ``text``."""
    if start < 0 or end > len(text):
        raise SpanError(f"The passage {start} to {end} lies outside the text, which has {len(text)} code points.")
    if start > end:
        raise SpanError(f"The passage {start} to {end} ends before it starts.")
    if start == end:
        raise SpanError(f"The passage {start} to {end} is empty.")
    for offset in (start, end):
        if not is_boundary(text, offset):
            raise SpanError(f"Offset {offset} lies inside a letter and its marks: the passage would tear them apart.")


def find_quote(text: str, exact: str, prefix: str = "", suffix: str = "") -> tuple[int, int]:
    """Return the span (code points) of the only place where ``exact`` stands between ``prefix`` and ``suffix``.

    Nothing is folded and nothing is guessed. A place that would cut a grapheme cluster does not count: the letter alone
    is not found in a letter with its vowel sign. Raises SpanError when there is no such place, or more than one.
    """
    if not exact:
        raise SpanError("The quote is empty.")
    torn = False
    found: list[int] = []
    for start in _occurrences(text, exact, prefix, suffix):
        if is_boundary(text, start) and is_boundary(text, start + len(exact)):
            found.append(start)
            if len(found) > 1:
                raise SpanError("The quote stands in the text more than once: give the words before or after it.")
        else:
            torn = True
    if found:
        return found[0], found[0] + len(exact)
    if torn:
        raise SpanError("The quote stands in the text only where it would part a letter from its marks.")
    if prefix or suffix:
        raise SpanError("The quote does not stand in the text between the words given.")
    raise SpanError("The quote does not stand in the text.")


def _occurrences(text: str, exact: str, prefix: str, suffix: str) -> Iterator[int]:
    """Yield every offset of ``exact`` that has ``prefix`` right before and ``suffix`` right after it."""
    needle = prefix + exact + suffix
    at = text.find(needle)
    while at >= 0:
        yield at + len(prefix)
        at = text.find(needle, at + 1)
