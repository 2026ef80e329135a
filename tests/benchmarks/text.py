"""What folding, finding and counting cost on 10 MB of real text, against the bars; exit status 1 when one is missed.

Each figure is the best of several runs in one process: folding against ``str.translate`` with the same table, the index
of UTF-16 offsets against decoding, finding in milliseconds. Processor time is counted: nothing here waits, so that is
what the clock shows on a machine with nothing else to do. ``--book=FILE`` adds a book of one's own to the searches.
"""

from __future__ import annotations

import json
import re
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from reader.text.find import Query, find  # noqa: E402
from reader.text.fold import fold  # noqa: E402
from reader.text.folding import DEFAULTS, NOTHING, Folding  # noqa: E402
from reader.text.offsets import Utf16Index  # noqa: E402
from reader.text.tables import table_for  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = ROOT.parent / "shared" / "corpus"
SIZE = 10_000_000
"""Bytes of UTF-8 that a book is repeated to."""
SCREENFUL = 20
"""Hits that fill a screen."""
QUERIES = {
    "ar": ("كتاب", "على", "ال", "في البيت", "الله", "غغغغ"),
    "quran": ("كتاب", "الصلاة", "من", "السماوات والأرض"),
    "he": ("אל", "בראשית", "את האדם", "כי"),
    "fa": ("دل", "می", "عشق", "ای دل"),
}


def material() -> dict[str, str]:
    """Return the texts by what they are."""
    quran = json.loads((CORPUS / "quran-urdu" / "quran.json").read_text("utf-8"))
    genesis = (CORPUS / "hebrew-bible-oshb" / "Gen.xml").read_text("utf-8")
    return {
        "ar": (CORPUS / "reanchor" / "k05-ar-hamza-folded" / "old.txt").read_text("utf-8"),
        "quran": "\n".join(verse["text"] for surah in quran for verse in surah["verses"]),
        "he": " ".join(re.findall(r"<w[^>]*>([^<]+)</w>", genesis)).replace("/", ""),
        "fa": (CORPUS / "persian-poems" / "hafez.txt").read_text("utf-8"),
    }


def seconds(action: Callable[[], object]) -> float:
    """Return the seconds of one run."""
    began = time.process_time()
    action()
    return time.process_time() - began


def times_as_long(action: Callable[[], object], measure: Callable[[], object]) -> float:
    """Return how many times as long as ``measure`` an action takes, by the quickest of runs in turn."""
    runs = [(seconds(action), seconds(measure)) for _ in range(5)]
    return min(run[0] for run in runs) / min(run[1] for run in runs)


def folding_table(texts: dict[str, str]) -> bool:
    """Print how fast folding is, as a share of a bare translate; the bar is 0.6."""
    print("\nFolding, as a share of str.translate with the same table (at least 0.6)")
    met = True
    foldings = {**{language: DEFAULTS[language] for language in ("ar", "fa", "he")}, "quranic": QURANIC}
    longer = {name: text * (1 + 500_000 // len(text)) for name, text in texts.items()}
    for name, text in longer.items():
        shares = {}
        for language, folding in foldings.items():
            table = table_for(folding)
            shares[language] = 1 / times_as_long(lambda: fold(text, folding), lambda: text.translate(table))  # noqa: B023
        met &= min(share for language, share in shares.items() if language != "quranic" or name == "quran") >= 0.6
        print(f"  {name:6}", *(f"{language} {share:.2f}  " for language, share in shares.items()))
    return met


def offsets_table(books: dict[str, str]) -> bool:
    """Print how long the index of UTF-16 offsets takes, in times of decoding; the bar is 5."""
    print("\nIndexing UTF-16 offsets, in times of decoding the same bytes (at most 5)")
    met = True
    for name, book in {**books, "ar with emoji": books["ar"].replace("الله", "😀")}.items():
        data = book.encode()
        times = times_as_long(lambda: Utf16Index(book), data.decode)  # noqa: B023
        met &= times <= 5
        print(f"  {name:14} {times:.2f}")
    return met


def find_row(book: str, query: Query) -> tuple[int, float, float]:
    """Return the number of hits, and the seconds to the first screenful and to the end."""
    hits = 0
    began = time.process_time()
    first = 0.0
    for _ in find(book, query):
        hits += 1
        if hits == SCREENFUL:
            first = time.process_time() - began
    whole = time.process_time() - began
    return hits, first or whole, whole


def finding_table(books: dict[str, str]) -> bool:
    """Print how long searches take; the bars are 50 ms to a screenful and 300 ms to all."""
    print("\nFinding in 10 MB: hits, ms to twenty of them, ms to all (at most 50 where there are twenty, and 300)")
    met = True
    for name, book in books.items():
        folding = DEFAULTS.get(name, DEFAULTS["ar"])
        ways = {"as typed": NOTHING, "folded": folding}
        if name == "quran":
            ways["quranic"] = QURANIC
        for text in QUERIES.get(name, QUERIES["ar"]):
            for way, chosen in ways.items():
                for whole_word in (False, True):
                    query = Query(text, chosen, whole_word=whole_word, particles=whole_word)
                    hits, first, whole = min((find_row(book, query) for _ in range(2)), key=lambda row: row[2])
                    good = way == "quranic" or (whole <= 0.3 and (hits < SCREENFUL or first <= 0.05))
                    met &= good
                    print(
                        f"  {name:6} {way:9} {'words' if whole_word else '     '} {hits:7} {first * 1000:5.0f} "
                        f"{whole * 1000:5.0f} {'' if good else '!'} {text}"
                    )
    return met


QURANIC: Folding = replace(DEFAULTS["ar"], quranic=True)


def main() -> int:
    """Print the tables; 0 when every bar is met."""
    if not CORPUS.is_dir():
        print("The corpus of real texts does not stand beside this checkout.")
        return 1
    texts = material()
    books = {name: text * (1 + SIZE // len(text.encode())) for name, text in texts.items()}
    for option in sys.argv[1:]:
        if option.startswith("--book="):
            books["book"] = Path(option.removeprefix("--book=")).read_text("utf-8")
    met = [folding_table(texts), offsets_table(books), finding_table(books)]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
