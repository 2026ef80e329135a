"""A folded query as a pattern over the source text: letter classes, and between them what folding drops.

That finds the same as searching a folded copy, with exact offsets and without the copy. Two things no such pattern can
say: characters that fold to several (ligatures, ß), and rules that look at neighbours beyond a hamza written apart; the
text around those is folded after all (``text.find``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.text.classes import ARABIC_MARKS, SMALL_LETTERS
from reader.text.fold import fold_query
from reader.text.folded import APART
from reader.text.rewrite import letters_with_hamza
from reader.text.spacing import spellings
from reader.text.tables import PHRASES, table_for

if TYPE_CHECKING:
    from reader.text.folding import Folding


_WORDLY = f"[^\\W_{SMALL_LETTERS}]"
"""Characters beside which no word begins or ends, whatever lies beyond."""
_LONGEST = 64
"""Letters of a query that is made a pattern."""


@dataclass(frozen=True, slots=True)
class Needle:
    """A query made ready: its folded forms (a phrase may be one sign, ﷺ), and the patterns that find them."""

    forms: tuple[str, ...]
    plain: re.Pattern[str] | None
    """For text without a hamza written apart; None for a query so long that folding the text is quicker."""
    apart: re.Pattern[str] | None
    """For text with one; None where that makes no difference."""
    signs: str
    """The signs of a hamza or madda written apart."""
    several: re.Pattern[str] | None
    """What folds to several characters of which some are in the query; None when nothing does."""
    dropped: re.Pattern[str]
    """A run of what folding drops."""
    overlapping: bool
    """Whether a hit may begin inside another: a form ends as one begins."""


@lru_cache(maxsize=128)
def needle_for(query: str, folding: Folding, *, begins: bool = False, ends: bool = False) -> Needle | None:
    """Return the needle of ``query``, or None for one that folds to nothing.

    With ``begins`` and ``ends`` the patterns already leave out most places that do not begin or end a word.
    """
    forms = _forms(query, folding)
    if not forms:
        return None
    signs = letters_with_hamza(folding)
    letters = set("".join(forms))
    short = max(map(len, forms)) <= _LONGEST
    several = [
        chr(code) for code, folded in table_for(folding).items() if len(folded) > 1 and not letters.isdisjoint(folded)
    ]
    return Needle(
        forms=forms,
        plain=_compiled(forms, folding, {}, begins=begins, ends=ends) if short else None,
        apart=_compiled(forms, folding, signs, begins=begins, ends=ends) if short and signs else None,
        signs="".join(signs),
        several=re.compile(f"[{re.escape(''.join(several))}]") if several else None,
        dropped=re.compile(f"{_dropped(folding)[0]}*+" if _dropped(folding)[0] else ""),
        overlapping=any(
            one.endswith(other[:length]) for one in forms for other in forms for length in range(1, len(one))
        ),
    )


def _forms(query: str, folding: Folding) -> tuple[str, ...]:
    """Return what to look for: the folded query, and what is another way to write the same.

    A phrase may be one sign, a sign its phrase, and Persian affixes stand joined or apart.
    """
    folded = fold_query(query, folding)
    forms = [fold_query(spelling, folding) for spelling in spellings(query)] if folding.affixes else [folded]
    for sign, phrase in PHRASES.items():
        spelled = fold_query(phrase, folding)
        if sign in folded:
            forms.append(folded.replace(sign, spelled))
        elif spelled in folded:
            forms.append(folded.replace(spelled, sign))
    return tuple(dict.fromkeys(form for form in forms if form))


def _compiled(
    forms: tuple[str, ...], folding: Folding, signs: dict[str, dict[str, str]], *, begins: bool, ends: bool
) -> re.Pattern[str]:
    """Return the pattern that finds any of ``forms``.

    It begins with a class, of all that may come first: only by that ``re`` runs quickly through a text. Letters and
    what is dropped are disjoint, so nothing is ever tried twice.
    """
    dropped, after = _dropped(folding)
    between = f"{dropped}*+" if dropped else ""
    starts = ""
    patterns: list[str] = []
    for form in forms:
        letters = [_letter(letter, folding, signs) for letter in form]
        first, then = letters[0]
        starts += first
        pattern = f"(?<={_class(first)})" if len(forms) > 1 else ""
        if begins and form[0].isalnum():
            pattern += f"(?<!{_WORDLY}.)"
        pattern += between.join((then, *(_class(one) + rest for one, rest in letters[1:])))
        pattern += f"{after}*+" if after else ""
        if ends and form[-1].isalnum():
            pattern += f"(?!{_WORDLY})"
        patterns.append(pattern)
    return re.compile(f"{_class(starts)}(?:{'|'.join(patterns)})", re.DOTALL)


@lru_cache(maxsize=64)
def _dropped(folding: Folding) -> tuple[str, str]:
    """Return the class of what folding drops, and of what of it still belongs to the letter before."""
    dropped = [chr(code) for code, folded in table_for(folding).items() if folded == ""]
    after = [character for character in dropped if character not in APART]
    return _class(dropped), _class(after)


@lru_cache(maxsize=64)
def _sources(folding: Folding) -> dict[str, str]:
    """Return for each folded character the other characters that fold to it alone."""
    sources: dict[str, str] = {}
    for code, folded in table_for(folding).items():
        if len(folded) == 1:
            sources[folded] = sources.get(folded, "") + chr(code)
    return sources


def _letter(letter: str, folding: Folding, signs: dict[str, dict[str, str]]) -> tuple[str, str]:
    """Return the characters with which what folds to ``letter`` begins, and the pattern of what must follow them.

    A letter that is another one with a sign after its marks counts by what it is with the sign.
    """
    table = table_for(folding)
    alone = _sources(folding).get(letter, "") + ("" if ord(letter) in table else letter)
    composed: list[tuple[str, str]] = []
    bases: dict[str, str] = {}
    for sign, letters in signs.items():
        for base, whole in letters.items():
            bases[base] = bases.get(base, "") + sign
            if table.get(ord(whole), whole) == letter:
                composed.append((base, sign))
    tests: list[str] = []
    simple = "".join(character for character in alone if character not in bases)
    if simple:
        tests.append(f"(?<={_class(simple)})")
    # At most 16 marks on, and only the first sign, as in ``text.rewrite``.
    tests += [f"(?<={base})(?![{ARABIC_MARKS}]{{0,15}}?[{bases[base]}])" for base in alone if base in bases]
    tests += [f"(?<={base})(?:(?![{bases[base]}])[{ARABIC_MARKS}]){{0,15}}{sign}" for base, sign in composed]
    first = alone + "".join(base for base, _ in composed)
    return first, "" if len(tests) == 1 and simple else f"(?:{'|'.join(tests)})"


def _class(characters: str | list[str]) -> str:
    """Return the class of these characters, as ranges; an empty string for none, the character itself for one."""
    codes = sorted({ord(character) for character in characters})
    if len(codes) < 2:
        return "".join(re.escape(chr(code)) for code in codes)
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    body = "".join(
        re.escape(chr(first)) + (f"-{re.escape(chr(last))}" if last > first else "") for first, last in ranges
    )
    return f"[{body}]"
