"""Several commands on one library at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Hamish

ROOT = Path(__file__).resolve().parents[2]


def test_commands_at_once_lose_nothing(hamish: Hamish, article: str) -> None:
    """Six processes add six highlights each while the article is described, tagged and listed."""
    environment = os.environ | {"HAMISH_LIBRARY": str(hamish.library)}

    def start(*words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "reader", *words]
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    adding = [start("highlight", article, "--from", "-") for _ in range(6)]
    other = [start("describe", article, "--author", "كاتب"), start("tag", article, "وسم"), start("list", "--json")]
    made: list[str] = []
    for number, process in enumerate(adding):
        rows = [{"start": 6 * number, "end": 6 * number + 5, "note": f"{number}:{row}"} for row in range(6)]
        out, err = process.communicate("\n".join(map(json.dumps, rows)).encode(), timeout=100)
        assert (process.returncode, err) == (0, b"")
        made += out.decode().split()
    for process in other:
        assert process.communicate(timeout=100)[1] == b""
    notes = hamish("notes", article, "--json").json
    assert sorted(item["id"][9:] for item in notes) == sorted(made)
    (info,) = hamish("list", "--tag", "وسم", "--json").json
    assert info["annotations"] == len(made)
    assert hamish("describe", article, "--json").json["author"] == "كاتب"
    assert hamish("verify").lines == ["The library is sound."]
