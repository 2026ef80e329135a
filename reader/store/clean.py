"""What SQLite cannot hold is made U+FFFD, one for one, so that offsets stay: NUL and lone surrogates."""

from __future__ import annotations

import re

_REFUSED = re.compile("[\0\ud800-\udfff]")


def clean(text: str) -> str:
    """Return ``text`` with every NUL and lone surrogate replaced by U+FFFD; the length is the same.

    After a NUL SQLite's ``length()`` and full-text index stop, and a lone surrogate has no UTF-8.
    """
    return _REFUSED.sub("\ufffd", text)
