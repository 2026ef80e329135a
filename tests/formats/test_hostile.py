"""Whatever the bytes are: an article that holds together, or one sentence why not, and nothing else."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.document.model import Article, MarkKind
from reader.errors import FormatError
from reader.formats import Hints, read

if TYPE_CHECKING:
    from pathlib import Path

REFUSED = {
    "03-symlink.epub": "link",
    "04-bomb-200MB.epub": "at most",
    "05-xxe-opf.epub": "entities",
    "06-billion-laughs.epub": "entities",
    "07-no-container.epub": "container",
    "08-opf-missing.epub": "missing",
    "09-rootfile-escape.epub": "outside",
    "40-good.sqlite": "database",
    "42-bad-header.sqlite": "not a text",
}
PIECES = [
    "<p>", "</div>", "<table><td>", "<ol><li>", '<a href="#n1">', "</a>", "<sup>", "&#xD800;", "&nbsp;", "<![CDATA[",
    "<!--", "\u202e", "\u2067", "\0", "\r", "\n\n", "(١)", "____\n", "*", "[", "> ", "- ", "|", "<br>", "<h1>",
    "PageV01P001", "%~%", "### | ", "# ", "~~", "[^1]", "[^1]: ", "```\n", "---\n", "سلام عليكم", "שלום", "ً", "ﻻ",
    "\ufeff", "۱۲۳", "abc", "<aside epub:type='footnote' id='n1'>", "<span id='n1'/>", "<br><br>",
    "<img src='data:image/png;base64,AA'>",
]  # fmt: skip


def assert_sound(article: Article) -> None:
    """Check what every reader of an article relies on."""
    article.text.encode("utf-8")
    assert "\0" not in article.text
    assert "\r" not in article.text
    last = 0
    for block in article.blocks:
        assert last <= block.start < block.end <= len(article.text)
        assert not article.text[last : block.start].strip()
        last = block.end
    assert not article.text[last:].strip()
    starts = [block.start for block in article.blocks]
    anchors = {block.anchor for block in article.blocks} - {""}
    for mark in article.marks:
        holder = article.blocks[bisect.bisect_right(starts, mark.start) - 1]
        assert holder.start <= mark.start < mark.end <= holder.end
        if mark.kind is MarkKind.NOTE_REFERENCE or mark.target.startswith("#"):
            assert mark.target.removeprefix("#") in anchors
    assert all(0 <= locator.offset <= len(article.text) for locator in article.locators)
    assert article.direction in {"rtl", "ltr"}


def assert_sound_or_refused(data: bytes, name: str) -> None:
    """Check the article of ``data``, or the sentence that refuses it."""
    sentence = ""
    try:
        assert_sound(read(data, Hints(name=name)))
    except FormatError as refused:
        sentence = str(refused)
    assert "\n" not in sentence


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_pieces_in_any_order(pieces: list[str], name: str) -> None:
    assert_sound_or_refused("".join(pieces).encode("utf-8", "surrogatepass"), name)


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.epub", "a.docx", "a.pdf", "a.html", "a.xml", "a.mhtml"]))
def test_any_bytes(data: bytes, name: str) -> None:
    for start in (b"", b"PK\x03\x04", b"%PDF-1.4\n", b"######OpenITI#\n", b"<osis>", b"<rss>", b'[{"verses":['):
        assert_sound_or_refused(start + data, name)


@pytest.mark.parametrize(("name", "word"), REFUSED.items())
def test_the_hostile_corpus_is_refused_with_the_reason(corpus: Path, name: str, word: str) -> None:
    with pytest.raises(FormatError, match=word) as refused:
        read((corpus / "hostile" / name).read_bytes(), Hints(name=name))
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "folder", ["epub-idpf", "epub-w3c-tests", "docx", "html-made", "encodings/derived", "urdu-verse"]
)
def test_articles_of_the_corpus_are_sound(corpus: Path, folder: str) -> None:
    for path in sorted((corpus / folder).iterdir()):
        if path.suffix in {".epub", ".docx", ".html", ".txt"}:
            assert_sound(read(path.read_bytes(), Hints(name=path.name)))
