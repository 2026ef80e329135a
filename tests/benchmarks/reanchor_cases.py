"""Versions of real texts made by known edits, so that it is known where every passage went, or that it is gone.

A text is kept as characters with the offset each one came from; an edit drops, changes, adds or moves characters.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator
    from pathlib import Path

MOST = 40_000
"""Code points of the longest text that is edited."""
KNOWN = 32
"""Code points that a target knows on each side of its quote."""
VOWELS = {"ar": "ًٌٍَُِّْ", "he": "ְִֵֶַָֹּ", "fa": "َُِّ", "ur": "َُِّ"}
ARABIC_TYPING = str.maketrans("یک", "يك")
PERSIAN_TYPING = str.maketrans("يىك", "ییک")
CARELESS = str.maketrans("أإآٱةى", "اااا" + "هي")
DIGITS = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "٠١٢٣٤٥٦٧٨٩0123456789")
PUNCTUATION = str.maketrans("“”«»،؛", "«»“”,;")


URDU = """پرانے شہر کی ایک تنگ گلی میں کتابوں کی چھوٹی سی دکان تھی جس کے مالک کو سب چچا رحمت کہتے تھے۔
چچا رحمت کتاب بیچنے سے پہلے اسے پورا پڑھتے، اور پڑھ کر اکثر بیچنے سے انکار کر دیتے تھے۔
گاہک ہنستے ہوئے پوچھتے کہ اگر بیچنا ہی نہیں تو دکان کیوں کھولی ہے؟ وہ جواب دیتے کہ لوگ آئیں اور باتیں کریں۔
ایک دن بارش بہت تیز تھی اور گلی میں پانی بھر گیا، کوئی گاہک نہ آیا، صرف ایک لڑکی بھیگتی ہوئی اندر آئی۔
لڑکی نے کہا کہ اسے ایک ایسی کتاب چاہیے جس میں سمندر کا ذکر ہو، کیونکہ اس نے سمندر کبھی نہیں دیکھا۔
چچا رحمت نے الماری کے سب سے اوپر والے خانے سے ایک پرانی کتاب نکالی اور اس کے ہاتھ میں رکھ دی۔
اس نے قیمت پوچھی تو وہ بولے کہ قیمت یہ ہے کہ پڑھ کر مجھے بتاؤ کہ سمندر کا رنگ کیسا ہوتا ہے۔
کئی برس گزر گئے، گلی بدل گئی، دکان کے سامنے نئی عمارتیں بن گئیں، مگر چچا رحمت وہیں بیٹھے رہے۔
پھر ایک شام ڈاک سے ایک خط آیا جس میں لکھا تھا کہ سمندر کا رنگ ہر گھڑی بدلتا ہے، بالکل آپ کی کتابوں کی طرح۔
چچا رحمت نے خط کو اسی خانے میں رکھ دیا جہاں سے کتاب نکالی تھی، اور اس دن دکان جلدی بند کر دی۔
"""


class Letter(NamedTuple):
    """A character and the offset it came from, -1 for one that was added."""

    sign: str
    origin: int


Letters = list[Letter]


@dataclass(frozen=True)
class Source:
    """A real text to be edited."""

    name: str
    language: str
    text: str


@dataclass(frozen=True)
class Gold:
    """A passage of the old text and where it is in the new one (None: deleted)."""

    kind: str
    start: int
    end: int
    place: tuple[int, int] | None


def sources(corpus: Path) -> Iterator[Source]:
    """Yield the texts of the corpus that are worth editing, each cut to a length that keeps the benchmark short."""
    chapters = json.loads((corpus / "quran-urdu" / "quran.json").read_text("utf-8"))
    for first, last in ((2, 2), (26, 28), (37, 38), (54, 56), (67, 83), (3, 3)):
        verses = ["\n".join(v["text"] for v in c["verses"]) for c in chapters[first - 1 : last]]
        yield Source(f"quran-{first}-{last}", "ar", "\n\n".join(verses)[:MOST])
    for book in ("Gen", "Esth"):
        verses = list(_osis(corpus / "hebrew-bible-oshb" / f"{book}.xml"))
        half = len(verses) // 2 if book == "Gen" else 0
        yield Source(f"{book}-1", "he", "\n".join(verses[half:])[:MOST])
        yield Source(f"{book}-2", "he", _unpointed("\n".join(verses[: half or None]))[:MOST])
    for poet in ("hafez", "khayyam"):
        text = (corpus / "persian-poems" / f"{poet}.txt").read_text("utf-8").split("\n", 2)[2]
        yield Source(poet, "fa", text[:MOST])
    for book in ("38307359", "63082470"):
        text = (corpus / "epub-hindawi" / f"{book}.openiti.txt").read_text("utf-8").split("#META#Header#End#")[1]
        yield Source(f"hindawi-{book}", "ar", text[len(text) // 2 :][:MOST])
    for case in ("01", "02", "06", "16"):
        folder = next((corpus / "reanchor").glob(f"{case}-*"))
        language = json.loads((folder / "meta.json").read_text("utf-8"))["lang"]
        yield Source(folder.name[:24], language, (folder / "old.txt").read_text("utf-8")[:MOST])
    yield Source("ghalib", "ur", (corpus / "urdu-verse" / "ghalib.txt").read_text("utf-8"))
    yield Source("urdu prose", "ur", URDU)


def _osis(path: Path) -> Iterator[str]:
    name = "{http://www.bibletechnologies.net/2003/OSIS/namespace}"
    for verse in ET.parse(path).iter(f"{name}verse"):
        words: list[str] = []
        for part in verse:
            text = "".join(part.itertext()).replace("/", "")
            if part.tag == f"{name}w":
                words.append(text + " ")
            elif part.tag == f"{name}seg" and words:
                words[-1] = words[-1].rstrip() + text + ("" if text == "־" else " ")
        yield "".join(words).strip()


def _unpointed(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) != "Mn")


# Edits of the whole text


def strip_marks(text: Letters, chance: random.Random, language: str) -> Letters:
    return [letter for letter in text if unicodedata.category(letter.sign) != "Mn"]


def add_marks(text: Letters, chance: random.Random, language: str) -> Letters:
    done: Letters = []
    for letter in text:
        done.append(letter)
        if letter.sign.isalpha() and ord(letter.sign) > 0x500 and chance.random() < 0.7:
            done.append(Letter(chance.choice(VOWELS[language]), letter.origin))
    return done


def decompose(text: Letters, chance: random.Random, language: str) -> Letters:
    return [Letter(part, letter.origin) for letter in text for part in unicodedata.normalize("NFD", letter.sign)]


def _translated(table: dict[int, str]) -> Callable[[Letters, random.Random, str], Letters]:
    def edit(text: Letters, chance: random.Random, language: str) -> Letters:
        return [Letter(letter.sign.translate(table), letter.origin) for letter in text]

    return edit


def joiners_lost(text: Letters, chance: random.Random, language: str) -> Letters:
    return [letter for letter in text if letter.sign != "\u200c"]


def joiners_to_blanks(text: Letters, chance: random.Random, language: str) -> Letters:
    return [Letter(" ", letter.origin) if letter.sign == "\u200c" else letter for letter in text]


def tatweel(text: Letters, chance: random.Random, language: str) -> Letters:
    done: Letters = []
    for letter, following in zip(text, [*text[1:], Letter(" ", -1)], strict=True):
        done.append(letter)
        if letter.sign in "بتسشصضعفقكلمنهي" and following.sign.isalpha() and chance.random() < 0.1:
            done.append(Letter("ـ", letter.origin))
    return done


def rewrapped(text: Letters, chance: random.Random, language: str) -> Letters:
    done: Letters = []
    column = 0
    for letter in text:
        column = 0 if letter.sign == "\n" else column + 1
        if letter.sign == " " and column > 60:
            done += [Letter(" ", letter.origin), Letter("\n", -1)]
            column = 0
        else:
            done.append(letter)
    return done


def shuffled(text: Letters, chance: random.Random, language: str) -> Letters:
    """Paragraphs in another order."""
    parts = list(_split(text, r"\n\s*\n" if "\n\n" in _string(text) else r"\n"))
    size = max(1, len(parts) // 12) if parts and len(text) / len(parts) < 100 else 1
    blocks = [[letter for part in parts[at : at + size] for letter in part] for at in range(0, len(parts), size)]
    chance.shuffle(blocks)
    return [letter for block in blocks for letter in [*block, Letter("\n", -1)]]


def repeated(text: Letters, chance: random.Random, language: str) -> Letters:
    """Some paragraphs come again elsewhere."""
    parts = list(_split(text, r"\n"))
    for _ in range(max(1, len(parts) // 10)):
        part = chance.choice(parts)
        copy = [Letter(letter.sign, -1) for letter in part]
        parts.insert(chance.randrange(len(parts) + 1), copy)
    return [letter for part in parts for letter in part]


def lightly_edited(text: Letters, chance: random.Random, language: str) -> Letters:
    return _words_changed(text, chance, 0.04)


def edited(text: Letters, chance: random.Random, language: str) -> Letters:
    return _words_changed(text, chance, 0.12)


def misspelt(text: Letters, chance: random.Random, language: str) -> Letters:
    """A wrong letter in every eighth word or so."""
    alphabet = sorted({letter.sign for letter in text if letter.sign.isalpha()})
    return [
        Letter(chance.choice(alphabet), -1) if letter.sign.isalpha() and chance.random() < 0.03 else letter
        for letter in text
    ]


def half_translated(text: Letters, chance: random.Random, language: str) -> Letters:
    """Every other stretch of paragraphs is replaced by words of another language."""
    parts = list(_split(text, r"\n"))
    size = max(1, len(parts) // 8)
    done: Letters = []
    for at in range(0, len(parts), size):
        block = [letter for part in parts[at : at + size] for letter in part]
        done += (
            block
            if (at // size) % 2
            else [Letter(sign, -1) for sign in _pseudo_latin(len(block), chance)] + [Letter("\n", -1)]
        )
    return done


def rewritten(text: Letters, chance: random.Random, language: str) -> Letters:
    """A third of the lines say something else: what other lines, which stay, say with mostly other words."""
    parts = list(_split(text, r"\n"))
    gone = {at for at in range(len(parts)) if chance.random() < 0.33}
    stay = [part for at, part in enumerate(parts) if at not in gone]
    done: Letters = []
    for at, part in enumerate(parts):
        other = chance.choice(stay)
        one, two = set(_string(part).split()), set(_string(other).split())
        if at in gone and len(one & two) * 4 < len(one):
            done += [Letter(letter.sign, -1) for letter in other]
        else:
            done += part
    return done


def moved_and_edited(text: Letters, chance: random.Random, language: str) -> Letters:
    return lightly_edited(shuffled(text, chance, language), chance, language)


def edition(text: Letters, chance: random.Random, language: str) -> Letters:
    """Another edition: careless spelling, other punctuation and lines, some words changed, no vowel signs."""
    text = _translated(CARELESS)(strip_marks(text, chance, language), chance, language)
    text = _translated(PUNCTUATION)(rewrapped(text, chance, language), chance, language)
    return _words_changed(text, chance, 0.03)


EDITS: dict[str, Callable[[Letters, random.Random, str], Letters]] = {
    "strip marks": strip_marks,
    "add marks": add_marks,
    "NFD": decompose,
    "Persian typed as Arabic": _translated(ARABIC_TYPING),
    "Arabic typed as Persian": _translated(PERSIAN_TYPING),
    "careless spelling": _translated(CARELESS),
    "digits": _translated(DIGITS),
    "punctuation": _translated(PUNCTUATION),
    "ZWNJ lost": joiners_lost,
    "ZWNJ to blank": joiners_to_blanks,
    "tatweel": tatweel,
    "rewrapped": rewrapped,
    "shuffled": shuffled,
    "repeated": repeated,
    "lightly edited": lightly_edited,
    "edited": edited,
    "misspelt": misspelt,
    "half translated": half_translated,
    "rewritten": rewritten,
    "moved and edited": moved_and_edited,
    "edition": edition,
}


def _string(text: Letters) -> str:
    return "".join(letter.sign for letter in text)


def _split(text: Letters, pattern: str) -> Iterator[Letters]:
    """Yield the parts of a text, each with the separator that follows it."""
    at = 0
    for match in re.finditer(pattern, _string(text)):
        yield text[at : match.end()]
        at = match.end()
    if at < len(text):
        yield text[at:]


def _words_changed(text: Letters, chance: random.Random, share: float) -> Letters:
    """Drop, replace or double words; the replacements are words of the text itself."""
    parts = list(_split(text, r"\s+"))
    done: Letters = []
    for part in parts:
        if chance.random() >= share:
            done += part
            continue
        other = [Letter(letter.sign, -1) for letter in chance.choice(parts)]
        how = chance.random()
        if how < 0.35:
            done += other
        elif how < 0.65:
            done += [*part, *other]
    return done


def _pseudo_latin(size: int, chance: random.Random) -> str:
    words = ["the", "of", "and", "reader", "text", "which", "page", "was", "written", "in", "another", "language"]
    made: list[str] = []
    length = 0
    while length < size:
        made.append(chance.choice(words))
        length += len(made[-1]) + 1
    return " ".join(made)


# Cuts: passages whose like stays


def cuts(source: Source, chance: random.Random, number: int) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Return (kind, quote, stretch to be cut out) of up to ``number`` passages of each kind, none touching another."""
    text = source.text
    lines = [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    words = [m.span() for m in re.finditer(r"\S+", text)]
    plain = [re.sub(r"\W", "", _unpointed(text[s:e])) for s, e in words]
    found: list[tuple[str, tuple[int, int], tuple[int, int]]] = []
    formulas: list[tuple[int, int]] = []
    for size in (2, 3, 4, 6):
        rows = defaultdict(list)
        for at in range(len(words) - size):
            rows[tuple(plain[at : at + size])].append((words[at][0], words[at + size - 1][1]))
        formulas += [
            span for spans in rows.values() if len(spans) > 1 for span in spans if "\n" not in text[slice(*span)]
        ]
    chance.shuffle(formulas)
    found += [("formula cut alone", span, span) for span in formulas[:number]]
    for span in formulas[number : 2 * number]:
        line = _sentence(text, *span)
        found.append(("formula cut with its sentence", span, line))
    for line in chance.sample(lines, min(number, len(lines))):
        found.append(("line cut", line, line))
    twins = defaultdict(list)
    for line in lines:
        twins[re.sub(r"\W", "", _unpointed(text[slice(*line)]))].append(line)
    refrains = [line for same in twins.values() if len(same) > 1 for line in same]
    chance.shuffle(refrains)
    found += [("refrain cut", line, line) for line in refrains[:number]]
    for at in chance.sample(range(len(words)), min(number, len(words))):
        span = words[at][0], words[min(len(words) - 1, at + chance.randrange(1, 15))][1]
        found.append(("words cut", span, _sentence(text, *span)))
    return _without_touching(found, chance)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence or line round a span."""
    stops = "\n.؟!؛:"
    while start > 0 and text[start - 1] not in stops:
        start -= 1
    while end < len(text) and text[end - 1] not in stops:
        end += 1
    return start, end


def _without_touching(
    found: list[tuple[str, tuple[int, int], tuple[int, int]]], chance: random.Random
) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    chance.shuffle(found)
    kept: list[tuple[str, tuple[int, int], tuple[int, int]]] = []
    for kind, quote, cut in found:
        if all(cut[1] + 40 <= other[0] or other[1] + 40 <= cut[0] for _, _, other in kept):
            kept.append((kind, quote, cut))
    return kept


def cut_out(text: Letters, stretches: list[tuple[int, int]]) -> Letters:
    """Drop every letter that came from one of the stretches."""
    gone = {at for start, end in stretches for at in range(start, end)}
    return [letter for letter in text if letter.origin not in gone]


def passages(source: Source, chance: random.Random, number: int) -> list[tuple[int, int]]:
    """Return passages as people mark them: words, phrases, sentences, sometimes more than one paragraph."""
    words = [m.span() for m in re.finditer(r"\S+", source.text)]
    found = []
    for _ in range(number):
        first = chance.randrange(len(words))
        last = min(len(words) - 1, first + chance.choice((0, 1, 2, 3, 4, 6, 8, 12, 18, 30)))
        found.append((words[first][0], words[last][1]))
    return found


def gold(source: Source, new: Letters, spans: list[tuple[str, tuple[int, int]]]) -> list[Gold]:
    """Return where each passage is; none for a passage of which neither enough nor nothing is left.

    An edited passage is one that kept 70 % of its letters within 1.6 times its length; a deleted one kept no letter.
    A deleted passage of which another edit put a copy where it stood is there: it is the same text again.
    """
    version = _string(new)
    where: dict[int, int] = {letter.origin: at for at, letter in reversed(list(enumerate(new)))}
    ends: dict[int, int] = {letter.origin: at + 1 for at, letter in enumerate(new)}
    found = []
    for kind, (start, end) in spans:
        letters = [at for at in range(start, end) if source.text[at].isalnum()]
        kept = [at for at in letters if at in where]
        if letters and not kept:
            found.append(Gold(kind, start, end, _put_back(source, new, version, start, end)))
        if not letters or len(kept) < 0.7 * len(letters):
            continue
        low, high = where[kept[0]], ends[kept[-1]]
        whole = len(kept) == len(letters) and all(
            start <= letter.origin < end for letter in new[low:high] if letter.sign.isalnum()
        )
        if any(where[one] > where[other] for one, other in pairwise(kept)):
            continue
        if whole and low - (end - start) <= where.get(start, -1):
            low = min(low, where[start])
        if whole and end - 1 in ends and ends[end - 1] <= high + end - start:
            high = max(high, ends[end - 1])
        if high - low <= 1.6 * (end - start) + 3:
            found.append(Gold(kind if whole else f"{kind} (edited)", start, end, (low, high)))
    return found


def _put_back(source: Source, new: Letters, version: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a copy of a deleted passage stands between the very characters, all that a target knows, it left."""
    first, last = max(0, start - KNOWN), min(len(source.text), end + KNOWN)
    at = version.find(source.text[first:last])
    if at < 0 or new[at].origin != first or new[at + last - first - 1].origin != last - 1:
        return None
    return at + start - first, at + end - first
