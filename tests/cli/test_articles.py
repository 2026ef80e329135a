from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Hamish

SEED = Path(__file__).resolve().parents[2] / "seeds" / "000_7ea65c7fb41ba78a.txt"


def test_add_and_list_tell_the_same_of_an_article(hamish: Hamish, seed_text: str) -> None:
    (added,) = hamish("add", SEED, "--json").json
    assert added == {
        "id": added["id"],
        "title": "بايدن ورئيس الـناتو يناقشان الأمن عبر الأطلسي",
        "language": "ar",
        "base_direction": "rtl",
        "chars": len(seed_text),
        "annotations": 0,
        "orphans": 0,
        "source": str(SEED),
        "added": added["added"],
    }
    assert added["added"].endswith("Z")
    assert hamish("list", "--json").json == [added]
    assert hamish("list").lines == [f"{added['id'][:8]}  ar      0  {added['title']}"]


def test_list_of_a_new_library_is_empty(hamish: Hamish) -> None:
    assert hamish("list", "--json").json == []
    assert hamish("list").data == b""


def test_the_same_file_twice_is_one_article(hamish: Hamish, article: str) -> None:
    assert hamish("add", SEED, SEED, "--json").json[1]["id"] == article
    assert len(hamish("list", "--json").json) == 1


def test_a_file_that_changed_offers_an_update(hamish: Hamish, write: Callable[[str, str], Path]) -> None:
    path = write("news.txt", "خبر أول عن المدينة.\n")
    first = hamish("add", path, "--json")
    assert first.message == ""
    path.write_text("خبر ثان عن المدينة.\n")
    second = hamish("add", path, "--json")
    old, new = first.json[0]["id"], second.json[0]["id"]
    assert old != new
    assert second.message == (
        f"{path} was added before with another text, as the article {old[:8]}: "
        f"'hamish update {old[:8]} FILE' gives that one the new text and keeps its notes.\n"
    )


def test_list_is_filtered_and_sorted(hamish: Hamish, article: str, write: Callable[[str, str], Path]) -> None:
    hebrew = hamish("add", write("he.txt", "אבגד הוזח טיכל\n\nמנס עפצ קרשת של ישראל\n"), "--json").json[0]["id"]
    hamish("tag", hebrew, "תנ״ך", "ספר")
    assert [info["id"] for info in hamish("list", "--language", "he", "--json").json] == [hebrew]
    assert [info["id"] for info in hamish("list", "--tag", "ספר", "--json").json] == [hebrew]
    assert [info["id"] for info in hamish("list", "--sort", "title", "--json").json] == [hebrew, article]
    assert hamish("tag", hebrew).lines == ["תנ״ך", "ספר"]
    assert hamish("tag", hebrew, "--none").lines == []


def test_a_bad_file_does_not_stop_the_rest(hamish: Hamish, write: Callable[[str, str | bytes], Path]) -> None:
    bad, good = write("bad.txt", b""), write("good.txt", "نص عربي قصير.\n")
    result = hamish("add", bad, good, "--json", status=1)
    assert [info["source"] for info in result.json] == [str(good)]
    assert result.message.count("\n") == 1
    assert "bad.txt" in result.message


def test_no_name_commands_the_terminal(hamish: Hamish, write: Callable[[str, str | bytes], Path]) -> None:
    name = "a\x1b[31m\nb.txt"
    assert hamish("add", write(name, b""), status=1).message.count("\x1b") == 0
    article = hamish("add", write("good.txt", "نص عربي قصير.\n"), "--json").json[0]["id"]
    hamish("describe", article, "--title", "عنوان\x1b[31m\x9b1m")
    assert hamish("list").lines[0].endswith("عنوان␛[31m\ufffd1m")


def test_a_folder_gives_all_its_files(hamish: Hamish, tmp_path: Path) -> None:
    folder = tmp_path / "كتب"
    (folder / "inner").mkdir(parents=True)
    (folder / "b.txt").write_text("نص عربي أول.\n")
    (folder / "inner" / "a.txt").write_text("نص عربي ثان.\n")
    (folder / ".hidden.txt").write_text("نص عربي ثالث.\n")
    assert [Path(info["source"]).name for info in hamish("add", folder, "--json").json] == ["b.txt", "a.txt"]


def test_the_encoding_of_a_person_wins(hamish: Hamish, write: Callable[[str, bytes], Path]) -> None:
    text = "سؤال وجواب في اللغة العربية\n\nهذا نص.\n"
    path = write("a.txt", text.encode("windows-1256"))
    article = hamish("add", path, "--encoding", "windows-1256", "--json").json[0]["id"]
    assert hamish("show", article, "--plain").out == text


def test_what_import_decided_is_told_and_can_be_declined(
    hamish: Hamish, write: Callable[[str, str | bytes], Path]
) -> None:
    path = write("a.txt", "نص\u202e عربي\n\nثان.\n")
    told = hamish("add", path, "--json")
    assert told.json[0]["source"] == str(path)
    assert all(line.startswith(f"{path}: ") and line.endswith(".") for line in told.message.splitlines())
    assert told.message
    assert "\u202e" not in hamish("show", path, "--plain").out
    again = hamish("add", path, "--as-is").message
    assert f"'hamish update {told.json[0]['id'][:8]} --as-is'" in again
    hamish("update", path, "--as-is")
    assert "--as-is" not in hamish("add", path, "--as-is").message
    assert "\u202e" in hamish("show", path, "--plain").out


def test_a_text_is_added_as_it_is(hamish: Hamish, write: Callable[[str, str | bytes], Path]) -> None:
    path = write("a.txt", "نص\u202e عربي\n\nثان.\n")
    assert "--as-is" not in hamish("add", path, "--as-is").message
    assert "\u202e" in hamish("show", path, "--plain").out


def test_an_article_is_named_by_id_its_start_or_its_path(hamish: Hamish, article: str, seed_text: str) -> None:
    for name in (article, article[:6], SEED):
        assert hamish("show", name, "--plain").out == seed_text


def test_show_plain_is_exactly_the_stored_text(hamish: Hamish, article: str) -> None:
    assert hamish("show", article, "--plain").data == SEED.read_bytes()


def test_show_in_every_order(hamish: Hamish, article: str, seed_text: str) -> None:
    assert hamish("show", article).out == seed_text.rstrip("\n") + "\n" * (1 + seed_text.endswith("\n"))
    visual = hamish("show", article, "--order", "visual", "--width", "40").lines
    assert max(map(len, visual)) <= 40 + 10  # marks take no cell
    assert any("SolarWinds" in line for line in visual)
    assert "ﺑ" in "".join(visual)
    assert "\x1b" not in "".join(visual)


def test_show_colours_what_is_highlighted_when_asked(hamish: Hamish, article: str) -> None:
    hamish("highlight", article, "--quote", "SolarWinds", "--color", "pink")
    shown = hamish("show", article, "--color", "always").out
    assert "\x1b[38;5;16;48;5;218mSolarWinds\x1b[0m." in shown


def test_what_is_known_of_an_article_can_be_changed(hamish: Hamish, article: str) -> None:
    hamish("describe", article, "--title", "عنوان", "--author", "طه حسين", "--year", "1447", "--calendar", "hijri")
    found = hamish("describe", article, "--json").json
    assert (found["title"], found["author"], found["year"], found["calendar"]) == ("عنوان", "طه حسين", "1447", "hijri")
    assert hamish("describe", article).lines[:2] == ["title: عنوان", "author: طه حسين"]
    assert hamish("list", "--json").json[0]["title"] == "عنوان"


def test_remove_and_restore(hamish: Hamish, article: str) -> None:
    assert hamish("remove", article).lines == [article]
    assert hamish("list").lines == []
    assert [info["id"] for info in hamish("bin", "--json").json["articles"]] == [article]
    assert hamish("restore", article[:8]).lines == [article]
    assert hamish("undo").lines == ["restore"]
    assert hamish("undo").lines == ["remove"]
    assert len(hamish("list").lines) == 1


def test_stats(hamish: Hamish, article: str, seed_text: str) -> None:
    hamish("highlight", article, "--quote", "SolarWinds", "--color", "pink", "--tag", "أمن")
    hamish("highlight", article, "--start", "0", "--end", "5")
    found = hamish("stats", "--json").json
    assert (found["articles"], found["chars"], found["annotations"], found["notes"]) == (1, len(seed_text), 2, 0)
    assert [item["id"] for item in found["by_article"]] == [article]
    assert found["by_color"] == {"yellow": 1, "pink": 1}
    assert found["by_tag"] == {"أمن": 1}
    assert "      1  أمن" in hamish("stats").lines


def test_bookmarks(hamish: Hamish, article: str, seed_text: str) -> None:
    start = seed_text.index("SolarWinds")
    hamish("bookmark", article, "--at", start)
    found = hamish("bookmark", article, "--at", 0, "--label", "البداية", "--json").json
    assert [(mark["offset"], mark["label"]) for mark in found] == [(0, "البداية"), (start, "")]
    shown = hamish("bookmark", article).lines
    assert shown[0].endswith("  0  البداية")
    assert "  SolarWinds." in shown[1]
    assert len(hamish("bookmark", article, "--remove", found[0]["id"], "--json").json) == 1
    assert hamish("undo").lines == ["bookmark"]
    assert len(hamish("bookmark", article, "--json").json) == 2
    assert "lies outside the text" in hamish.refused("bookmark", article, "--at", len(seed_text) + 1)
    assert "no bookmark" in hamish.refused("bookmark", article, "--remove", "zz")


def test_a_wrong_encoding_is_mended_from_the_original(hamish: Hamish, write: Callable[[str, bytes], Path]) -> None:
    text = "سؤال وجواب في اللغة العربية\n\nهذا نص.\n"
    path = write("a.txt", text.encode("windows-1256"))
    article = hamish("add", path, "--encoding", "windows-1255", "--json").json[0]["id"]
    assert hamish("show", article, "--plain").out != text
    path.unlink()
    hamish("update", article, "--encoding", "windows-1256")
    assert hamish("show", article, "--plain").out == text
    assert "There is no file" in hamish.refused("update", article)


def test_update_reports_every_annotation(
    hamish: Hamish, article: str, seed_text: str, write: Callable[[str, str], Path]
) -> None:
    kept = hamish("highlight", article, "--quote", "SolarWinds").lines[0]
    new = write("new.txt", "مقدمة جديدة للخبر.\n\n" + seed_text)
    report = hamish("update", article, new, "--json").json
    assert {name: report[name] for name in ("exact", "moved", "fuzzy", "orphan")} == {
        "exact": 0,
        "moved": 1,
        "fuzzy": 0,
        "orphan": 0,
    }
    start = new.read_text().index("SolarWinds")
    assert report["annotations"] == [{"id": kept, "status": "moved", "start": start, "end": start + 10, "score": 1.0}]
    assert hamish("show", article, "--plain").out == new.read_text()
    assert hamish("undo").lines == ["update"]
    assert hamish("show", article, "--plain").out == seed_text


def test_update_without_a_file_reads_the_same_place_again(hamish: Hamish, write: Callable[[str, str], Path]) -> None:
    path = write("news.txt", "خبر أول عن المدينة.\n")
    article = hamish("add", path, "--json").json[0]["id"]
    path.write_text("خبر ثان عن المدينة.\n")
    assert hamish("update", article).lines == [
        "version 2: 0 exact, 0 moved, 0 fuzzy, 0 not found",
        "@ 4",
        "- أول",
        "+ ثان",
    ]
    assert hamish("update", article).lines == ["version 2: 0 exact, 0 moved, 0 fuzzy, 0 not found"]
    assert hamish("show", article, "--plain").out == "خبر ثان عن المدينة.\n"


@pytest.fixture
def news() -> Iterator[tuple[str, list[bytes]]]:
    """Give an address on this machine, and the pages it serves one after the other."""
    pages: list[bytes] = []

    class Site(BaseHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            pass

        def do_GET(self) -> None:
            self.send_response(200)
            kind = "text/html" if self.path.endswith(".html") else "text/plain; charset=windows-1256"
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(pages.pop(0))

    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/news.txt", pages
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_a_page_says_of_itself_is_kept(
    hamish: Hamish, corpus: Path, news: tuple[str, list[bytes]], seed_text: str
) -> None:
    address, pages = news
    page = next(
        path for path in sorted((corpus / "html-made").rglob("*.html")) if b"windows-1256" not in path.read_bytes()
    )
    pages.append(page.read_bytes())
    (added,) = hamish("add", address.replace(".txt", ".html"), "--json").json
    text = hamish("show", added["id"], "--plain").out
    assert "SolarWinds" in text
    assert (added["language"], added["base_direction"]) == ("ar", "rtl")
    assert added["title"] == seed_text.split("\n", maxsplit=1)[0]


def test_a_web_page_is_added_and_fetched_again_when_asked(hamish: Hamish, news: tuple[str, list[bytes]]) -> None:
    address, pages = news
    pages += ["سؤال عن المدينة.\n".encode("windows-1256"), "جواب عن المدينة.\n".encode("windows-1256")]
    (added,) = hamish("add", address, "--json").json
    assert added["source"] == address
    assert hamish("show", address, "--plain").out == "سؤال عن المدينة.\n"
    hamish("update", address)
    assert hamish("show", added["id"], "--plain").out == "جواب عن المدينة.\n"
