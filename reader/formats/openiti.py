"""OpenITI mARkdown: headings, verse, printed pages and the metadata of its header; no tag stays in the text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from reader.document.model import Article, Block, BlockKind, LocatorKind, MarkKind, Metadata
from reader.formats.assemble import Known, assemble
from reader.formats.builder import Builder
from reader.formats.encodings import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.formats.hints import Hints, Watch

IMPORTER = "openiti/1"

_HEADER_END = "#META#Header#End#"
_PAGE = re.compile(r"Page(?:V([0-9]+))?P([0-9]+[A-Za-z]?)|PageBeg[A-Z0-9]*|PageEnd[A-Z0-9]*")
_MILESTONE = re.compile(r"\bms[A-Z]?[0-9]+\b")
_TAGS = re.compile(
    r"@[A-Z]{3}@[A-Z]{3,}@[A-Za-z]+@(?:[-0-9@A-Za-z+]+@)?|@(?:P|T|S|TT|SRC|TR|QUR|BIO)?[0-9]{2}\b|"
    r"@[YAQB]{1,2}[BDY]?[0-9X]{2,4}\b|#\$#FROM|#\$#TO|@QB@|@QE@|@HUKM|@ISNAD|@MATN|@[A-Z]+_[A-Z_]+\b"
)
_HEADING = re.compile(r"### (\|+|\$+|@|\|EDITOR\||\|PARATEXT\|)[ \t]*(.*)")
_BARE_HEADING = re.compile(r"# (\|+) (.*)")
_DICTIONARY = re.compile(r"(?:DIC|BIO|CHR)_[A-Z]+\$?")
_FIELD = re.compile(r"#META#\s*(?:[0-9]+\.)?\s*([^:]+?)\s*:+\s*(.*)")
_FIELDS = {
    "title": ("BookTITLE", "BookTitle", "BOOK_TITLE", "الكتاب", "title"),
    "author": ("AuthorNAME", "AuthorNam", "AUTHOR_NAME", "المؤلف", "author"),
    "editor": ("EditorNAME", "EdEDITOR", "EditorNam", "المحقق", "EDITOR", "تحقيق"),
    "translator": ("TranslNam", "المترجم"),
    "publisher": ("EdPUBLISHER", "الناشر", "PUBLISHER"),
    "place": ("EdPLACE", "PLACE"),
    "edition": ("EdNUMBER", "الطبعة", "EDITION"),
    "volumes": ("EdVOLUMES", "عدد الأجزاء", "BookVOLS", "VOLUMES"),
    "year": ("EdYEAR", "سنة النشر", "YEAR"),
}
_NOTHING = frozenset({"", "none", "nodata", "notgiven", "norecord", "nan", "null", "nocode", "-"})


def read(data: bytes, hints: Hints, watch: Watch) -> Article:
    """Return the article of an OpenITI text; a page tag closes its page, so a page begins where the last one ended."""
    decoded = decode(data, hints, watch.part(0.0, 0.2))
    head, found, body = decoded.text.partition(_HEADER_END)
    if not found:
        head, body = "", decoded.text.split("\n", 1)[-1]
    builder = Builder()
    _Body(builder, watch.part(0.2, 0.9)).take(body)
    known = Known(IMPORTER, decoded.encoding, _metadata(head), "", "", decoded.decisions, decoded.warnings)
    return assemble(builder.finish(), known, hints)


def _metadata(head: str) -> Metadata:
    values: dict[str, str] = dict(_json_fields(head))
    for line in head.split("\n"):
        match = _FIELD.match(line)
        if match:
            values.setdefault(match.group(1).strip(), match.group(2).strip())
    lowered = {key.split(".")[-1].strip().lower(): value for key, value in values.items()}
    fields: dict[str, str] = {}
    for name, keys in _FIELDS.items():
        for key in keys:
            value = lowered.get(key.lower(), "").split(" :: ")[0].strip()
            if value.lower() not in _NOTHING:
                fields[name] = value
                break
    if fields.get("year"):
        fields["calendar"] = "hijri" if int("0" + re.sub(r"\D", "", fields["year"])[:4]) < 1500 else "gregorian"
    return Metadata(**fields)


def _json_fields(head: str) -> Iterator[tuple[str, str]]:
    start, end = head.find("{"), head.rfind("}")
    if start < 0 or end < start:
        return
    try:
        values = json.loads(head[start : end + 1])
    except ValueError:
        return
    if isinstance(values, dict):
        for key, value in values.items():
            if isinstance(value, str):
                yield key, value


class _Body:
    """Reads the lines after the header into a builder."""

    __slots__ = ("_builder", "_page_start", "_paragraph", "_watch")

    def __init__(self, builder: Builder, watch: Watch) -> None:
        self._builder = builder
        self._watch = watch
        self._page_start = 0
        self._paragraph = False

    def take(self, body: str) -> None:
        """Read all of ``body``."""
        position = 0
        count = 0
        while position <= len(body):
            newline = body.find("\n", position)
            end = len(body) if newline < 0 else newline
            self._line(body[position:end])
            position = end + 1
            count += 1
            if count % 4096 == 0:
                self._watch.step(min(position / max(len(body), 1), 1.0))
        self._builder.close()

    def _line(self, line: str) -> None:
        line = line.strip()
        if not line:
            self._builder.close()
            self._paragraph = False
        elif line.startswith("~~"):
            self._running(" " + line[2:])
        elif line.startswith("### ") or _BARE_HEADING.match(line):
            self._heading(line)
        elif line.startswith("# "):
            self._builder.close()
            self._text(line[2:])
        elif line.startswith("#") and re.match(r"#[A-Z~]+[^ ]*\s*$", line):
            self._builder.close()
        else:
            self._text(line) if not self._builder.is_open else self._running(" " + line)

    def _heading(self, line: str) -> None:
        self._builder.close()
        match = _HEADING.match(line) or _BARE_HEADING.match(line)
        if match is None:
            self._text(line.lstrip("# "))
            return
        sign, text = match.group(1), _DICTIONARY.sub("", match.group(2))
        if sign.strip("|") == "":
            self._builder.open(Block(0, 0, BlockKind.HEADING, min(len(sign), 6)))
            self._running(text)
            self._builder.close()
        else:
            self._text(text)

    def _text(self, text: str) -> None:
        if "%~%" in text:
            self._verse(text)
        else:
            self._running(text)

    def _verse(self, text: str) -> None:
        self._builder.close()
        first, _, second = text.partition("%~%")
        self._builder.open(Block(0, 0, BlockKind.VERSE))
        self._running(first.rstrip())
        start = self._builder.length
        self._builder.break_line()
        self._running(second.replace("%~%", " "))
        self._builder.close()
        if self._builder.length > start + 1:
            self._builder.add_mark(start, start + 1, MarkKind.HEMISTICH_GAP)

    def _running(self, text: str) -> None:
        position = 0
        for match in _PAGE.finditer(text):
            self._builder.write(_clean(text[position : match.start()]))
            position = match.end()
            if match.group(2):
                self._end_page(match.group(1), match.group(2))
        self._builder.write(_clean(text[position:]))

    def _end_page(self, volume: str | None, page: str) -> None:
        number = page.lstrip("0") or "0"
        label = f"{int(volume)}:{number}" if volume and int(volume) else number
        if number != "0":
            self._builder.locate_at(self._page_start, LocatorKind.PAGE, label)
        self._page_start = self._builder.length


def _clean(text: str) -> str:
    return _TAGS.sub("", _MILESTONE.sub("", text))
