"""What careless programs did to a text, undone and told: presentation forms, visual order, controls without a pair.

Every repair is a decision that the article keeps; ``Hints.as_is`` reads the file again without any. Joiners (ZWNJ, ZWJ)
and direction marks (RLM, which older Persian texts have as half-space) belong to the spelling and stay.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.formats.rewrite import Edit, rewrite
from reader.formats.scan import holds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.document.model import Article
    from reader.formats.hints import Hints, Watch

_FORMS = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufe70-\ufefc]")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]")
_LATE = frozenset("ةىםןץףך")
_WORD = re.compile("[\u05d0-\u05ea\u0620-\u064a\u064b-\u0652]{3,}")
_OPENERS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
_ISOLATES = frozenset("\u2066\u2067\u2068")
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDES = re.compile("\u202e[^\u202c\n]*[A-Za-z]|\u202d[^\u202c\n]*[\u05d0-\u05ea\u0620-\u064a\u0671-\u06d3]")
_DEEPEST = 60
_SAMPLE = 200_000
_LTR_RUN = re.compile(
    r"[A-Za-z0-9٠-٩۰-۹\u00c0-\u024f](?:[A-Za-z0-9٠-٩۰-۹\u00c0-\u024f .,:/@_'’&%+-]*[A-Za-z0-9٠-٩۰-۹\u00c0-\u024f%])?"
)
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_STEP = 4096
_PIECE = 65_536
"""Code points that are looked at in one go: other threads and a wish to stop wait for no more."""


def cleaned(article: Article, hints: Hints, watch: Watch) -> Article:
    """Return ``article`` with what can be repaired repaired, each kind told in its decisions."""
    if hints.as_is:
        return article
    text = article.text
    decisions: list[str] = []
    has_forms = holds(_FORMS, text)
    if has_forms:
        article = _without_forms(article, decisions, watch)
    elif article.importer.startswith("text") and is_visual(text):
        article = rewrite(article, [Edit(start, end, from_visual(text[start:end])) for start, end in _lines(text)])
        decisions.append("The lines were stored as they look, from left to right; they were turned to reading order.")
    article = _without_lone_controls(article, decisions)
    warnings = article.warnings
    if holds(_OVERRIDES, article.text):
        warnings += ("The text holds signs that force a direction; words round them may not be what they seem.",)
    return replace(article, decisions=(*article.decisions, *decisions), warnings=warnings)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    while position <= len(text):
        newline = text.find("\n", position)
        end = len(text) if newline < 0 else newline
        if end > position:
            yield position, end
        position = end + 1


def is_visual(text: str) -> bool:
    """Tell whether words begin with letters that only end words (ة, ى, Hebrew final letters): lines stored as seen."""
    begins = ends = 0
    for match in _WORD.finditer(text[:_SAMPLE]):
        word = match.group()
        begins += word[0] in _LATE
        ends += word[-1] in _LATE
    return begins >= 4 and begins > 4 * ends


def from_visual(line: str) -> str:
    """Return a line that is stored from left to right as it looks in the order in which it is read."""
    turned = line[::-1]
    if not _marks_come_first(turned):
        turned = _marks_behind(turned)
    if _opens_backwards(turned):
        turned = turned.translate(_MIRRORED)
    return _LTR_RUN.sub(lambda match: match.group()[::-1], turned)


def _opens_backwards(turned: str) -> bool:
    """Tell whether brackets close before they open: some programs stored the mirrored sign, others did not."""
    first = re.search(r"[()\[\]«»]", turned)
    return first is not None and first.group() in ")]»"


def _marks_come_first(turned: str) -> bool:
    """Tell whether marks already stand behind their letters in ``turned``: none stands at the start of a word."""
    return not re.search(r"(?:^|\s)[\u064b-\u0652\u0591-\u05c7]", turned)


def _marks_behind(turned: str) -> str:
    return re.sub(r"([\u064b-\u0652\u0591-\u05c7]+)(\w)", lambda match: match.group(2) + match.group(1)[::-1], turned)


def _without_forms(article: Article, decisions: list[str], watch: Watch) -> Article:
    """Write letters for the shapes of letters, in the lines that are made of shapes; turn those that run backwards."""
    edits: list[Edit] = []
    turned = 0
    for count, (start, end) in enumerate(_lines(article.text)):
        if count % _STEP == 0:
            watch.step(min(start / len(article.text), 1.0))
        line = article.text[start:end]
        if _count(_FORMS, line, 3) < 3 or _count(_FORMS, line) < _count(_ARABIC, line):
            continue
        backwards = runs_backwards(line)
        turned += backwards
        edits.append(Edit(start, end, letters_of(from_visual(line) if backwards else line)))
    if edits:
        decisions.append(f"{len(edits)} lines held shapes of letters instead of letters; the letters were written.")
    if turned:
        decisions.append(
            f"{turned} lines were stored as they look, from left to right; they were turned to reading order."
        )
    return rewrite(article, edits)


def _count(pattern: re.Pattern[str], line: str, enough: int = 0) -> int:
    """Return how often a pattern of one character stands in a line, which may be a whole book; stop at ``enough``."""
    found = 0
    for start in range(0, len(line), _PIECE):
        piece = line[start : start + _PIECE]
        found += len(piece) - len(pattern.sub("", piece))
        if 0 < enough <= found:
            break
    return found


def letters_of(text: str) -> str:
    """Return ``text`` with the letters that presentation forms stand for; words that are one sign (ﷺ) stay."""
    return _FORMS.sub(lambda match: _letter(match.group()), text)


def _letter(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign)
    return plain.lstrip(" ") or plain  # isolated vowel signs decompose to a space and the sign


def runs_backwards(line: str) -> bool:
    """Tell by initial and final shapes whether a line of presentation forms is stored from left to right."""
    forwards = backwards = 0
    before = ""
    for character in line:
        shape = unicodedata.decomposition(character).partition(" ")[0]
        if shape in {"<initial>", "<medial>", "<final>"}:
            joins_on = before in {"<initial>", "<medial>"} and shape in {"<medial>", "<final>"}
            joins_back = before in {"<final>", "<medial>"} and shape in {"<medial>", "<initial>"}
            forwards += joins_on and not joins_back
            backwards += joins_back and not joins_on
        if not unicodedata.combining(character):
            before = shape
    return backwards > forwards


def _without_lone_controls(article: Article, decisions: list[str]) -> Article:
    if not holds(_CONTROLS, article.text):
        return article
    edits: list[Edit] = []
    for start, end in _lines(article.text):
        if _CONTROLS.search(article.text, start, end):
            edits += [Edit(start + place, start + place + 1, "") for place in _lone(article.text[start:end])]
    if edits:
        decisions.append(f"{len(edits)} direction controls that had no pair, or were nested too deep, were taken out.")
    return rewrite(article, edits)


def _lone(line: str) -> Sequence[int]:
    """Return the places of embeddings and isolates of ``line`` that are not closed, of ends that close nothing."""
    lone: list[int] = []
    opened: list[int] = []
    for match in _CONTROLS.finditer(line):
        place, control = match.start(), match.group()
        if control in _OPENERS or control in _ISOLATES:
            opened.append(place)
            continue
        kind = _ISOLATES if control == "\u2069" else _OPENERS
        if opened and line[opened[-1]] in kind:
            opener = opened.pop()
            if len(opened) >= _DEEPEST:
                lone += (opener, place)
        else:
            lone.append(place)
    return sorted(lone + opened)
