"""Web pages that a browser saved in one file (MHTML): the page, with the pictures that the file holds."""

from __future__ import annotations

import binascii
from email import message_from_bytes
from email.policy import compat32
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from reader.errors import FormatError
from reader.formats import web_page
from reader.formats.encodings import decode
from reader.formats.hints import Hints, Watch
from reader.formats.pictures import MAX_PICTURES_BYTES, picture

if TYPE_CHECKING:
    from email.message import Message

    from reader.document.model import Article, Resource

_MAX_PARTS = 5000


def read(data: bytes, hints: Hints, watch: Watch) -> Article:
    """Return the article of a saved page. Raises FormatError when the archive holds no page."""
    watch.step(0.0)
    message = message_from_bytes(data, policy=compat32)
    page: Message | None = None
    pictures: dict[str, Resource] = {}
    size = 0
    for number, part in enumerate(message.walk()):
        watch.step(0.1)
        if number > _MAX_PARTS:
            break
        if page is None and part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            page = part
        elif part.get_content_maintype() == "image":
            found = picture(f"picture-{number}", _content(part))
            size += len(found.data) if found else 0
            if found and size <= MAX_PICTURES_BYTES:
                for name in _names(part):
                    pictures[name] = found
    if page is None:
        raise FormatError("The saved page holds no page.")
    url = hints.url or str(page.get("Content-Location") or message.get("Snapshot-Content-Location") or "")
    media_type = f"text/html; charset={page.get_content_charset()}" if page.get_content_charset() else "text/html"
    inner = Hints("page.html", media_type, hints.encoding, hints.language, url, hints.as_is)
    decoded = decode(_content(page), inner, watch.part(0.1, 0.2))
    return web_page.article(decoded, inner, watch.part(0.2, 1.0), lambda address: _find(pictures, url, address))


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (binascii.Error, ValueError):
        return b""
    return content if isinstance(content, bytes) else b""


def _names(part: Message) -> list[str]:
    names = [str(part.get("Content-Location") or "").strip()]
    identifier = str(part.get("Content-ID") or "").strip().strip("<>")
    if identifier:
        names.append(f"cid:{identifier}")
    return [name for name in names if name]


def _find(pictures: dict[str, Resource], url: str, address: str) -> Resource | None:
    if address in pictures:
        return pictures[address]
    try:
        return pictures.get(urljoin(url, address))
    except ValueError:
        return None
