from __future__ import annotations

import contextlib
import html
import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotation.model import CONTEXT, Target
from reader.annotation.selectors import describe, find_quote
from reader.errors import SpanError
from reader.text.graphemes import snap

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "قال الكِتَابُ: 👩‍👩‍👧 هذا كتاب، وذاك كتاب آخر.\nשָׁלוֹם עולם"


def test_describe_keeps_quote_and_context_in_code_points() -> None:
    start = TEXT.index("كتاب،")
    assert describe(TEXT, start, start + 4, "abc") == Target(
        start, start + 4, "كتاب", TEXT[max(0, start - CONTEXT) : start], TEXT[start + 4 : start + 4 + CONTEXT], "abc"
    )


def test_describe_at_both_ends_of_the_text() -> None:
    assert describe(TEXT, 0, len(TEXT)) == Target(0, len(TEXT), TEXT)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (-1, 3, "outside"),
        (0, len(TEXT) + 1, "outside"),
        (5, 3, "before it starts"),
        (3, 3, "empty"),
        (0, TEXT.index("كِ") + 1, "marks"),
        (TEXT.index("👩") + 1, len(TEXT), "marks"),
    ],
)
def test_describe_refuses_what_is_no_passage(start: int, end: int, words: str) -> None:
    with pytest.raises(SpanError, match=words):
        describe(TEXT, start, end)


def test_find_quote_finds_the_only_place() -> None:
    assert find_quote(TEXT, "וֹם עולם") == (len(TEXT) - 8, len(TEXT))


def test_find_quote_needs_context_among_equal_places() -> None:
    with pytest.raises(SpanError, match="more than once"):
        find_quote(TEXT, "كتاب")
    second = TEXT.rindex("كتاب")
    assert find_quote(TEXT, "كتاب", suffix=" آخر") == (second, second + 4)
    assert find_quote(TEXT, "كتاب", prefix="ذاك ") == (second, second + 4)


def test_find_quote_sees_overlapping_places() -> None:
    with pytest.raises(SpanError, match="more than once"):
        find_quote("ههه", "هه")


@pytest.mark.parametrize(
    ("quote", "prefix", "words"),
    [
        ("", "", "empty"),
        ("غائب", "", "does not stand in the text"),
        ("كتاب", "غائب ", "between the words given"),
        ("الك", "", "part a letter from its marks"),
        ("👩", "", "part a letter from its marks"),
        (TEXT + " ", "", "does not stand"),
    ],
)
def test_find_quote_says_why_not(quote: str, prefix: str, words: str) -> None:
    with pytest.raises(SpanError, match=words):
        find_quote(TEXT, quote, prefix)


@given(st.data())
def test_what_is_described_is_found(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="كتابَِّה שׁ👩‍\n", min_size=1, max_size=60))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    target = describe(text, *snap(text, start, end))
    quote = (target.exact, target.prefix, target.suffix)
    if len(re.findall(f"(?={re.escape(target.prefix + target.exact + target.suffix)})", text)) == 1:
        assert find_quote(text, *quote) == (target.start, target.end)
        return
    # The same quote in the same context again: found only where the other places would tear a cluster.
    with contextlib.suppress(SpanError):
        assert find_quote(text, *quote) == (target.start, target.end)


def test_apache_annotators_own_cases(corpus: Path) -> None:
    cases = json.loads((corpus / "annotator-cases" / "apache-text-quote-match-cases.json").read_text("utf-8"))
    for name, case in cases.items():
        text = html.unescape(re.sub(r"<[^>]*>", "", case["html"]))
        selector = case["selector"]
        found = len(case["expected"])
        quote = (selector["exact"], selector.get("prefix", ""), selector.get("suffix", ""))
        if found == 1 and quote[0]:
            start, end = find_quote(text, *quote)
            assert text[start:end] == quote[0], name
        else:
            with pytest.raises(SpanError):
                find_quote(text, *quote)
