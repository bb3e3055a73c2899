"""The doctor: what is on this machine, in which version, and what to do about what is not. Changes nothing."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from dreamgarden import settings
from dreamgarden.codegen.process import find_shelter, tool_version
from dreamgarden_setup import environment
from dreamgarden_setup.needs import NEEDS, Need
from dreamgarden_setup.system import line_to_run

_SET_UP = "Run `./dreamgarden setup` (installed with pip: `dreamgarden setup`)."
_LITTLE_SPACE = 1 << 30
# These two serve the building of the module alone; once there is one, they are nobody's concern.
_FOR_THE_MODULE = {"python-venv", "python-headers"}
_VERSIONED_TOOLS = {
    "compiler": ("g++", "clang++"),
    "cmake": ("cmake",),
    "ninja": ("ninja",),
    "sandbox": ("bwrap",),
    "mold": ("mold",),
    "ccache": ("ccache",),
}


@dataclass(frozen=True)
class Component:
    """One thing that DreamGarden uses.

    state    "ok"; "optional": absent, and DreamGarden does less or is slower; "missing": absent and needed.
    version  its version where it has one, else what was found; "" when absent.
    purpose  what it is for.
    then     what to do about its absence; "" when there is nothing to do.
    """

    name: str
    state: Literal["ok", "optional", "missing"]
    version: str
    purpose: str
    then: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def check(with_window: bool = False, environ: Mapping[str, str] = os.environ) -> list[Component]:
    """Every component, needed ones first. `with_window`: a screen is needed too, because a window is to open."""
    module = _module()
    skipped = _FOR_THE_MODULE if module.state == "ok" else set()
    found = [
        _python(),
        *(_system(need) for need in NEEDS if need.use != "tests" and need.name not in skipped),
        _package("raylib", "raylib_dynamic", "to draw games"),
        _runtime(),
        module,
        _weights(),
        _qt(),
        _display(with_window, environ),
        _package("torch", "torch", "to paint pictures with local weights", extra="diffusion"),
        _package("diffusers", "diffusers", "to paint pictures with local weights", extra="diffusion"),
        _space(settings.cache_dir(environ)),
    ]
    order = {"missing": 0, "ok": 1, "optional": 2}
    return sorted(found, key=lambda component: order[component.state])


def healthy(components: Iterable[Component]) -> bool:
    """True when nothing that is needed is missing."""
    return all(component.state != "missing" for component in components)


def report(components: Iterable[Component]) -> str:
    """The list for people, one component a line and what to do beneath it."""
    marks = {"ok": "✓", "optional": "·", "missing": "✗"}
    lines = []
    for component in components:
        version = component.version or "absent"
        lines.append(f"{marks[component.state]} {component.name:<18} {version[:44]:<44} {component.purpose}")
        if component.then:
            lines += [f"    {line}" for line in component.then.splitlines()]
    return "\n".join(lines)


def _python() -> Component:
    fit = sys.version_info >= (3, 11)
    then = "" if fit else "Install Python 3.11 or newer."
    return Component("python", "ok" if fit else "missing", platform.python_version(), "to run at all", then)


def _system(need: Need) -> Component:
    place = need.found()
    if not place:
        then = line_to_run([need]).split("\n", 1)[1]
        if need.name == "sandbox":
            then += f"\n{find_shelter().words}"
        return Component(need.name, "missing" if need.required else "optional", "", need.why, then)
    version = next((text for tool in _VERSIONED_TOOLS.get(need.name, ()) if (text := tool_version(tool))), place)
    return Component(need.name, "ok", version, need.why, _caution(need.name))


def _caution(name: str) -> str:
    """What can keep a tool from working although it is there."""
    restricted = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
    if name != "sandbox" or (shelter := find_shelter()).kind == "bubblewrap":
        return ""
    if os.geteuid() != 0 and restricted.exists() and restricted.read_text().strip() == "1":
        return f"{shelter.words} An AppArmor profile for bwrap would allow it."
    return shelter.words


def _package(name: str, distribution: str, purpose: str, *, extra: str = "") -> Component:
    try:
        return Component(name, "ok", importlib.metadata.version(distribution), purpose)
    except importlib.metadata.PackageNotFoundError:
        if extra:
            return Component(name, "optional", "", purpose, f"Run `./dreamgarden setup --with {extra}`.")
        return Component(name, "missing", "", purpose, _SET_UP)


def _qt() -> Component:
    found = _package("qt", "PySide6_Essentials", "to open DreamGarden's window")
    if found.version.startswith("6.12.") and sys.version_info < (3, 12):
        then = "This version aborts on Python 3.11. " + _SET_UP
        return Component(found.name, "missing", found.version, found.purpose, then)
    return found


def _runtime() -> Component:
    purpose = "what every game is made on"
    folder = settings.runtime_dir()
    library = next(folder.rglob("libgarden.a"), None)
    if library is None:
        return Component("game runtime", "missing", "", purpose, f"It is not in {folder}. {_SET_UP}")
    return Component("game runtime", "ok", str(folder), purpose)


def _module() -> Component:
    purpose = "to make meshes and lay out trees"
    try:
        import dreamgarden._native as native
    except ImportError as error:
        return Component("native module", "missing", "", purpose, f"{error}. {_SET_UP}")
    return Component("native module", "ok", str(native.__file__), purpose)


def _weights() -> Component:
    purpose = "to choose patterns and models by likeness"
    folder = settings.likeness_dir()
    if folder is None:
        return Component("likeness weights", "missing", "", purpose, _SET_UP)
    if environment.sha256(folder / "model.safetensors") != environment.WEIGHTS_SHA256:
        then = f"Remove {folder.parent}. {_SET_UP}"
        return Component("likeness weights", "missing", "not the known ones", purpose, then)
    return Component("likeness weights", "ok", "all-MiniLM-L6-v2", purpose)


def _display(needed: bool, environ: Mapping[str, str]) -> Component:
    purpose = "to open windows"
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        if place := environ.get(name):
            return Component("display", "ok", place, purpose)
    then = "Start from a desktop session, or put `xvfb-run -a` before the command. Building works without one."
    return Component("display", "missing" if needed else "optional", "", purpose, then)


def _space(folder: Path) -> Component:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    version, purpose = f"{free / 1e9:.1f} GB free", "to keep gardens and builds"
    if free < _LITTLE_SPACE:
        return Component("disk space", "missing", version, purpose, f"Free about 1 GB on the disk of {folder}.")
    return Component("disk space", "ok", version, purpose)
