"""Which texts the view of the library shows, and in what order: a pure function over what the shelf knows of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reader.text.fold import fold
from reader.text.folding import for_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.store.articles import ArticleInfo

FINISHED = 0.95
"""Share of a text from which it counts as read to its end, as in the statistics."""
_NUMBER = re.compile(r"\d+")


def chosen(infos: Iterable[ArticleInfo], wanted: Filter) -> list[ArticleInfo]:
    """Return the texts that pass, in the order wanted; ``infos`` come last added first.

    The words of the filter are found in title, author, source and tags, whatever their vowel signs or spelling.
    """
    words = folded(wanted.text).split()
    passed = [info for info in infos if _passes(info, wanted) and _has(info, words)]
    key = _KEYS[wanted.order]
    if key is not None:
        passed.sort(key=key, reverse=wanted.order in _MOST_FIRST)
    if wanted.backwards:
        passed.reverse()
    return passed


def languages(infos: Iterable[ArticleInfo]) -> list[str]:
    """Return the languages of these texts without their regions, those of most texts first."""
    counted: dict[str, int] = {}
    for info in infos:
        name = base(info.language)
        counted[name] = counted.get(name, 0) + 1
    counted.pop("", None)
    return sorted(counted, key=lambda name: (-counted[name], name))


def tags(infos: Iterable[ArticleInfo]) -> list[str]:
    """Return the tags of these texts in the order of their letters."""
    return sorted({tag for info in infos for tag in info.tags}, key=folded)


def base(language: str) -> str:
    """Return a language tag without script and region."""
    return language.split("-", maxsplit=1)[0].lower()


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Return ``text`` without what a search overlooks, numbers padded so that part 2 stands before part 10."""
    plain = fold(text, for_language("ar")).text.casefold()
    return _NUMBER.sub(lambda number: number[0].zfill(8), plain)


def _passes(info: ArticleInfo, wanted: Filter) -> bool:
    if wanted.language and base(info.language) != wanted.language:
        return False
    if wanted.tag and wanted.tag not in info.tags:
        return False
    if wanted.state is State.NEW:
        return not info.opened
    if wanted.state is State.BEGUN:
        return bool(info.opened) and info.progress < FINISHED
    return wanted.state is not State.FINISHED or info.progress >= FINISHED


def _has(info: ArticleInfo, words: list[str]) -> bool:
    if not words:
        return True
    where = folded("\n".join((info.title, info.author, info.site or info.source, *info.tags)))
    return all(word in where for word in words)


class Order(StrEnum):
    """By what the texts are sorted."""

    ADDED = "added"
    OPENED = "opened"
    TITLE = "title"
    AUTHOR = "author"
    DATE = "date"
    LANGUAGE = "language"
    LENGTH = "length"
    PROGRESS = "progress"
    NOTES = "notes"


class State(StrEnum):
    """Which texts there are to see."""

    ALL = "all"
    NEW = "new"
    BEGUN = "begun"
    FINISHED = "finished"
    BIN = "bin"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a person asked to see; an empty field asks for nothing, ``backwards`` turns the order round."""

    state: State = State.ALL
    order: Order = Order.ADDED
    text: str = ""
    language: str = ""
    tag: str = ""
    backwards: bool = False


_KEYS: dict[Order, Callable[[ArticleInfo], Any] | None] = {
    Order.ADDED: None,
    Order.OPENED: lambda info: info.opened,
    Order.TITLE: lambda info: folded(info.title),
    Order.AUTHOR: lambda info: (not info.author, folded(info.author), folded(info.title)),
    Order.DATE: lambda info: info.published or info.added,
    Order.LANGUAGE: lambda info: (not info.language, info.language),
    Order.LENGTH: lambda info: info.chars,
    Order.PROGRESS: lambda info: info.progress,
    Order.NOTES: lambda info: info.annotations,
}
_MOST_FIRST = frozenset({Order.OPENED, Order.DATE, Order.LENGTH, Order.PROGRESS, Order.NOTES})
