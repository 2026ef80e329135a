"""The keys of the README are keys of the window."""

from __future__ import annotations

import re
from pathlib import Path

from reader.ui import actions

README = Path(__file__).resolve().parents[2] / "README.md"


def test_every_key_of_the_readme_does_something() -> None:
    section = README.read_text("utf-8").split("## Keys")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?) \|", section, re.MULTILINE)
    named = {key.strip() for row in rows for key in re.split(r", | … ", row)}
    known = {key for action in actions.table(right_to_left=False, platform="linux") for key in action.keys}
    assert len(named) > 20
    assert named - known == set()
