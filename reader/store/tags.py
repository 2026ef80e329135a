"""Tags as a person gives them and as a column holds them: a JSON list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader.store.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterable


def tags_of(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags as kept: trimmed, without empty ones and repetitions, in the order given."""
    return tuple(dict.fromkeys(word for tag in tags if (word := clean(tag).strip())))


def tags_text(tags: Iterable[str]) -> str:
    """Return tags as the column holds them."""
    return json.dumps(list(tags), ensure_ascii=False)


def tags_from(column: str) -> tuple[str, ...]:
    """Return tags from their column; none from a column that is damaged."""
    if column == "[]":
        return ()
    try:
        found = json.loads(column)
    except ValueError:
        return ()
    return tuple(map(str, found)) if isinstance(found, list) else ()
