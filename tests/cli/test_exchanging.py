from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Hamish

SEED = Path(__file__).resolve().parents[2] / "seeds" / "000_7ea65c7fb41ba78a.txt"
NASTY = "---\ntitle: x\n---\n\n> `a` *b* ```\n<!-- hamish\n-->\n\u202eمقلوب\u202c 👩‍👩‍👧 \n\n\n1. ٣. # &amp;\t"


@pytest.fixture
def marked(hamish: Hamish, article: str) -> str:
    """Give the seed article with three highlights, the notes as nasty as they come."""
    hamish("highlight", article, "--quote", "SolarWinds.\n\nإضافة", "--note", NASTY, "--tag", "وسم بفراغ", "--tag", "x")
    hamish(
        "highlight", article, "--start", 0, "--end", 5, "--style", "underline", "--note", "n", "--note-direction", "ltr"
    )
    hamish("highlight", article, "--start", 3, "--end", 11, "--color", "purple")
    return article


@pytest.mark.parametrize("way", ["plain", "obsidian", "github", "pandoc", "web-annotation", "html"])
def test_what_was_exported_comes_back_byte_for_byte(hamish: Hamish, marked: str, way: str, tmp_path: Path) -> None:
    before = hamish("notes", marked, "--json").json
    options = ("--to", way) if way in {"web-annotation", "html"} else ("--flavor", way)
    path = tmp_path / "notes.md"
    assert hamish("export", marked, *options, "-o", path).lines == [str(path)]
    other = replace(hamish, library=tmp_path / "other.sqlite")
    there = other("add", SEED, "--json").json[0]["id"]
    report = other("import-notes", path, "--json").json
    assert [(item["id"], item["status"]) for item in report] == [(item["id"][9:], "exact") for item in before]
    after = other("notes", there, "--json").json
    for item in after:
        assert item["target"].pop("hamish:article") == there
    for item in before:
        del item["target"]["hamish:article"]
    assert after == before
    assert other("undo").lines == ["import"]
    assert other("notes", there, "--json").json == []


def test_importing_twice_changes_nothing(hamish: Hamish, marked: str, write: Callable[[str, str], Path]) -> None:
    path = write("notes.md", hamish("export", marked).out)
    before = hamish("notes", marked, "--json").json
    hamish("import-notes", path)
    assert hamish("notes", marked, "--json").json == before


def test_notes_find_their_place_in_another_text(
    hamish: Hamish, marked: str, seed_text: str, write: Callable[[str, str], Path]
) -> None:
    path = write("notes.md", hamish("export", marked).out)
    other = hamish("add", write("other.txt", "مقدمة جديدة للخبر.\n\n" + seed_text), "--json").json[0]["id"]
    report = hamish("import-notes", path, "--article", other, "--json").json
    assert [item["status"] for item in report] == ["moved"] * 3
    found = hamish("notes", other, "--json").json
    assert [item["target"]["selector"][1]["exact"] for item in found] == [
        item["target"]["selector"][1]["exact"] for item in hamish("notes", marked, "--json").json
    ]


def test_a_place_counts_for_the_text_it_was_found_in_only(
    hamish: Hamish, article: str, write: Callable[[str, str], Path]
) -> None:
    hamish("highlight", article, "--quote", "SolarWinds")
    markdown = hamish("export", article).out.replace(
        '"start": 1905, "end": 1915, "status": "exact"', '"start": 0, "end": 5, "status": "fuzzy"'
    )
    for sha256, place in ((None, (0, 5, "fuzzy")), ("0" * 64, (1905, 1915, "exact"))):
        other = replace(hamish, library=hamish.library.with_name(f"{place[0]}.sqlite"))
        there = other("add", SEED, "--json").json[0]["id"]
        text = (
            markdown if sha256 is None else re.sub(r'("article": "[^"]*", "sha256": ")\w+', rf"\g<1>{sha256}", markdown)
        )
        (found,) = other("import-notes", write("n.md", text), "--article", there, "--json").json
        assert (found["start"], found["end"], found["status"]) == place


def test_a_note_that_a_person_changed_in_the_file_is_taken(
    hamish: Hamish, article: str, write: Callable[[str, str], Path]
) -> None:
    made = hamish("highlight", article, "--quote", "SolarWinds", "--note", "قديمة").lines[0]
    markdown = hamish("export", article).out
    hamish("delete", made)
    hamish("bin", "--empty")
    hamish("import-notes", write("notes.md", markdown.replace("قديمة", "جديدة")))
    assert hamish("notes", article, "--json").json[0]["body"][0]["value"] == "جديدة"


def test_notes_of_another_program_are_placed_by_their_words(
    hamish: Hamish, article: str, write: Callable[[str, str], Path]
) -> None:
    quote = {"type": "TextQuoteSelector", "exact": "SolarWinds", "prefix": "في نظام ", "suffix": "."}
    rows = {
        "annotations": [{"text": "ملاحظة", "tags": ["وسم"], "target": [{"source": "https://a.b", "selector": [quote]}]}]
    }
    path = write("hypothesis.json", json.dumps(rows))
    (report,) = hamish("import-notes", path, "--article", article, "--json").json
    assert (report["start"], report["end"]) == (1905, 1915)
    (found,) = hamish("notes", article, "--json").json
    assert [body["value"] for body in found["body"]] == ["ملاحظة", "وسم"]
    assert "names no article of this library" in hamish.refused("import-notes", path)


def test_export_to_standard_output_a_file_and_a_folder(hamish: Hamish, marked: str, tmp_path: Path) -> None:
    printed = hamish("export", marked).data
    assert printed.startswith('---\ntitle: "بايدن'.encode())
    assert hamish("export", marked, "-o", "-").data == printed
    path = tmp_path / "ملاحظات.md"
    path.write_text("old")
    hamish("export", marked, "-o", path)
    assert path.read_bytes() == printed
    folder = tmp_path / "out"
    folder.mkdir()
    (written,) = hamish("export", marked, "-o", folder).lines
    assert written == str(folder / "بايدن ورئيس الـناتو يناقشان الأمن عبر الأطلسي.md")


def test_a_name_that_ends_like_a_folder_is_one(hamish: Hamish, marked: str, tmp_path: Path) -> None:
    (written,) = hamish("export", marked, "-o", f"{tmp_path}/new/").lines
    assert Path(written).parent == tmp_path / "new"


def test_export_all_writes_a_file_for_each_article_with_notes(
    hamish: Hamish, article: str, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    same = [hamish("add", write(f"{n}.txt", f"عنوان واحد\n\nنص رقم {n} هنا.\n"), "--json").json[0]["id"] for n in "ab"]
    hamish("add", write("c.txt", "نص بلا ملاحظات.\n"))
    for identity in (article, *same):
        hamish("highlight", identity, "--start", 0, "--end", 4)
    written = hamish("export", "--all", "-o", tmp_path / "out").lines
    names = {line.rpartition("/")[2] for line in written}
    assert names == {
        "بايدن ورئيس الـناتو يناقشان الأمن عبر الأطلسي.md",
        *(f"عنوان واحد {identity[:8]}.md" for identity in same),
    }


def test_a_write_that_fails_leaves_the_old_file(hamish: Hamish, marked: str, tmp_path: Path) -> None:
    assert "cannot be written" in hamish.refused("export", marked, "-o", tmp_path / "nowhere" / "notes.md")
    (tmp_path / "file").write_text("x")
    assert "cannot be made" in hamish.refused("export", "--all", "-o", tmp_path / "file" / "out")
