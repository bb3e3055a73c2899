"""Settings: the file, the environment over it, and what is said about a wrong one."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dreamgarden import settings
from dreamgarden.errors import BadInput, MissingTool, StorageError


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"DREAMGARDEN_CONFIG_DIR": str(tmp_path)}


def test_without_a_file_the_offline_designer_is_chosen(home: dict[str, str]) -> None:
    assert settings.load(home).designer == "patterns"


def test_what_was_saved_is_loaded(home: dict[str, str], tmp_path: Path) -> None:
    chosen = settings.with_library(
        replace(settings.Settings(), language="zh", budget=settings.Budget(leaves=12)), tmp_path
    )
    settings.save(chosen, home)
    assert settings.load(home) == chosen
    assert [file.name for file in tmp_path.iterdir()] == ["settings.json"]


def test_a_library_folder_is_kept_once(tmp_path: Path) -> None:
    once = settings.with_library(settings.Settings(), tmp_path)
    assert settings.with_library(once, tmp_path) == once


def test_the_environment_wins_over_the_file(home: dict[str, str]) -> None:
    settings.save(replace(settings.Settings(), theme="dark"), home)
    over = settings.load({**home, "DREAMGARDEN_THEME": "light", "DREAMGARDEN_LIBRARY": "/a:/b"})
    assert (over.theme, over.library) == ("light", ("/a", "/b"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('{"theme": "pink"}', "theme"),
        ('{"budget": {"leaves": "many"}}', "budget.leaves"),
        ('{"colour": 1}', "colour"),
        ("{", "JSON"),
    ],
)
def test_a_wrong_file_is_named_with_the_member(home: dict[str, str], tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "settings.json").write_text(text)
    with pytest.raises(BadInput) as caught:
        settings.load(home)
    assert named in str(caught.value) and str(tmp_path) in str(caught.value)


def test_a_disk_that_refuses_keeps_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="unchanged"):
        settings.save(settings.Settings(), {"DREAMGARDEN_CONFIG_DIR": str(tmp_path / "file")})


def test_an_absent_runtime_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingTool, match="dreamgarden setup"):
        settings.built_runtime({"DREAMGARDEN_RUNTIME": str(tmp_path)})


def test_paths_are_inside_the_checkout(checkout: Path) -> None:
    assert settings.checkout_dir() == checkout
    assert (settings.garden_sources_dir() / "garden.h").is_file()
    assert settings.templates_dir().is_dir() and settings.assets_dir().is_dir()


def test_asking_for_paths_loads_no_pydantic() -> None:
    code = "import sys; from dreamgarden import settings; settings.runtime_dir(); print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "dreamgarden.settings" in found.stdout and "pydantic" not in found.stdout


def test_whether_builds_are_played_is_read_alone(tmp_path: Path) -> None:
    environ = {"DREAMGARDEN_CONFIG_DIR": str(tmp_path)}
    assert settings.play_tests(environ) and settings.load(environ).play_tests
    settings.save(replace(settings.load(environ), play_tests=False), environ)
    assert not settings.play_tests(environ) and not settings.load(environ).play_tests
    for said, meant in (("on", True), ("off", False)):
        over = {**environ, "DREAMGARDEN_PLAY_TESTS": said}
        assert settings.play_tests(over) is meant and settings.load(over).play_tests is meant
