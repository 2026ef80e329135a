"""Persian words written together, with ZWNJ or with a space: می‌روم, می روم, میروم; کتاب‌ها, کتاب ها, کتابها.

Which of them a text has is its typist's habit, so a search looks for all three.
"""

from __future__ import annotations

import re

from reader.text.classes import ZWNJ

_PREFIX = "ن?م[یيى]"
_SUFFIX = "(?:ها|ها[یيى]|ها[یيى][یيى]|هایم|هایت|هایش|هایمان|هایتان|هایشان|تر|تر[یيى]ن)"
_SPACE_AFTER_PREFIX = re.compile(rf"(?<!\w)({_PREFIX}) (?=\w\w)")
_SPACE_BEFORE_SUFFIX = re.compile(rf"(?<=\w) (?={_SUFFIX}(?!\w))")
_PREFIX_JOINED = re.compile(rf"(?<!\w)({_PREFIX})(?=\w{{2}})")
_SUFFIX_JOINED = re.compile(rf"(?<=\w\w)(?={_SUFFIX}(?!\w))")


def spellings(text: str) -> list[str]:
    """Return ``text`` as it is, with spaces for its ZWNJ, and with its prefixes and suffixes joined and apart."""
    spaced = text.replace(ZWNJ, " ")
    joined = _SPACE_BEFORE_SUFFIX.sub("", _SPACE_AFTER_PREFIX.sub(r"\1", spaced))
    apart = _SUFFIX_JOINED.sub(" ", _PREFIX_JOINED.sub(r"\1 ", joined), count=1)
    return list(dict.fromkeys((text, spaced, joined, apart)))
