"""The layers, guarded. The rules are read from the tables of docs/architecture.md, so that the page stays true."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app" / "dreamgarden"
PAGE = ROOT / "docs" / "architecture.md"
VAGUE = {"util", "utils", "helper", "helpers", "manager", "managers", "misc", "common", "shared", "core", "base"}
LONGEST = 480


@dataclass(frozen=True)
class Import:
    """An import of `target` (dotted) in `module`; `lazy` when it is inside a function."""

    module: str
    target: str
    line: int
    lazy: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def module_name(file: Path, app: Path) -> str:
    """The dotted name inside `dreamgarden`: "plan.node"; "" is the package itself."""
    parts = file.relative_to(app).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(file: Path, app: Path) -> Iterator[Import]:
    """Every import in a file, relative ones resolved to their full names."""
    module = module_name(file, app)
    tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    lazy = {
        id(inner)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(function)
    }
    package = module.split(".") if file.name == "__init__.py" and module else module.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, id(node) in lazy)
        elif isinstance(node, ast.ImportFrom):
            start = ["dreamgarden", *package[: len(package) - node.level + 1]] if node.level else []
            base = ".".join([*start, *(node.module.split(".") if node.module else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield Import(module, full if _is_module(full, app) else base, node.lineno, id(node) in lazy)


def _is_module(name: str, app: Path) -> bool:
    parts = name.split(".")
    if parts[0] != "dreamgarden" or len(parts) == 1:
        return False
    place = app.joinpath(*parts[1:])
    return place.is_dir() or place.with_suffix(".py").is_file() or parts[1:] == ["_native"]


@cache
def table(heading: str) -> dict[str, tuple[str, ...]]:
    """The rows of the page's table under this first column: first name → the names of the second cell."""
    rows: dict[str, tuple[str, ...]] = {}
    inside = False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith(f"| {heading} |"):
            inside = True
        elif inside and not line.startswith("|"):
            break
        elif inside and "---" not in line:
            left, right = line.strip("|").split("|")[:2]
            rows[re.findall(r"`([^`]+)`", left)[0]] = tuple(re.findall(r"`([^`]+)`", right))
    assert rows, f"{PAGE} has no table that begins with {heading}"
    return rows


def row_of(module: str) -> str | None:
    """The longest name of the first table that covers the module."""
    return max((row for row in table("Module") if within(module, row)), key=len, default=None)


FILES = sorted(APP.rglob("*.py"))
IMPORTS = [found for file in FILES for found in imports_of(file, APP)]


def inner(found: Import) -> str | None:
    """The imported module's name inside the package; None for what comes from outside."""
    if found.target == "dreamgarden":
        return ""
    return found.target.removeprefix("dreamgarden.") if within(found.target, "dreamgarden") else None


def breaks_the_table(found: Import) -> bool:
    target = inner(found)
    row = row_of(found.module)
    if not target or not row:
        return False
    return not any(within(target, allowed) for allowed in (row, *table("Module")[row]))


def test_a_module_imports_only_what_its_row_allows() -> None:
    assert [str(found) for found in IMPORTS if breaks_the_table(found)] == []


def test_every_module_has_a_row() -> None:
    names = {module_name(file, APP) for file in FILES} - {""}
    assert sorted(name for name in names if row_of(name) is None) == []


def test_every_row_names_something_that_may_exist() -> None:
    allowed = {name for names in table("Module").values() for name in names} - {"_native"}
    assert sorted(name for name in allowed if row_of(name) is None) == []


@pytest.mark.parametrize("vendor", sorted(table("Import")))
def test_what_has_a_single_home_is_imported_only_there(vendor: str) -> None:
    homes = table("Import")[vendor]
    text = PAGE.read_text(encoding="utf-8")
    only_inside_functions = bool(re.search(rf"\| `{vendor}` \| inside functions of", text))
    astray = [
        str(found)
        for found in IMPORTS
        if within(found.target, vendor)
        and (not any(within(found.module, home) for home in homes) or (only_inside_functions and not found.lazy))
    ]
    assert astray == []


def test_the_canvas_layout_is_arithmetic_without_qt() -> None:
    layout = [found for found in IMPORTS if found.module == "ui.canvas.layout"]
    assert [str(found) for found in layout if within(found.target, "PySide6")] == []


def test_the_command_line_never_imports_the_window() -> None:
    """Also not through others: what `cli` and `serve` reach by imports at the top of modules has no Qt in it."""
    reached: set[str] = set()
    waiting = ["cli.commands", "serve.server"]
    while waiting:
        module = waiting.pop()
        if module in reached:
            continue
        reached.add(module)
        waiting += [target for found in IMPORTS if found.module == module and (target := inner(found))]
    assert sorted(name for name in reached if within(name, "ui")) == []


def test_the_set_up_needs_nothing_but_the_standard_library() -> None:
    import sys

    setup = APP.parent / "dreamgarden_setup"
    allowed = {*sys.stdlib_module_names, "dreamgarden_setup"}
    astray = [
        f"{file.name}:{found.line} imports {found.target}"
        for file in setup.glob("*.py")
        for found in imports_of(file, setup)
        if found.target.split(".")[0] not in allowed
    ]
    assert astray == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in FILES
        if (text := file.read_text(encoding="utf-8")).strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


def test_no_module_has_a_vague_name() -> None:
    vague = [str(file.relative_to(ROOT)) for file in FILES if VAGUE & set(re.split(r"[_.]", module_name(file, APP)))]
    assert vague == []


def test_no_module_is_too_long_to_read() -> None:
    lengths = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_a_forbidden_import_would_be_seen(tmp_path: Path) -> None:
    """The guard itself: relative, renamed and lazy imports do not slip through."""
    (tmp_path / "build").mkdir()
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "node.py").touch()
    file = tmp_path / "build" / "engine.py"
    file.write_text("def run():\n    from ..plan import node as n\nimport dreamgarden.plan.node\nfrom . import task\n")
    found = list(imports_of(file, tmp_path))
    assert [(one.target, one.lazy) for one in found if "plan" in one.target] == [
        ("dreamgarden.plan.node", False),
        ("dreamgarden.plan.node", True),
    ]
    assert [breaks_the_table(one) for one in found if "plan" in one.target] == [True, True]
