"""Which code points are vowel signs, cantillation and the like: bodies of ``re`` character classes for this package.

From UnicodeData and DerivedCoreProperties 15.0 with what 16.0 and 17.0 added in the same blocks, so that the answer
does not depend on the Unicode version of the running Python; ``tests/text/test_classes.py`` compares with ``regex``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ARABIC_VOWELS = "\u064b-\u0653\u0656-\u065f\u0670\u06e1\u08e4-\u08e9\u08f0-\u08f2\u08f4-\u08fe"
"""Harakat, tanwin, shadda, sukun (the Quranic one too), madda, dagger alef. Hamza above and below belong to letters."""

ARABIC_HAMZA_MARKS = "\u0654\u0655"

QURANIC_SIGNS = (
    "\u0610-\u061a\u06d6-\u06dc\u06df\u06e0\u06e2-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0897-\u089f\u08ca-\u08e1\u08e3\u08ea-\u08ef\u08f3\u08ff"
)
"""Pauses, silent-letter signs, small high letters and honorifics: combining, but no vowels."""

SMALL_LETTERS = "\u06e5\u06e6"
"""Small waw and small yeh: spacing letters that only vocalised Quranic spelling writes."""

ARABIC_MARKS = ARABIC_VOWELS + ARABIC_HAMZA_MARKS + QURANIC_SIGNS

HEBREW_POINTS = "\u05b0-\u05bc\u05bf\u05c1\u05c2\u05c7\ufb1e"
HEBREW_CANTILLATION = "\u0591-\u05af\u05bd\u05c4\u05c5\u034f"
"""Accents, meteg, the dots above and below, and the combining grapheme joiner that orders marks."""

HEBREW_MARKS = HEBREW_POINTS + HEBREW_CANTILLATION

SYRIAC_MARKS = "\u0711\u0730-\u074a"
LATIN_MARKS = "\u0300-\u034e\u0350-\u036f"

MARKS = ARABIC_MARKS + HEBREW_MARKS + SYRIAC_MARKS + LATIN_MARKS

TATWEEL = "\u0640"
ZWNJ = "\u200c"
ZWJ = "\u200d"

RTL_LETTERS = (
    "\u05be\u05c0\u05c3\u05c6\u05d0-\u05f4\u0608\u060b\u060d\u061b-\u064a\u066d-\u066f\u0671-\u06d5\u06e5\u06e6\u06ee\u06ef"
    "\u06fa-\u0710\u0712-\u072f\u074d-\u07a5\u07b1\u07c0-\u07ea\u07f4\u07f5\u07fa\u07fe-\u0815\u081a\u0824\u0828\u0830-\u0858"
    "\u085e-\u088f\u08a0-\u08c9\ufb1d\ufb1f-\ufb28\ufb2a-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdfc\ufe70-\ufefc"
    "\U00010800-\U0001091e\U00010920-\U00010cff\U00010d40-\U00010e5f\U00010e80-\U00010fff\U0001e800-\U0001efff"
)
"""Characters of bidirectional class R or AL (UAX #9) with the unassigned of their blocks, astral ones by block."""

LATIN_LETTERS = "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u1e00-\u1fff"


def expand(body: str) -> Iterator[str]:
    """Yield the characters of the body of a ``re`` class made of characters and ranges."""
    for first, last in re.findall(r"(.)(?:-(.))?", body, re.DOTALL):
        yield from map(chr, range(ord(first), ord(last or first) + 1))
