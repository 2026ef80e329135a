"""Markdown: blocks, marks, footnotes and front matter."""

from __future__ import annotations

import html
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from reader.document.model import Article, BlockKind, MarkKind
from reader.errors import CancelledError, FormatError
from reader.formats import Hints, Watch, read
from reader.formats import markdown as markdown_format

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """---
title: "عنوان المقال"
author: كاتب
lang: ar
source: https://x.example/a
tags: [a, b]
---
# عنوان المقال {#top}

فقرة **غامقة** و`كود` مع [رابط](https://a.example "t") وحاشية[^1] وسطر\\
ثان
ثالث ~~محذوف~~ [إلى القسم](#قسم-ثان) [لا](file:///etc/passwd).

- أول
  1. داخل

> اقتباس

| أ | ب |
|---|---|
| ج | د |

```py
x = 1
  y = 2
```

<div dir="rtl">

نص داخل div

</div>

## قسم ثان

[^1]: نص الحاشية
    تتمة.
"""


def markdown(text: str) -> Article:
    return read(text.encode(), Hints(name="a.md"))


def test_blocks() -> None:
    article = markdown(TEXT)
    assert [(block.kind, article.text[block.start : block.end]) for block in article.blocks] == [
        (BlockKind.TITLE, "عنوان المقال"),
        (BlockKind.PARAGRAPH, "فقرة غامقة وكود مع رابط وحاشية1 وسطر\nثان ثالث محذوف إلى القسم لا."),
        (BlockKind.LIST_ITEM, "أول"),
        (BlockKind.LIST_ITEM, "داخل"),
        (BlockKind.QUOTE, "اقتباس"),
        (BlockKind.TABLE_CELL, "أ"),
        (BlockKind.TABLE_CELL, "ب"),
        (BlockKind.TABLE_CELL, "ج"),
        (BlockKind.TABLE_CELL, "د"),
        (BlockKind.CODE, "x = 1\n  y = 2"),
        (BlockKind.PARAGRAPH, "نص داخل div"),
        (BlockKind.HEADING, "قسم ثان"),
        (BlockKind.FOOTNOTE, "نص الحاشية تتمة."),
    ]
    metadata = article.metadata
    assert (metadata.title, metadata.author, metadata.url) == ("عنوان المقال", "كاتب", "https://x.example/a")


def test_marks() -> None:
    article = markdown(TEXT)
    found = [(mark.kind, article.text[mark.start : mark.end], mark.target) for mark in article.marks]
    assert found == [
        (MarkKind.STRONG, "غامقة", ""),
        (MarkKind.CODE, "كود", ""),
        (MarkKind.LINK, "رابط", "https://a.example"),
        (MarkKind.NOTE_REFERENCE, "1", "fn-1"),
        (MarkKind.STRIKE, "محذوف", ""),
        (MarkKind.LINK, "إلى القسم", "#قسم-ثان"),
    ]
    assert article.blocks[-1].anchor == "fn-1"


def test_the_words_of_the_specification_survive(corpus: Path) -> None:
    examples = json.loads((corpus / "commonmark" / "examples.json").read_text("utf-8"))
    kept = total = 0
    for example in examples:
        inline = re.sub("</?(?:em|strong|code|a)[^>]*>", "", example["html"])
        visible = re.sub(r"<(script|style|textarea)\b.*?(</\1>|$)|<!--.*?-->|<[^>]*>", " ", inline, flags=re.DOTALL)
        words = set(re.findall(r"\w{3,}", html.unescape(visible)))
        total += len(words)
        text = ""
        with suppress(FormatError):  # some examples hold no text
            text = read(example["markdown"].encode(), Hints(name="a.md")).text
        kept += len(words & set(re.findall(r"\w{3,}", text)))
    assert kept / total > 0.985


@pytest.mark.parametrize("text", ["> " * 500 + "عميق", "* " * 500 + "عميق", "[" * 5000 + "عميق", "*ا" * 20_000])
def test_what_is_nested_too_deep_is_still_text(text: str) -> None:
    assert "عميق" in markdown(text + "\n").text or text.startswith("*ا")


def test_the_watch_stops_it() -> None:
    calls: list[float] = []
    with pytest.raises(CancelledError):
        markdown_format.read(TEXT.encode() * 100, Hints(name="a.md"), Watch(calls.append, lambda: len(calls) > 1))
