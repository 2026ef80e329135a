from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import settings
from reader.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

OTHER = Settings(
    language="ar",
    interface_direction="ltr",
    theme="sepia",
    size=26.0,
    justify=True,
    last_colour="orange",
    lookups=(("معجم", "https://example.org/%s"),),
    width=900,
)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.json"
    settings.save(OTHER, path)
    assert settings.load(path) == OTHER
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


def test_every_field_survives(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for field in fields(Settings):
        default = getattr(Settings(), field.name)
        if isinstance(default, bool):
            changed = replace(Settings(), **{field.name: not default})
            settings.save(changed, path)
            assert settings.load(path) == changed


def test_the_file_lies_in_the_folder_of_settings() -> None:
    settings.save(OTHER)
    assert settings.load() == OTHER


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"\xff\xfe\x00", b"null", b'{"size": 1e999}', b"[" * 100_000])
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(damage)
    assert settings.load(path) == Settings()


def test_a_missing_file_and_a_folder_in_its_place_give_the_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none") == Settings()
    assert settings.load(tmp_path) == Settings()


def test_one_wrong_value_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    wrong = {"size": "big", "justify": 1, "width": True, "lookups": [["a"]], "last_colour": "mauve", "theme": "dark"}
    path.write_text(json.dumps(wrong), encoding="utf-8")
    assert settings.load(path) == Settings(theme="dark")


@given(
    st.dictionaries(
        st.sampled_from([field.name for field in fields(Settings)]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([1, [2]]) | st.just([["a", "b"]]),
    )
)
def test_no_content_of_the_file_stops_the_start(
    tmp_path_factory: pytest.TempPathFactory, content: dict[str, object]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    loaded = settings.load(path)
    for field in fields(Settings):
        assert type(getattr(loaded, field.name)) is type(getattr(Settings(), field.name))
