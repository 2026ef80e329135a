"""The one door: bytes of any known format to an article."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from reader.errors import FormatError
from reader.formats.hints import Hints, Watch

if TYPE_CHECKING:
    from reader.document.model import Article

_MODULES = {
    "text": "plain_text",
    "openiti": "openiti",
    "markdown": "markdown",
    "html": "web_page",
    "mhtml": "web_archive",
    "feed": "feed",
    "epub": "epub",
    "docx": "docx",
    "pdf": "pdf",
    "osis": "osis",
    "quran": "quran",
}


class _Format(Protocol):
    def read(self, data: bytes, hints: Hints, watch: Watch) -> Article: ...


def read(data: bytes, hints: Hints, watch: Watch = Watch()) -> Article:  # noqa: B008 - a frozen value
    """Return the article that ``data`` holds.

    Raises FormatError, one sentence for a person, for what is empty, binary, damaged, hostile or too large, and
    CancelledError when ``watch`` says that the person stopped it.
    """
    from reader.formats.patience import patiently  # nothing of this is needed before the window has been painted

    watch.step(0.0)
    article = patiently(lambda inner: _read(data, hints, inner), watch)
    watch.step(1.0)
    return article


def _read(data: bytes, hints: Hints, watch: Watch) -> Article:
    from reader.formats.hygiene import cleaned
    from reader.formats.sniff import kind

    module = cast("_Format", import_module(f"reader.formats.{_MODULES[kind(data, hints)]}"))
    article = cleaned(module.read(data, hints, watch.part(0.0, 0.9)), hints, watch.part(0.9, 1.0))
    if not article.text.strip():
        raise FormatError("The file holds no text.")
    return article
