"""The bar of the re-anchoring benchmark on versions that people made, and on some of the edits and cuts it makes."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


@pytest.fixture(scope="module")
def benchmark_of(corpus: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("reanchor", BENCHMARKS / "reanchor.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path[:] = before
    return module


def judged(rows: dict[str, Counter[str]]) -> Counter[str]:
    return sum(rows.values(), Counter())


def test_versions_that_people_made(benchmark_of: ModuleType, corpus: Path) -> None:
    folders = sorted(folder for folder in (corpus / "reanchor").iterdir() if folder.is_dir())
    assert folders
    counted = judged(benchmark_of.run((folder.name, *benchmark_of.corpus_case(folder)) for folder in folders))
    lives = counted["placed"] + counted["inexact"] + counted["WRONG"] + counted["orphan"]
    assert counted["placed"] >= 0.99 * lives
    assert counted["FALSE"] == 0


def test_passages_cut_out_whose_like_stays(benchmark_of: ModuleType) -> None:
    counted = judged(benchmark_of.run(islice(benchmark_of.cut_cases(), 4)))
    assert counted["gone"] > 60
    assert counted["FALSE"] == 0
    assert counted["placed"] >= 0.97 * (counted["placed"] + counted["inexact"] + counted["WRONG"] + counted["orphan"])


def test_edits_of_every_kind(benchmark_of: ModuleType) -> None:
    counted = judged(benchmark_of.run(islice(benchmark_of.made_cases(), 21)))
    lives = counted["placed"] + counted["inexact"] + counted["WRONG"] + counted["orphan"]
    assert lives > 800
    assert counted["placed"] >= 0.99 * lives
    assert counted["WRONG"] == counted["FALSE"] == 0
