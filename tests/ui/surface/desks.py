"""A desk over an article in memory, and articles and annotations made in a line."""

from __future__ import annotations

from bisect import bisect_right

from reader.annotation.model import Annotation, Colour, Placement, Style, Target
from reader.document.model import Article, Block, BlockKind, Direction


class MemoryDesk:
    """What the surface asks of a desk, answered from an article in memory."""

    def __init__(self, article: Article, annotations=()):
        self._article = article
        self._starts = [block.start for block in article.blocks]
        self.id = "article"
        self.length = len(article.text)
        self.direction, self.language = article.direction, article.language
        self.version = 1
        self.block_count = len(article.blocks)
        self.position = 0
        self.annotations = sorted(annotations, key=lambda a: (a.placement.start, a.placement.end, a.id))

    def block(self, index):
        return self._article.blocks[index]

    def block_at(self, offset):
        return max(0, bisect_right(self._starts, offset) - 1)

    def text(self, start, end):
        return self._article.text[max(0, start) : end]

    def marks(self, start, end):
        return [m for m in self._article.marks if m.start < end and m.end > start]

    def directions(self):
        return {}

    def locators(self):
        return self._article.locators

    def resource(self, name):
        return next((r.data for r in self._article.resources if r.name == name), None)

    def annotations_in(self, start, end):
        return [a for a in self.annotations if a.placement.start < end and a.placement.end > start]


def article_of(*paragraphs, direction=Direction.RTL, language="ar", marks=(), **kinds):
    """Return an article of paragraphs, each a text or a (text, kind or Block fields) pair."""
    text, blocks = "", []
    for paragraph in paragraphs:
        body, fields = paragraph if isinstance(paragraph, tuple) else (paragraph, {})
        fields = {"kind": fields} if isinstance(fields, BlockKind) else dict(fields)
        if text:
            text += "\n"
        blocks.append(Block(len(text), len(text) + len(body), **fields))
        text += body
    return Article(text, tuple(blocks), marks=tuple(marks), direction=direction, language=language, **kinds)


def seed_article(text):
    """Return the seed cut as its importer cuts it: title, dateline and paragraphs."""
    blocks, at = [], 0
    for number, part in enumerate(text.split("\n\n")):
        kind = BlockKind.TITLE if number == 0 else BlockKind.PARAGRAPH
        blocks.append(Block(at, at + len(part.rstrip("\n")), kind))
        at += len(part) + 2
    return Article(text, tuple(blocks), language="ar")


def highlight(number, start, end, colour=Colour.YELLOW, style=Style.BACKGROUND, note=""):
    """Return an annotation in memory."""
    target = Target(start, end, "")
    return Annotation(f"{number:08}", "article", target, Placement(start, end), colour, style, note)
