"""Opens every file of the corpus that is a text and prints words kept and added, order, direction, title, cost.

Where a text of the same work exists that this reader had no part in (a ``.utf8`` beside the file, the extraction of
OpenITI, the plain words of the markup), at least 99.5 % of its words must be there, in order. Run as a script;
arguments choose files whose path holds one of them. Ends with 1 when a file falls short.
"""

from __future__ import annotations

import difflib
import html
import json
import re
import resource
import subprocess
import sys
import time
import unicodedata
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
FOLDERS = (
    "encodings",
    "epub-hindawi",
    "epub-hindawi-light",
    "epub-idpf",
    "epub-w3c-tests",
    "docx",
    "html-made",
    "html-readability-rtl",
    "hostile",
    "hebrew-bible-oshb",
    "quran-urdu",
    "persian-poems",
    "urdu-verse",
)
LEAST_KEPT = 0.995
MOST_MEGABYTES = 500
REFUSED = {
    "03-symlink.epub": "link",
    "04-bomb-200MB.epub": "at most 64 MB",
    "05-xxe-opf.epub": "entities",
    "06-billion-laughs.epub": "entities",
    "07-no-container.epub": "container",
    "08-opf-missing.epub": "missing",
    "09-rootfile-escape.epub": "outside",
    "40-good.sqlite": "database",
    "41-truncated.sqlite": "database",
    "42-bad-header.sqlite": "not a text",
    "43-flipped-bytes.sqlite": "database",
}
TITLES = {
    "page.html": "بايدن ورئيس الـناتو يناقشان الأمن عبر الأطلسي",
    "page1256.html": "بايدن ورئيس الـناتو يناقشان الأمن عبر الأطلسي",
    "38307359.epub": "يوم الإسلام",
    "63082470.epub": "سَبيل الحيَاة",
    "38307359.openiti.txt": "يوم الإسلام",
    "63082470.openiti.txt": "سبيل الحياة",
    "israelsailing.epub": "מפליגים בישראל",
    "quran.json": "القرآن الكريم",
    "ghalib.txt": "ہزاروں خواہشیں ایسی",
}
LEFT_TO_RIGHT = re.compile(r"epub-w3c-tests/(?!.*pre-paginated)|html-readability|docx4j_arabic_align")
TAGS = re.compile(r"<(script|style|head|title)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)


def words(text: str) -> list[str]:
    """Return the words without vowel signs, invisible signs and punctuation: extractions differ in those."""
    kept = (c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in {"Mn", "Cf"})
    return re.findall(r"\w+", "".join(kept))


def in_order(truth: list[str], found: list[str]) -> int:
    """Return how many words of ``truth`` stand in ``found`` in the same order."""
    kept = 0
    coarse = difflib.SequenceMatcher(None, truth, found)
    place_a = place_b = 0
    for a, b, size in coarse.get_matching_blocks():
        gap_a, gap_b = truth[place_a:a], found[place_b:b]
        if gap_a and gap_b and len(gap_a) * len(gap_b) < 4_000_000:
            fine = difflib.SequenceMatcher(None, gap_a, gap_b, autojunk=False)
            kept += sum(block.size for block in fine.get_matching_blocks())
        kept += size
        place_a, place_b = a + size, b + size
    return kept


def stripped(markup: str) -> str:
    """Return the text of markup by the simplest rule."""
    return html.unescape(TAGS.sub(" ", markup))


def truth_of(path: Path) -> str | None:  # noqa: C901, PLR0911 - one line for each kind of file
    """Return what an independent extraction gives, or None where there is none."""
    beside = path.with_name(path.name + ".utf8")
    if beside.is_file():
        text = beside.read_text("utf-8-sig")
        return stripped(text) if path.suffix == ".html" else text
    folder = path.parent.name
    if folder == "epub-hindawi-light":
        text = (CORPUS / "epub-hindawi" / f"{path.stem}.openiti.txt").read_text("utf-8")
        return text[text.index("# |") :].replace("# |", " ")
    if folder == "epub-hindawi":
        return path.read_text("utf-8").split("#META#Header#End#")[1].replace("# |", " ")
    if path.suffix == ".epub" and folder in {"epub-idpf", "epub-w3c-tests"}:
        return spine_text(path)
    if path.suffix == ".docx":
        source = zipfile.ZipFile(path).read("word/document.xml").decode("utf-8-sig")
        parts = ["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", part)) for part in source.split("</w:p>")]
        return html.unescape(" ".join(parts))
    if folder == "html-made":
        seed = (ROOT / "seeds" / "000_7ea65c7fb41ba78a.txt").read_text("utf-8")
        return seed[: seed.index("إقرأ أيضًا:")] + " قائمة أولى قائمة ثانية"
    if path.parent.parent.name == "html-readability-rtl":
        return stripped((path.parent / "expected.html").read_text("utf-8"))
    if path.suffix == ".xml":
        body = path.read_text("utf-8").split("</header>")[1]
        body = re.sub(r"<note.*?</note>", "", body, flags=re.DOTALL)
        body = re.sub(r"</w>\s*(?=<w|<seg type=\"x-(?!maqqef))", "</w> ", body).replace("/", "\0")
        return re.sub(r"<[^>]*>", "", body).replace("\0", "")
    if path.name == "quran.json":
        surahs = json.loads(path.read_text("utf-8"))
        return " ".join(" ".join([surah["name"], *(verse["text"] for verse in surah["verses"])]) for surah in surahs)
    if folder in {"persian-poems", "urdu-verse"}:
        return path.read_text("utf-8")
    return None


def spine_text(path: Path) -> str:
    """Return the words of a book in the order of its spine."""
    archive = zipfile.ZipFile(path)
    package = next(name for name in archive.namelist() if name.endswith(".opf"))
    source = archive.read(package).decode("utf-8")
    items: dict[str, str] = {}
    for item in re.findall(r"<item\b[^>]*>", source):
        values = dict(re.findall(r'\b(id|href)="([^"]+)"', item))
        items[values["id"]] = values["href"]
    order = [name for name in re.findall(r'<itemref[^>]*idref="([^"]+)"', source) if "nav" not in name]
    folder = package.rpartition("/")[0]
    return " ".join(stripped(archive.read(f"{folder}/{items[name]}".lstrip("/")).decode("utf-8")) for name in order)


def measure(path: Path) -> dict[str, object]:
    """Open one file and return its row."""
    sys.path.insert(0, str(ROOT))
    from reader.errors import FormatError
    from reader.formats import Hints, read

    data = path.read_bytes()
    begun = time.perf_counter()
    row: dict[str, object] = {"path": str(path.relative_to(CORPUS)), "ok": True}
    try:
        article = read(data, Hints(name=path.name))
    except FormatError as error:
        wanted = REFUSED.get(path.name)
        row |= {"refused": str(error), "ok": wanted is not None and wanted in str(error)}
    else:
        row["seconds"] = time.perf_counter() - begun
        row |= judge(path, article)
    row["seconds"] = row.get("seconds", time.perf_counter() - begun)
    row["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row["ok"] = bool(row["ok"]) and row["megabytes"] < MOST_MEGABYTES
    return row


def judge(path: Path, article: object) -> dict[str, object]:
    """Compare an article with what is known of its file."""
    from reader.document.model import Article, BlockKind

    assert isinstance(article, Article)
    notes = {block.start: block.end for block in article.blocks if block.kind is BlockKind.FOOTNOTE}
    text = article.text
    if path.suffix == ".xml":
        text = "\n".join(text[b.start : b.end] for b in article.blocks if b.start not in notes).replace("*", "")
    found = words(text)
    truth = truth_of(path)
    row: dict[str, object] = {"direction": str(article.direction), "title": article.metadata.title, "words": len(found)}
    checks = [str(article.direction) == ("ltr" if LEFT_TO_RIGHT.search(str(path)) else "rtl")]
    checks.append(path.name not in REFUSED)
    if path.name in TITLES:
        checks.append(article.metadata.title == TITLES[path.name])
    if path.with_name(path.name + ".utf8").is_file() and path.suffix == ".txt":
        exact = path.with_name(path.name + ".utf8").read_text("utf-8-sig")
        checks.append(article.text == exact)
    if truth is not None:
        wanted = words(truth)
        kept = in_order(wanted, found)
        row |= {"kept": kept / max(len(wanted), 1), "added": len(found) - kept}
        checks.append(kept >= LEAST_KEPT * len(wanted))
    row["ok"] = all(checks)
    return row


def files(chosen: list[str]) -> list[Path]:
    """Return the files to open."""
    skipped = {".md", ".utf8"}
    listed = [path for folder in FOLDERS for path in sorted((CORPUS / folder).rglob("*")) if path.is_file()]
    listed = [path for path in listed if path.suffix not in skipped and not path.name.startswith("expected")]
    return [path for path in listed if not chosen or any(part in str(path) for part in chosen)]


def main() -> int:
    """Print the table."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(Path(sys.argv[2])), ensure_ascii=False))
        return 0
    failed = 0
    print("kept     added direction seconds    MB  file, title or refusal")
    for path in files(sys.argv[1:]):
        run = subprocess.run(
            [sys.executable, __file__, "--one", str(path)], capture_output=True, text=True, check=False
        )
        if run.returncode:
            failed += 1
            print(f"FAILED   {path.relative_to(CORPUS)}\n{run.stderr}")
            continue
        row = json.loads(run.stdout)
        failed += not row["ok"]
        kept = f"{100 * row['kept']:7.2f}%" if "kept" in row else "       -"
        said = f"{row.get('refused') or row.get('title', '')}{'' if row['ok'] else '   <-- falls short'}"
        cost = f"{row['seconds']:7.3f} {row['megabytes']:5.0f}"
        print(f"{kept} {row.get('added', '-'):>6} {row.get('direction', '-'):>9} {cost}  {row['path']}  {said}")
    print(f"{failed} files fall short.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
