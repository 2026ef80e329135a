"""Base directions (UAX #9) of paragraphs and documents, and isolates for text that is put into other text.

Qt orders the characters; here is only decided which way a paragraph runs. ``first_strong`` is rules P2 and P3;
``document_direction`` and ``paragraph_direction`` are better guesses for texts whose first word happens to be foreign.
"""

from __future__ import annotations

import re
from itertools import islice
from unicodedata import bidirectional

from reader.text.classes import LATIN_LETTERS, RTL_LETTERS

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_OPENERS = {"ltr": LRI, "rtl": RLI, "auto": FSI}

_ISOLATES = str.maketrans("", "", LRI + RLI + FSI + PDI)
_INITIATORS = LRI + RLI + FSI
# Patterns as text: ``re`` compiles them when first used and keeps them, and not all are needed before the first paint.
_INTERESTING = f"[{_INITIATORS}{PDI}\n\x1c-\x1e\x85\u2029]|[^\\W\\d_]|[{RTL_LETTERS}\u200e\u200f\u061c]"
_ANY_ISOLATE = f"[{_INITIATORS}{PDI}]"
_RTL_RUN = f"[{RTL_LETTERS}]+"
_LTR_RUN = f"[{LATIN_LETTERS}\u0370-\u052f\u0900-\u1fff\u3040-\ud7ff]+"
_LATIN_WORD = f"(?<![\\w./:@#\\\\-])[{LATIN_LETTERS}]{{2,}}+(?![\\w/:@\\\\]|[.-]\\w)"
_ADDRESS = r"(?<!\S)(?:\S*(?:://|@)|www\.)\S*"

_SAMPLE = 65_536
"""Code points that decide a document: so many from its start, its middle and its end."""
_WEIGHED = 16_384
"""Code points of a paragraph that are weighed."""
_QUOTED = 8
"""Latin words from which a paragraph with a few right-to-left letters can be a quotation."""


def first_strong(text: str) -> str:
    """Return ``rtl`` or ``ltr`` by the first strong character outside isolates (P2, P3), or ``auto`` without one.

    Only the first paragraph of ``text`` is looked at.
    """
    depth = 0
    for match in re.finditer(_INTERESTING, text):
        character = match.group()
        kind = bidirectional(character)
        if kind == "B":
            break
        if character in _INITIATORS:
            # An isolate without its end reaches to the end of the paragraph, so one that is skipped hides the rest.
            depth += 1
        elif character == PDI:
            depth = max(0, depth - 1)
        elif depth == 0 and kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return "auto"


def document_direction(text: str) -> str:
    """Return ``rtl`` or ``ltr`` by the weight of the letters: ``rtl`` if a third of them or more run that way.

    A third and not half, for names, addresses and code are in Latin letters in both kinds of documents, while hardly a
    left-to-right document is a third Arabic or Hebrew. Without letters of either kind: first strong, else ``rtl``.
    """
    rtl = ltr = 0
    middle = len(text) // 2
    for part in _parts(text, middle):
        rtl += sum(map(len, re.findall(_RTL_RUN, part)))
        ltr += sum(map(len, re.findall(_LTR_RUN, part)))
    if rtl or ltr:
        return "rtl" if 2 * rtl >= ltr else "ltr"
    return "ltr" if first_strong(text) == "ltr" else "rtl"


def paragraph_direction(text: str, fallback: str = "auto") -> str:
    """Return ``rtl`` or ``ltr`` for one paragraph in a document that runs ``fallback``.

    With ``auto`` the rules P2 and P3 decide (``ltr`` without a strong character). In a right-to-left document a
    paragraph turns only if it is a sentence of another script: no right-to-left letter and two or more Latin words, or
    a quotation of eight and more with hardly such a letter. A name, digits, stars or an address keep the document's
    direction. In a left-to-right document the letters of the paragraph are weighed. Both look at its first 16,384 code
    points only.
    """
    text = text if fallback == "auto" else text[:_WEIGHED]
    if fallback == "rtl":
        return "ltr" if _is_foreign(text) else "rtl"
    if fallback == "ltr":
        rtl = sum(map(len, re.findall(_RTL_RUN, text)))
        return "rtl" if rtl and rtl > sum(map(len, re.findall(_LTR_RUN, text))) else "ltr"
    return "rtl" if first_strong(text) == "rtl" else "ltr"


def isolate(text: str, direction: str = "auto") -> str:
    """Return ``text`` between an isolate initiator (``rtl``, ``ltr`` or by first strong) and its PDI.

    Isolates inside that are not balanced are balanced first, so that what comes after ``text`` is safe from it.
    """
    if re.search(_ANY_ISOLATE, text):
        text = _balanced(text)
    return f"{_OPENERS[direction]}{text}{PDI}"


def strip_isolates(text: str) -> str:
    """Return ``text`` without isolate initiators and PDI."""
    return text.translate(_ISOLATES)


def _parts(text: str, middle: int) -> tuple[str, ...]:
    if len(text) <= 3 * _SAMPLE:
        return (text,)
    return text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]


def _is_foreign(text: str) -> bool:
    """Return whether a paragraph of a right-to-left document is a sentence in a left-to-right script."""
    rtl = re.search(_RTL_RUN, text)
    needed = _QUOTED if rtl else 2
    if rtl and 10 * sum(map(len, re.findall(_RTL_RUN, text))) > sum(map(len, re.findall(_LTR_RUN, text))):
        return False
    words = islice(re.finditer(_LATIN_WORD, re.sub(_ADDRESS, " ", text)), needed)
    return sum(1 for _ in words) == needed


def _balanced(text: str) -> str:
    """Return ``text`` without a PDI that ends nothing, and with one for every initiator that nothing ends."""
    depth = 0
    pieces: list[str] = []
    at = 0
    for match in re.finditer(_ANY_ISOLATE, text):
        if match.group() != PDI:
            depth += 1
        elif depth:
            depth -= 1
        else:
            pieces.append(text[at : match.start()])
            at = match.end()
    pieces.append(text[at:])
    return "".join(pieces) + PDI * depth
