"""Regular expressions with a bound on their time, over the text as a folding makes it.

The expression is folded as well, letters only: case and accents are left to its own flags, and punctuation and line
breaks stay what they are. It sees whole lines, about a quarter of a million code points of them at a time, so that a
passage may run over a line break; only where two such stretches meet it may not.
"""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.errors import SearchError
from reader.text.fold import Folded, fold, fold_query
from reader.text.graphemes import snap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import regex  # type: ignore[import-untyped]

    from reader.text.folding import Folding

SECONDS = 2.0
"""How long an expression may search in all: processor time, so longer by the clock where others work as well."""
_STRETCH = 262_144
_LONGEST = 2_000
"""Characters of an expression."""


def find_expression(
    text: str, expression: str, folding: Folding, limits: tuple[int, int], stopped: Callable[[], bool]
) -> Iterator[tuple[int, int]]:
    """Yield the spans that ``expression`` matches between ``limits``, snapped to clusters; empty ones are left out.

    Raises SearchError for an expression that is not valid, or takes longer than SECONDS.
    """
    ignore_case = folding.latin
    folding = replace(folding, latin=False, punctuation=False, maqaf=False)
    pattern = _compiled(fold_query(expression, folding), ignore_case=ignore_case)
    at, end = limits
    left = SECONDS
    while at < end and not stopped():
        cut = text.find("\n", min(end, at + _STRETCH), end) + 1 or end
        folded = fold(text[at:cut], folding)
        last = 0
        position = 0
        while position <= len(folded.text):
            began = time.perf_counter()
            found = _search(pattern, folded, position, left)
            left -= time.perf_counter() - began
            if found is None:
                break
            first, position = found
            if position == first:
                position += 1
                continue
            span = snap(text, *(at + offset for offset in folded.source_span(first, position)))
            if span[0] >= last:
                last = span[1]
                yield span
        at = cut


def _search(pattern: regex.Pattern[str], folded: Folded, position: int, left: float) -> tuple[int, int] | None:
    """Return the next match, or None; SearchError when the time is over."""
    try:
        match = pattern.search(folded.text, position, timeout=max(left, 0.001), concurrent=True)
    except TimeoutError as error:
        raise SearchError(
            f"The regular expression was stopped after {SECONDS:.0f} seconds: it tries too many ways to match."
        ) from error
    return match.span() if match else None


@lru_cache(maxsize=32)
def _compiled(expression: str, *, ignore_case: bool) -> regex.Pattern[str]:
    import regex

    if len(expression) > _LONGEST:
        raise SearchError(f"The regular expression is longer than {_LONGEST} characters.")
    try:
        return regex.compile(expression, regex.IGNORECASE if ignore_case else 0)
    except (regex.error, OverflowError, RecursionError, ValueError) as error:
        raise SearchError(f"The regular expression is not valid: {error}.") from error
