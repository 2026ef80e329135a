"""The identity of a text: the SHA-256 of its UTF-8 bytes."""

from __future__ import annotations

import hashlib


def fingerprint(text: str) -> str:
    """Return the lower-case hexadecimal SHA-256 of ``text`` in UTF-8 (64 characters).

    Raises UnicodeEncodeError for lone surrogates: import replaces them before a text reaches this floor.
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
