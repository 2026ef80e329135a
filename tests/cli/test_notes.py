from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from reader.text.graphemes import snap

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Hamish

SEED = Path(__file__).resolve().parents[2] / "seeds" / "000_7ea65c7fb41ba78a.txt"


def selector(item: dict[str, object], kind: str) -> dict[str, object]:
    return next(one for one in item["target"]["selector"] if one["type"] == kind)  # type: ignore[index,no-any-return]


def test_a_highlight_by_offsets(hamish: Hamish, article: str, seed_text: str) -> None:
    start = seed_text.index("SolarWinds")
    made = hamish(
        *("highlight", article, "--start", start, "--end", start + 10, "--color", "green", "--style", "underline"),
        *("--note", "ملاحظة 👩‍👩‍👧", "--note-direction", "rtl", "--tag", "أمن", "--tag", "b", "--json"),
    ).json
    assert hamish("notes", article, "--json").json == [made]
    assert selector(made, "TextPositionSelector") == {
        "type": "TextPositionSelector",
        "start": start,
        "end": start + 10,
    }
    assert selector(made, "TextQuoteSelector")["exact"] == "SolarWinds"
    assert made["body"][0] == {
        "type": "TextualBody",
        "value": "ملاحظة 👩‍👩‍👧",
        "format": "text/plain",
        "purpose": "commenting",
        "color": "green",
        "highlight": "underline",
        "textDirection": "rtl",
    }
    assert [body["value"] for body in made["body"][1:]] == ["أمن", "b"]


def test_a_highlight_by_its_words(hamish: Hamish, article: str, seed_text: str) -> None:
    (made,) = hamish("highlight", article, "--quote", "بايدن", "--prefix", "ونقل ", "--suffix", " عزمه").lines
    (found,) = hamish("notes", article, "--json").json
    assert found["id"] == f"urn:uuid:{made}"
    start = seed_text.index("ونقل بايدن") + 5
    assert selector(found, "TextPositionSelector")["start"] == start


def test_many_highlights_in_one_step(hamish: Hamish, article: str, write: Callable[[str, str], Path]) -> None:
    rows = [
        {"start": 0, "end": 5, "color": "pink", "note": "أول\u2028\x85", "tags": ["x"]},
        {"start": 20, "end": 29},
        {"start": 3, "end": 11, "style": "strikethrough"},
    ]
    lines = "\ufeff" + "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    made = hamish("highlight", article, "--from", write("rows.jsonl", lines)).lines
    found = {item["id"].removeprefix("urn:uuid:"): item for item in hamish("notes", article, "--json").json}
    assert [selector(found[identity], "TextPositionSelector")["start"] for identity in made] == [0, 20, 3]
    assert found[made[0]]["body"][0]["color"] == "pink"
    assert found[made[0]]["body"][0]["value"] == "أول\u2028\x85"
    assert list(found) == [made[0], made[2], made[1]]
    assert hamish("undo").lines == ["highlight"]
    assert hamish("notes", article, "--json").json == []
    assert len(hamish("highlight", article, "--from", "-", "--json", given=lines).json) == 3


def test_every_place_of_a_text_in_one_step(hamish: Hamish, article: str, seed_text: str) -> None:
    made = hamish("highlight", article, "--every", "الناتو", "--color", "blue", "--json").json
    assert [selector(item, "TextQuoteSelector")["exact"] for item in made] == ["الـناتو"] * seed_text.count("الـناتو")
    assert {item["body"][0]["color"] for item in made} == {"blue"}
    assert hamish("undo").lines == ["highlight"]
    assert hamish("notes", article, "--json").json == []
    assert hamish.refused("highlight", article, "--every", "غائب") == "There is no غائب in the text."


def test_tags_are_put_to_those_there_are(hamish: Hamish, article: str) -> None:
    first, second = (
        hamish("highlight", article, "--start", at, "--end", at + 5, "--tag", f"t{at}").lines[0] for at in (0, 6)
    )
    hamish("edit", first, second, "--add-tag", "جديد", "--remove-tag", "t0", "--color", "pink")
    found = hamish("notes", article, "--json").json
    assert [[body["value"] for body in item["body"][1:]] for item in found] == [["جديد"], ["t6", "جديد"]]
    assert {item["body"][0]["color"] for item in found} == {"pink"}
    assert "Nothing to change was given" in hamish.refused("edit", first)


def test_notes_for_a_person(hamish: Hamish, article: str) -> None:
    made = hamish("highlight", article, "--quote", "SolarWinds", "--note", "سطر\nثان", "--tag", "أمن").lines[0]
    assert hamish("notes", article).lines == [
        f"{made[:8]}  yellow  1905-1915  #أمن",
        "SolarWinds",
        "--",
        "سطر",
        "ثان",
        "",
    ]


def test_notes_are_filtered(hamish: Hamish, article: str) -> None:
    first = hamish("highlight", article, "--start", 0, "--end", 5, "--note", "ملاحظة", "--tag", "x").lines[0]
    second = hamish("highlight", article, "--quote", "SolarWinds", "--color", "blue", "--style", "underline").lines[0]

    def found(*options: str) -> list[str]:
        return [item["id"][9:] for item in hamish("notes", article, *options, "--json").json]

    assert found() == [first, second]
    assert found("--color", "blue") == [second]
    assert found("--style", "background") == [first]
    assert found("--tag", "x") == [first]
    assert found("--text", "solar") == [second]
    assert found("--text", "ملاح") == [first]
    assert found("--text", "مُلاحظه") == [first]
    assert found("--with-note") == [first]
    assert found("--without-note") == [second]
    assert found("--orphans") == []
    assert [item["id"][9:] for item in hamish("notes", "--all", "--json").json] == [first, second]


def test_notes_are_changed_deleted_and_brought_back(hamish: Hamish, article: str) -> None:
    first, second = (hamish("highlight", article, "--start", at, "--end", at + 5).lines[0] for at in (0, 6))
    hamish("edit", first[:8], f"urn:uuid:{second}", "--color", "orange", "--note", "جديد", "--tag", "و")
    for item in hamish("notes", article, "--json").json:
        assert (item["body"][0]["color"], item["body"][0]["value"], item["body"][1]["value"]) == ("orange", "جديد", "و")
    hamish("edit", first, "--end", 11)
    assert selector(hamish("notes", article, "--json").json[0], "TextPositionSelector")["end"] == 11
    assert [change["field"] for change in hamish("history", first, "--json").json].count("note") >= 1
    assert hamish("delete", first, second).lines == [first, second]
    assert hamish("notes", article, "--json").json == []
    assert {note["id"] for note in hamish("bin", "--json").json["notes"]} == {first, second}
    assert hamish("restore", first).lines == [first]
    assert hamish("bin", "--empty").lines == ["1"]
    assert hamish("bin", "--json").json == {"articles": [], "notes": []}
    hamish("remove", article)
    assert hamish("bin", "--empty").lines == ["1"]
    assert hamish("bin", "--json").json == {"articles": [], "notes": []}


def test_undo_and_redo_reach_over_everything(hamish: Hamish, article: str) -> None:
    made = hamish("highlight", article, "--start", 0, "--end", 5).lines[0]
    hamish("edit", made, "--note", "ملاحظة")
    assert hamish("undo").lines == ["note"]
    assert hamish("undo").lines == ["highlight"]
    assert hamish("notes", article, "--json").json == []
    assert hamish("redo").lines == ["highlight"]
    assert hamish("redo").lines == ["note"]
    assert hamish("notes", article, "--json").json[0]["body"][0]["value"] == "ملاحظة"
    assert hamish("redo", status=1).message == "There is nothing to redo that was done on the command line.\n"


def test_an_orphan_is_kept_listed_and_relinked(
    hamish: Hamish, article: str, seed_text: str, write: Callable[[str, str], Path]
) -> None:
    made = hamish("highlight", article, "--quote", "SolarWinds", "--note", "باق").lines[0]
    new = write("new.txt", seed_text.replace("في نظام\u00a0SolarWinds", ""))
    assert hamish("update", article, new, "--json").json["orphan"] == 1
    (found,) = hamish("notes", article, "--orphans", "--json").json
    assert found["target"]["hamish:status"] == "orphan"
    assert selector(found, "TextQuoteSelector")["exact"] == "SolarWinds"
    assert "not found" in hamish("notes", article).lines[0]
    assert "## Passages not found in the text\n\n> SolarWinds\n\nباق" in hamish("export", article).out
    likely = hamish("relink", made, "--json").json
    assert likely == sorted(likely, key=lambda place: -place["score"])
    assert len(hamish("relink", made).lines) == len(likely)
    hamish("relink", made, "--start", 0, "--end", 5)
    assert hamish("notes", article, "--orphans", "--json").json == []


def test_find_folds_by_the_language_and_says_what_is_exact(hamish: Hamish, article: str, seed_text: str) -> None:
    hits = hamish("find", "الناتو", article, "--json").json
    assert [seed_text[hit["start"] : hit["end"]] for hit in hits] == ["الـناتو"] * 4
    assert {hit["article"] for hit in hits} == {article}
    assert {hit["exact"] for hit in hits} == {False}
    assert hamish("find", "الناتو", article, "--exact", "--json").json == []
    assert len(hamish("find", "بايدن", "--json").json) == seed_text.count("بايدن")
    assert hamish("find", "بايد", "--word", "--json").json == []
    assert len(hamish("find", "رئيس", "--word", "--particles", "--json").json) > len(
        hamish("find", "رئيس", "--word", "--json").json
    )
    assert [seed_text[hit["start"] : hit["end"]] for hit in hamish("find", r"\d{4}", "--regex", "--json").json] == [
        "1550",
        "2020",
    ]
    assert hamish("find", "SolarWinds").lines == [
        f"{article[:8]}  1905-1915  الوكالات الأمريكية في نظام SolarWinds. إضافة لتقارير العام الماضي"
    ]


def test_find_ranked_looks_through_texts_titles_and_notes(
    hamish: Hamish, article: str, write: Callable[[str, str], Path]
) -> None:
    other = hamish("add", write("b.txt", "كتاب عن الأطلسي\n\nنص أول عن البحر.\n"), "--json").json[0]["id"]
    made = hamish("highlight", other, "--quote", "البحر", "--note", "قارن حلف الأطلسي").lines[0]
    found = hamish("find", "الأطلسي", "--ranked", "--json").json
    assert {(place["article"], place["kind"]) for place in found} >= {
        (other, "article"),
        (other, "annotation"),
        (article, "text"),
    }
    assert next(place for place in found if place["kind"] == "annotation")["annotation"] == made
    for place in found:
        for start, end in place["hits"]:
            assert place["passage"][start:end] == "الأطلسي"
    assert len(hamish("find", "الأطلسي", "--ranked", "--limit", 1, "--json").json) == 1
    assert [place["article"] for place in hamish("find", '"نص أول" البح*', "--ranked", "--json").json] == [other]
    assert any(
        line.startswith(f"{other[:8]}  annotation {made[:8]}  ") for line in hamish("find", "قارن", "--ranked").lines
    )


def test_todays_spelling_finds_that_of_the_quran(hamish: Hamish, write: Callable[[str, str], Path]) -> None:
    text = "وَأَقِيمُوا۟ ٱلصَّلَوٰةَ وَءَاتُوا۟ ٱلزَّكَوٰةَ\n\nوهذا سطر بعدها.\n"
    article = hamish("add", write("q.txt", text), "--json").json[0]["id"]
    for words in (("find", "الصلاة", article, "--json"), ("find", "الصلاة", "--json")):
        (hit,) = hamish(*words).json
        assert text[hit["start"] : hit["end"]] == "ٱلصَّلَوٰةَ"
        assert not hit["exact"]
    assert hamish("find", "الصلاة", "--exact", "--json").json == []


def test_find_nothing_is_no_failure(hamish: Hamish, article: str) -> None:
    assert hamish("find", "غائب", "--json").json == []


def test_offsets_count_code_points_on_cluster_borders(hamish: Hamish, write: Callable[[str, str], Path]) -> None:
    text = "كِتَابٌ 👩‍👩‍👧 شَرِيفٌ وكِتاب.\n"
    article = hamish("add", write("a.txt", text), "--json").json[0]["id"]
    start = text.index("شَ")
    assert snap(text, start, start + 7) == (start, start + 7)
    made = hamish("highlight", article, "--start", start, "--end", start + 7, "--json").json
    assert selector(made, "TextQuoteSelector")["exact"] == text[start : start + 7] == "شَرِيفٌ"
