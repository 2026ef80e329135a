"""Every failure a person may be told of: one root, one clear sentence each."""

from __future__ import annotations


class HamishError(Exception):
    """Root of all expected failures; ``str(error)`` is one complete sentence for a person."""


class ArticleError(HamishError):
    """An article is missing, ambiguous or cannot be read."""


class FormatError(ArticleError):
    """Bytes that cannot be made into an article: empty, binary, damaged, hostile or unknown."""


class SpanError(HamishError):
    """Offsets or a quote that name no passage: out of range, backwards, inside a cluster, absent, ambiguous."""


class AnnotationError(HamishError):
    """An annotation is missing, or a change to it cannot be made."""


class UndoRefusedError(AnnotationError):
    """Undo or redo would overwrite what somebody changed since."""


class StoreError(HamishError):
    """The library file cannot be opened, read or written."""


class ExchangeError(HamishError):
    """Annotations cannot be written to, or read from, a file."""


class FetchError(HamishError):
    """A web address cannot be fetched, or must not be."""


class SearchError(HamishError):
    """A query cannot be run: a bad regular expression, or one that takes too long."""


class CancelledError(HamishError):
    """The person asked a long task to stop, and it did; nothing was changed."""
