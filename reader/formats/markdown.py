"""Markdown: CommonMark with tables, footnotes and front matter, as blocks and marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.document.model import Article, Metadata
from reader.formats import plain_text
from reader.formats.assemble import Known, assemble
from reader.formats.builder import Builder
from reader.formats.encodings import Decoded, decode
from reader.formats.flow import Flow, Surroundings
from reader.formats.xml_events import parse_html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from reader.formats.hints import Hints, Watch

IMPORTER = "markdown/1"

_LARGEST = 16_000_000
_DEEPEST = 80
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_][\w-]*)\s*:\s*(.*)")
_HEADING_NAME = re.compile(r"\s*\{#([^}\s]+)\}\s*$")
_TOO_DEEP = re.compile(r"^(?:[ \t]*[>*+-]){80}|^(?: {160}|\t{80})", re.MULTILINE)
_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_NOTE_NAME = re.compile(r"\[\^([^\]\s]{1,80})\]")


def read(data: bytes, hints: Hints, watch: Watch) -> Article:
    """Return the article of a Markdown text; what is nested too deep or too large is read as plain text."""
    decoded = decode(data, hints, watch.part(0.0, 0.1))
    match = _FRONT_MATTER.match(decoded.text)
    if match and not _FIELD.search(match.group(1)):
        match = None
    body = decoded.text[match.end() :] if match else decoded.text
    if len(body) > _LARGEST or _TOO_DEEP.search(body):
        return _as_plain_text(decoded, hints, watch)
    try:
        tokens = _parser().parse(body)
    except RecursionError:
        return _as_plain_text(decoded, hints, watch)
    fields = _fields(match.group(1)) if match else {}
    builder = Builder()
    _Rendering(builder, watch.part(0.5, 0.9)).take(tokens)
    title = fields.get("title", "") or _first_title(tokens)
    about = Metadata(
        title=title,
        author=fields.get("author", ""),
        translator=fields.get("translator", ""),
        editor=fields.get("editor", ""),
        publisher=fields.get("publisher", ""),
        published=fields.get("date", ""),
        url=next((fields[key] for key in ("url", "source") if _ADDRESS.match(fields.get(key, ""))), ""),
    )
    language, direction = fields.get("lang", ""), fields.get("dir", "") or fields.get("direction", "")
    known = Known(IMPORTER, decoded.encoding, about, language, direction, decoded.decisions, decoded.warnings)
    return assemble(builder.finish(), known, hints)


def _as_plain_text(decoded: Decoded, hints: Hints, watch: Watch) -> Article:
    decision = "The Markdown is too large or nested too deep and was read as plain text."
    decoded = Decoded(decoded.text, decoded.encoding, (*decoded.decisions, decision), decoded.warnings)
    return plain_text.article(decoded, hints, watch)


def _fields(front: str) -> dict[str, str]:
    """Return the plain values of the front matter; lists and nested values are passed over."""
    fields: dict[str, str] = {}
    for line in front.split("\n"):
        match = _FIELD.fullmatch(line.rstrip())
        if match:
            value = match.group(2).strip()
            if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]:
                value = value[1:-1].replace('\\"', '"').replace("''", "'")
            if not value.startswith(("[", "{", "|", ">")):
                fields.setdefault(match.group(1).lower(), value)
    return fields


def _first_title(tokens: list[Token]) -> str:
    for place, token in enumerate(tokens[:-1]):
        if token.type == "heading_open" and token.tag == "h1":
            inline = tokens[place + 1]
            return " ".join(_HEADING_NAME.sub("", _plain(inline)).split())
    return ""


def _plain(inline: Token) -> str:
    return "".join(child.content or " " for child in inline.children or [] if child.nesting == 0)


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST + 20}).enable(["table", "strikethrough"])
    parser.validateLink = bool  # type: ignore[method-assign, assignment] # judged where it becomes a mark
    parser.block.ruler.before("reference", "note", _note_block, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.after("image", "note_reference", _note_reference)
    return parser


def _note_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read ``[^name]: text``, with the lines that are indented below it."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    match = _NOTE_NAME.match(state.src, start, state.eMarks[start_line])
    if match is None or state.src[match.end() : match.end() + 1] != ":":
        return False
    if silent:
        return True
    last = start_line + 1
    while last < end_line and (state.isEmpty(last) or state.sCount[last] >= 2):
        last += 1
    while last > start_line + 1 and state.isEmpty(last - 1):
        last -= 1
    lines = [state.src[match.end() + 1 : state.eMarks[start_line]].strip()]
    lines += [state.getLines(line, line + 1, 4, False).rstrip("\n") for line in range(start_line + 1, last)]
    opening = state.push("note_open", "aside", 1)
    opening.meta = {"name": match.group(1)}
    state.md.block.parse("\n".join(lines), state.md, state.env, state.tokens)
    state.push("note_close", "aside", -1)
    state.line = last
    return True


def _note_reference(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[":
        return False
    match = _NOTE_NAME.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("note_reference", "", 0)
        token.content = match.group(1)
    state.pos = match.end()
    return True


class _Rendering:
    """Sends tokens through the flow that web pages take."""

    def __init__(self, builder: Builder, watch: Watch) -> None:
        self._watch = watch
        self._flow = Flow(
            builder,
            Surroundings(link=self._link, picture=lambda _: None, name=lambda identifier: identifier),
        )

    def take(self, tokens: list[Token]) -> None:
        """Send all of ``tokens``."""
        for count, token in enumerate(tokens):
            if count % 1000 == 0:
                self._watch.step(count / len(tokens))
            if token.type == "inline":
                name = (
                    _HEADING_NAME.search(token.content) if count and tokens[count - 1].type == "heading_open" else None
                )
                self._inline(token.children or [], name is not None)
            else:
                self._block(token, tokens, count)
        self._flow.finish()

    def _block(self, token: Token, tokens: list[Token], place: int) -> None:
        if token.hidden:
            return
        if token.nesting == 1:
            self._flow.start(token.tag, self._attributes(token, tokens, place))
        elif token.nesting == -1:
            self._flow.end(token.tag)
        elif token.type in {"fence", "code_block"}:
            self._element("pre", token.content, {})
        elif token.type == "hr":
            self._flow.start("hr", {})
        elif token.type == "html_block":
            parse_html(token.content, self._flow, self._watch)

    def _attributes(self, token: Token, tokens: list[Token], place: int) -> Mapping[str, str]:
        if token.type == "note_open":
            return {"role": "doc-footnote", "id": f"fn-{token.meta['name']}"}
        if token.type == "heading_open":
            text = tokens[place + 1].content
            name = _HEADING_NAME.search(text)
            return {"id": name.group(1) if name else _slug(text)}
        return {key: str(value) for key, value in token.attrs.items()}

    def _inline(self, children: list[Token], is_named: bool) -> None:
        for child in children:
            attributes = {key: str(value) for key, value in child.attrs.items()}
            if child.type == "note_reference":
                self._element("a", child.content, {"href": f"#fn-{child.content}", "role": "doc-noteref"})
            elif child.type == "code_inline":
                self._element("code", child.content, {})
            elif child.type == "hardbreak" or (child.type == "html_inline" and child.content.lower().startswith("<br")):
                self._flow.start("br", {})
            elif child.nesting == 1:
                self._flow.start(child.tag, attributes)
            elif child.nesting == -1:
                self._flow.end(child.tag)
            elif child.type in {"text", "softbreak"}:
                text = child.content or "\n"
                self._flow.data(_HEADING_NAME.sub("", text) if is_named else text)

    def _element(self, tag: str, text: str, attributes: Mapping[str, str]) -> None:
        self._flow.start(tag, attributes)
        self._flow.data(text)
        self._flow.end(tag)

    @staticmethod
    def _link(address: str) -> str:
        from urllib.parse import unquote

        if address.startswith("#") and len(address) > 1:
            return unquote(address)
        return address if _ADDRESS.match(address) else ""


def _slug(text: str) -> str:
    """Return the name that links use for a heading: lower case, dashes for spaces, no punctuation."""
    return re.sub(r"[^\w\s-]", "", text.strip().lower()).replace(" ", "-")
