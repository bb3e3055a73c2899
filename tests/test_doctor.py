"""The doctor: every component is listed, truly, and each absence comes with what to do."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import platform
from pathlib import Path

import pytest

from dreamgarden import doctor, settings
from dreamgarden.doctor import Component, check, healthy, report
from dreamgarden_setup import needs
from dreamgarden_setup.needs import NEEDS


def one(name: str, components: list[Component]) -> Component:
    (found,) = (component for component in components if component.name == name)
    return found


@pytest.fixture(scope="module")
def components() -> list[Component]:
    return check(environ={})


def test_every_kind_of_component_is_listed_once(components: list[Component]) -> None:
    names = [component.name for component in components]
    assert len(names) == len(set(names))
    assert {
        "python",
        "compiler",
        "cmake",
        "ninja",
        "bullet",
        "sandbox",
        "graphics",
        "font-chinese",
        "raylib",
        "game runtime",
        "native module",
        "likeness weights",
        "qt",
        "display",
        "torch",
        "disk space",
    } <= set(names)


def test_versions_are_the_real_ones(components: list[Component]) -> None:
    assert one("python", components).version == platform.python_version()
    assert one("qt", components).version == importlib.metadata.version("PySide6_Essentials")
    compiler = one("compiler", components)
    assert compiler.state != "ok" or any(letter.isdigit() for letter in compiler.version)


def test_what_is_absent_says_what_to_do(components: list[Component]) -> None:
    assert [component.name for component in components if component.state != "ok" and not component.then] == []


def test_the_heavy_extra_is_optional(components: list[Component]) -> None:
    torch = one("torch", components)
    if importlib.util.find_spec("torch"):
        assert torch.state == "ok"
    else:
        assert torch.state == "optional" and "setup --with diffusion" in torch.then


def test_a_display_is_needed_only_by_a_window() -> None:
    assert one("display", check(environ={})).state == "optional"
    lacking = one("display", check(with_window=True, environ={}))
    assert lacking.state == "missing" and "xvfb-run" in lacking.then
    assert one("display", check(with_window=True, environ={"DISPLAY": ":7"})).version == ":7"


def test_a_missing_tool_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs.shutil, "which", lambda name: None)
    components = check(environ={})
    bwrap = one("sandbox", components)
    assert bwrap.state == "missing" and "bubblewrap" in bwrap.then
    assert one("mold", components).state == "optional"
    assert not healthy(components)


def test_an_absent_runtime_is_found_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DREAMGARDEN_RUNTIME", str(tmp_path))
    runtime = one("game runtime", check(environ={}))
    assert runtime.state == "missing" and str(tmp_path) in runtime.then


def test_other_weights_are_found_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_text("other")
    monkeypatch.setattr(settings, "likeness_dir", lambda: tmp_path)
    assert one("likeness weights", check(environ={})).state == "missing"


def test_the_qt_that_aborts_on_this_python_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "6.12.0" if name == "PySide6_Essentials" else real(name)
    )
    monkeypatch.setattr(doctor.sys, "version_info", (3, 11, 7))
    assert one("qt", check(environ={})).state == "missing"


def test_programs_get_every_member() -> None:
    row = json.loads(json.dumps(Component("mold", "optional", "", "to link games faster", "Install it.").to_json()))
    assert row == {
        "name": "mold",
        "state": "optional",
        "version": "",
        "purpose": "to link games faster",
        "then": "Install it.",
    }


def test_people_see_what_is_missing_and_the_next_step() -> None:
    text = report([Component("mold", "optional", "", "to link games faster", "Install it.\nThen go on.")])
    assert [line.strip() for line in text.splitlines()][1:] == ["Install it.", "Then go on."]
    assert "absent" in text


def test_only_needed_things_make_it_ill() -> None:
    assert healthy([Component("a", "ok", "1", ""), Component("b", "optional", "", "")])
    assert not healthy([Component("a", "missing", "", "")])
    assert {need.use for need in NEEDS if need.required} <= {"build", "game", "window"}
