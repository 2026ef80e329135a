"""Plain text: the file's own text, with title, dateline, paragraphs, verse, notes and tail found as spans over it."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING

from reader.document.model import Article, Block, BlockKind, Mark, MarkKind, Metadata
from reader.formats import plain_notes
from reader.formats.encodings import Decoded, decode
from reader.formats.language import direction_of, language_of
from reader.formats.plain_notes import begins_note, is_rule
from reader.formats.verse import are_hemistichs, divider, is_couplet, is_poem, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.formats.hints import Hints, Watch

IMPORTER = "text/1"

Span = tuple[int, int]

_ENDS = '.!?؟۔:»”"׃'
_TITLE_LENGTH = 120
_NOT_A_TITLE = (".", ",", ";", ":", "،", "؛", "۔", "…", "|")
_DATELINES = (
    re.compile(r"[^\n|.،:]{2,40}[-–—][^\n|.:]{2,40}\|(?=\s*\S)"),
    re.compile(r"[^\n|.،:()]{2,30}\s*\([^)\n]{2,30}\)\s*[-–—]+(?=\s+\S)"),
)
_TAIL = re.compile(
    r"(?:[إا]قر[أا] [أا]يض[اًا]{1,2}|اترك (?:رد|تعليق)|شارك(?:ها)? (?:هذا|المقال|على)|مواضيع ذات صلة|مقالات ذات صلة|"
    r"لن يتم نشر عنوان بريدك|كلمات مفتاحية|دیدگاه(?:تان را| خود را)|مطالب مرتبط|כתבות נוספות|השארת תגובה|כתיבת תגובה|"
    r"متعلقہ خبریں|Leave a (?:Reply|Comment)|Related (?:Articles|Posts))",
    re.IGNORECASE,
)
_TAIL_SHARE = 0.6
_LONGEST_TAIL = 40
_STEP = 4096
_LONGEST_GROUP = 8192  # an even number, so that couplets stay together


def read(data: bytes, hints: Hints, watch: Watch) -> Article:
    """Return the article of a plain text file; its text is the file's own, newlines apart."""
    return article(decode(data, hints, watch.part(0.0, 0.3)), hints, watch.part(0.3, 1.0))


def article(decoded: Decoded, hints: Hints, watch: Watch) -> Article:
    """Return the article of a decoded plain text."""
    text = decoded.text
    direction = direction_of(text)
    paragraphs = _Paragraphs(text, watch)
    return Article(
        text=text,
        blocks=tuple(paragraphs.blocks),
        marks=tuple(sorted(paragraphs.marks, key=lambda mark: mark.start)),
        metadata=Metadata(title=paragraphs.title, url=hints.url),
        language=hints.language or language_of(text),
        direction=direction,
        importer=IMPORTER,
        encoding=decoded.encoding,
        decisions=decoded.decisions,
        warnings=decoded.warnings,
    )


def _lines(text: str, watch: Watch) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, after an empty line) of each line that holds more than spaces, without the spaces round it."""
    position, gap, count = 0, True, 0
    while position < len(text):
        newline = text.find("\n", position)
        end = len(text) if newline < 0 else newline
        start, stop = _stripped(text, position, end)
        if start < stop:
            yield start, stop, gap
            gap = False
        else:
            gap = True
        position = end + 1
        count += 1
        if count % _STEP == 0:
            watch.step(position / len(text))


def _stripped(text: str, start: int, end: int) -> Span:
    line = text[start:end]
    left = len(line) - len(line.lstrip())
    right = len(line.rstrip())
    if left and left < right and unicodedata.combining(line[left]):
        left -= 1  # a mark stays on the space that carries it
    return start + left, start + max(right, left)


def _groups(text: str, watch: Watch) -> Iterator[list[Span]]:
    group: list[Span] = []
    for start, end, gap in _lines(text, watch):
        rule = end - start < 200 and is_rule(text[start:end])
        if (gap or rule or len(group) == _LONGEST_GROUP) and group:
            yield group
            group = []
        if rule:
            yield [(start, end)]
        else:
            group.append((start, end))
    if group:
        yield group


def _first_word(text: str, start: int, end: int) -> int:
    space = text.find(" ", start, end)
    return (end if space < 0 else space) - start


def _is_wrapped(text: str, groups: list[list[Span]]) -> bool:
    """Tell whether paragraphs run over several lines.

    Either nearly no line had room for the next line's first word, or (where vowel signs were taken out after the
    lines had been broken) nearly all are long, and few end as a sentence does.
    """
    pairs = [(line, after) for group in groups[:2000] for line, after in itertools.pairwise(group)]
    if len(pairs) < 3 or len(pairs) > 60 * len(groups):
        return False
    lengths = sorted(end - start for (start, end), _ in pairs)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not 30 <= width <= 140:
        return False
    full = sum(1 for (start, end), after in pairs if end - start + 1 + _first_word(text, *after) > 0.9 * width)
    if full >= 0.75 * len(pairs):
        return True
    long = sum(1 for length in lengths if length >= 0.7 * width)
    ended = sum(1 for (_, end), _ in pairs if text[end - 1] in _ENDS)
    if long >= 0.8 * len(pairs) and ended <= 0.3 * len(pairs):
        return True
    return width >= 50 and long >= 0.6 * len(pairs) and ended <= 0.12 * len(pairs)


def _singles_together(groups: list[list[Span]]) -> list[list[Span]]:
    """Return ``groups`` with lines that stand alone, one after the other, as one group: hemistichs with air between."""
    joined: list[list[Span]] = []
    single = False
    for group in groups:
        if len(group) == 1 and single:
            joined[-1].extend(group)
        else:
            joined.append(list(group))
        single = len(group) == 1 and len(joined[-1]) < _LONGEST_GROUP
    return joined


def _has_couplets(text: str, groups: list[list[Span]]) -> bool:
    """Tell whether most of what stands between empty lines is a couplet."""
    some = groups[1:2000]
    couplets = sum(1 for group in some if is_couplet([text[start:end] for start, end in group[:5]]))
    return couplets >= 2 and couplets > 0.5 * len(some)


def _has_divided_verse(text: str, groups: list[list[Span]]) -> bool:
    """Tell whether lines divided into two hemistichs follow one another somewhere: one alone may be chance."""
    before = False
    for group in groups[:20_000]:
        for start, end in group:
            now = end - start <= 160 and divider(text[start:end]) is not None
            if now and before:
                return True
            before = now
    return False


class _Paragraphs:
    """Blocks, marks and title of one plain text, filled group by group."""

    __slots__ = ("blocks", "body", "couplets", "divided", "marks", "poem", "section", "text", "title", "wrapped")

    def __init__(self, text: str, watch: Watch) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.marks: list[Mark] = []
        self.title = ""
        self.section = 0
        self.body = (0, 0)
        groups = list(_groups(text, watch.part(0.0, 0.6)))
        self.wrapped = _is_wrapped(text, groups)
        self.poem = is_poem([text[start:end] for group in groups[:500] for start, end in group[:200]])
        self.couplets = _has_couplets(text, groups)
        self.divided = _has_divided_verse(text, groups)
        self._take_title(groups)
        if self.poem:
            groups = _singles_together(groups)
        for number, group in enumerate(groups):
            if number % _STEP == 0:
                watch.step(0.6 + 0.4 * number / len(groups))
            self._take(group)
        self._find_tail()

    def _take_title(self, groups: list[list[Span]]) -> None:
        if len(groups) < 2 or len(groups[0]) != 1:
            return
        start, end = groups[0][0]
        line = self.text[start:end]
        if len(line) <= _TITLE_LENGTH and not line.endswith(_NOT_A_TITLE) and any(map(str.isalpha, line)):
            self.title = line.strip("\u200e\u200f\ufeff#*= ")
            self._add(start, end, BlockKind.TITLE)
            del groups[0]

    def _add(self, start: int, end: int, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0) -> None:
        self.blocks.append(Block(start, end, kind, level))

    def _take(self, group: list[Span]) -> None:
        below_rule = bool(self.blocks) and self.blocks[-1].kind in {BlockKind.RULE, BlockKind.FOOTNOTE}
        if below_rule and begins_note(self.text, *group[0]):
            self._take_notes(group)
            return
        strings = [self.text[start:end] for start, end in group]
        if (self.couplets and is_couplet(strings)) or (self.poem and are_hemistichs(strings)):
            self._take_hemistichs(group)
            return
        for first, last, verse in runs(strings):
            if verse:
                self._take_hemistichs(group[first:last])
            elif self.wrapped:
                # level 1 tells that its line breaks are only where the file broke the lines
                self._add(group[first][0], group[last - 1][1], level=int(last - first > 1))
            else:
                self._take_lines(group[first:last])

    def _take_lines(self, group: list[Span]) -> None:
        for start, end in group:
            line = self.text[start:end]
            gap = divider(line) if self.divided else None
            if gap:
                self._add(start, end, BlockKind.VERSE)
                self.marks.append(Mark(start + gap[0], start + gap[1], MarkKind.HEMISTICH_GAP))
            elif is_rule(line):
                self._add(start, end, BlockKind.RULE)
            else:
                self._take_paragraph(start, end)

    def _take_paragraph(self, start: int, end: int) -> None:
        if len(self.blocks) <= 2 and not any(block.kind is BlockKind.DATELINE for block in self.blocks):
            for pattern in _DATELINES:
                match = pattern.match(self.text, start, end)
                if match:
                    self._add(start, match.end(), BlockKind.DATELINE)
                    start, end = _stripped(self.text, match.end(), end)
                    break
        self._add(start, end)

    def _take_hemistichs(self, group: list[Span]) -> None:
        for first in range(0, len(group), 2):
            pair = group[first : first + 2]
            self._add(pair[0][0], pair[-1][1], BlockKind.VERSE)
            if len(pair) == 2:
                self.marks.append(Mark(pair[0][1], pair[1][0], MarkKind.HEMISTICH_GAP))

    def _take_notes(self, group: list[Span]) -> None:
        if self.blocks[-1].kind is BlockKind.RULE:
            self.section += 1
            self.body = (self.body[1], len(self.blocks))
        found = plain_notes.notes(self.text, group)
        above = self.blocks[self.body[0] : self.body[1]]
        self.marks += plain_notes.references(self.text, above, found, self.section)
        self.blocks += [plain_notes.block(note, self.section) for note in found]

    def _find_tail(self) -> None:
        """Mark what a saved page leaves behind its article: links to other articles, the comment form."""
        earliest = max(int(_TAIL_SHARE * len(self.blocks)), len(self.blocks) - _LONGEST_TAIL, 1)
        for index in range(earliest, len(self.blocks)):
            if _TAIL.match(self.text, self.blocks[index].start):
                for place in range(index, len(self.blocks)):
                    block = self.blocks[place]
                    self.blocks[place] = Block(block.start, block.end, BlockKind.BOILERPLATE)
                return
