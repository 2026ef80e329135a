"""Guess the language and the script of a text from its letters, where nobody has said what they are.

Only as good as it must be: the answer chooses a folding, a font and a voice, and a person can set another.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

_SAMPLE = 20_000
"""Code points looked at."""

_STARTS: tuple[tuple[int, str], ...] = (
    (0x0000, "Zyyy"), (0x0041, "Latn"), (0x005B, "Zyyy"), (0x0061, "Latn"), (0x007B, "Zyyy"), (0x00AA, "Latn"),
    (0x00AB, "Zyyy"), (0x00BA, "Latn"), (0x00BB, "Zyyy"), (0x00C0, "Latn"), (0x00D7, "Zyyy"), (0x00D8, "Latn"),
    (0x00F7, "Zyyy"), (0x00F8, "Latn"), (0x02B9, "Zyyy"), (0x0300, "Zinh"), (0x0370, "Grek"), (0x0400, "Cyrl"),
    (0x0530, "Armn"), (0x0590, "Hebr"), (0x0600, "Arab"), (0x0605, "Zyyy"), (0x0606, "Arab"), (0x060C, "Zyyy"),
    (0x060D, "Arab"), (0x061B, "Zyyy"), (0x061D, "Arab"), (0x061F, "Zyyy"), (0x0620, "Arab"), (0x0640, "Zyyy"),
    (0x0641, "Arab"), (0x064B, "Zinh"), (0x0656, "Arab"), (0x0670, "Zinh"), (0x0671, "Arab"), (0x06DD, "Zyyy"),
    (0x06DE, "Arab"), (0x0700, "Syrc"), (0x0750, "Arab"), (0x0780, "Thaa"), (0x07C0, "Nkoo"), (0x0800, "Samr"),
    (0x0840, "Mand"), (0x0860, "Syrc"), (0x0870, "Arab"), (0x0900, "Deva"), (0x0980, "Beng"), (0x0A00, "Guru"),
    (0x0A80, "Gujr"), (0x0B00, "Orya"), (0x0B80, "Taml"), (0x0C00, "Telu"), (0x0C80, "Knda"), (0x0D00, "Mlym"),
    (0x0D80, "Sinh"), (0x0E00, "Thai"), (0x0E80, "Laoo"), (0x0F00, "Tibt"), (0x1000, "Mymr"), (0x10A0, "Geor"),
    (0x1100, "Hang"), (0x1200, "Ethi"), (0x13A0, "Zyyy"), (0x1AB0, "Zinh"), (0x1B00, "Zyyy"), (0x1D00, "Latn"),
    (0x1DC0, "Zinh"), (0x1E00, "Latn"), (0x1F00, "Grek"), (0x2000, "Zyyy"), (0x2C60, "Latn"), (0x2C80, "Zyyy"),
    (0x2E80, "Hani"), (0x3000, "Zyyy"), (0x3041, "Hira"), (0x30A0, "Kana"), (0x3100, "Zyyy"), (0x3130, "Hang"),
    (0x3190, "Zyyy"), (0x3400, "Hani"), (0x4DC0, "Zyyy"), (0x4E00, "Hani"), (0xA000, "Zyyy"), (0xA720, "Latn"),
    (0xA800, "Zyyy"), (0xAC00, "Hang"), (0xD7B0, "Zyyy"), (0xF900, "Hani"), (0xFB00, "Latn"), (0xFB13, "Armn"),
    (0xFB1D, "Hebr"), (0xFB50, "Arab"), (0xFD3E, "Zyyy"), (0xFD40, "Arab"), (0xFE00, "Zinh"), (0xFE10, "Zyyy"),
    (0xFE20, "Zinh"), (0xFE30, "Zyyy"), (0xFE70, "Arab"), (0xFEFF, "Zyyy"), (0xFF21, "Latn"), (0xFF3B, "Zyyy"),
    (0xFF41, "Latn"), (0xFF5B, "Zyyy"), (0x10000, "Zyyy"), (0x1EC70, "Arab"), (0x1EF00, "Zyyy"), (0x20000, "Hani"),
    (0x30000, "Zyyy"),
)  # fmt: skip
_FIRST = [start for start, _ in _STARTS]
_SCRIPT_RUNS = re.compile(
    "(?P<Arab>[\u0620-\u063f\u0641-\u064a\u066e-\u06d5\u06ee-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdff\ufe70-\ufefc]+)"
    "|(?P<Hebr>[\u05d0-\u05f2\ufb1d-\ufb4f]+)|(?P<Syrc>[\u0710-\u074f\u0860-\u086a]+)|(?P<Thaa>[\u0780-\u07b1]+)"
    "|(?P<Latn>[A-Za-z\u00c0-\u024f]+)"
)
_ONLY = {"Syrc": "syr", "Thaa": "dv"}
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|that|for|with|was)\b", re.IGNORECASE)
_YIDDISH = re.compile("[\u05f0-\u05f2\ufb1f\ufb2e\ufb2f]|\u05d0[\u05b7\u05b8]|[\u05d1\u05e4\u05db]\u05bf|\u05d9\u05b4")

# Letters that one language of the Arabic script writes and its neighbours do not, weighed by how telling they are.
_TELLING: dict[str, dict[str, float]] = {
    "ar": dict.fromkeys("ةىكيأإؤ", 1.0) | {"ي": 1.0, "ٱ": 2.0, "ۡ": 1.0},
    "fa": dict.fromkeys("پچژگ", 1.0) | {"ی": 0.8, "ک": 0.8, "\u200c": 0.6, "ۀ": 2.0},
    "ur": dict.fromkeys("ٹڈڑ", 4.0) | {"ں": 4.0, "ے": 3.0, "ہ": 3.0, "ھ": 3.0, "ۓ": 3.0, "ی": 0.5, "ک": 0.5, "گ": 0.5},
    "ps": dict.fromkeys("ټډړږښګڼ", 5.0) | dict.fromkeys("ېۍځڅ", 5.0) | {"ی": 0.4, "پ": 0.4},
    "ckb": dict.fromkeys("ۆێڵڕڤ", 5.0) | {"ە": 2.0, "ی": 0.4, "ک": 0.4, "چ": 0.4, "پ": 0.4, "گ": 0.4},
    "ug": dict.fromkeys("ۇۈۋې", 5.0) | {"ە": 2.0, "ى": 0.5, "ئ": 0.5, "ڭ": 5.0},
    "sd": dict.fromkeys("ڄڃٻڀٿٽٺڍڏڊڦڪڱڻ", 5.0) | {"ي": 0.5, "ک": 0.5},
}


def guess_language(text: str) -> str:
    """Return a language code by the letters of the first 20,000 code points, or an empty string.

    ``ar``, ``fa``, ``ur``, ``ps``, ``ckb``, ``ug``, ``sd``, ``he``, ``yi``, ``syr``, ``dv`` or ``en``: Arabic is the
    answer for Arabic letters that tell nothing more, English only for text that uses English words.
    """
    sample = text[:_SAMPLE]
    weights: Counter[str] = Counter()
    for match in _SCRIPT_RUNS.finditer(sample):
        weights[match.lastgroup or ""] += match.end() - match.start()
    if not weights:
        return ""
    # Names, addresses and code are Latin in every language (see ``bidi.document_direction``).
    weights["Latn"] //= 2
    script = weights.most_common(1)[0][0]
    if script == "Arab":
        return _of_arabic_script(sample)
    if script == "Hebr":
        return "yi" if 50 * len(_YIDDISH.findall(sample)) > weights["Hebr"] else "he"
    if script == "Latn":
        return "en" if 150 * len(_ENGLISH.findall(sample)) > weights["Latn"] else ""
    return _ONLY[script]


def script_of(character: str) -> str:
    """Return the ISO 15924 code of one character's script, such as ``Arab``; ``Zyyy`` for common ones.

    Exact for the scripts Hamish sets; blocks, not single characters, decide for the others.
    """
    return _STARTS[bisect_right(_FIRST, ord(character)) - 1][1]


def _of_arabic_script(sample: str) -> str:
    counts = Counter(sample)
    scores = {
        language: sum(weight * counts[letter] for letter, weight in letters.items())
        for language, letters in _TELLING.items()
    }
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] else "ar"
