"""What a person changed in the game's folder becomes theirs: a take of its leaf, pinned, with the difference to what it was.

The file stays byte for byte as they left it. What can't be used as it is (it does not compile, it is no JSON) is left
alone and said; it is looked at again before the next build.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dreamgarden.build.engine import Engine
from dreamgarden.build.task import Artifact, Product, Task
from dreamgarden.codegen.compiler import Compiler
from dreamgarden.errors import BadInput
from dreamgarden.game.assemble import GameFolder
from dreamgarden.game.building import OWN
from dreamgarden.make.recipes import INTERFACE, shape_of
from dreamgarden.plan.edit import Batch, Edit, Pin, Take
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.tasks import task_name
from dreamgarden.work import Work

_LONGEST_DIFF = 20_000


@dataclass(frozen=True)
class Adopted:
    """A leaf that a person made in the game's folder: the edit that keeps it (None: it is kept), and its files."""

    leaf: Node
    edit: Edit | None
    files: tuple[str, ...]


Refused = Callable[[str, str], None]
"""Is given a file's name and why it is left alone."""


class Adoption:
    """Looks for a person's own files. `task` makes a leaf's task; `highest` knows the highest take of a node's id."""

    def __init__(self, engine: Engine, compiler: Compiler, folder: GameFolder, task: Callable[[Plan, Node], Task | None],
                 highest: Callable[[str], int]) -> None:
        self._engine, self._compiler, self._folder = engine, compiler, folder
        self._task, self._highest = task, highest

    def found(self, plan: Plan, refused: Refused, work: Work) -> list[Adopted]:
        """Every leaf whose file a person changed, kept in the store. Raises MissingTool, StorageError, Cancelled."""
        adopted = []
        for leaf, names in self._changed(plan).items():
            node = plan[leaf]
            was = self._engine.ledger.last_good(task_name(node))
            try:
                product = self._product(node, was, work)
            except BadInput as error:
                refused(names[0], error.what)
                continue
            take = max(self._highest(node.id), node.take) + 1
            artifact = self._engine.adopt(product, self._task(plan.apply(Take(node.id, take)), node))
            keep = Batch((Take(node.id, take), Pin(node.id, artifact.body)), f"Keep your {Path(names[0]).name}")
            # After a crash right after the edit, the leaf keeps it already.
            adopted.append(Adopted(node, None if node.pinned == artifact.body else keep, tuple(names)))
        return adopted

    def _changed(self, plan: Plan) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        leaves = {path: node.id for node in plan if node.is_leaf and not node.muted and not node.proposed for path in _paths(node)}
        for name in sorted(self._folder.changed_by_hand()):
            if name in leaves:
                found.setdefault(leaves[name], []).append(name)
        return found

    def _product(self, leaf: Node, was: Artifact | None, work: Work) -> Product:
        """Raises BadInput for what can't be used."""
        make = {"code": self._code, "mesh": self._model}.get(leaf.kind, self._data)
        product = make(leaf, was, work)
        before = {} if was is None else {name: self._engine.store.get(digest) for name, digest in was.files.items()}
        return Product(product.files, product.interface, {**product.notes, OWN: True, "diff": _difference(before, product.files)})

    def _code(self, leaf: Node, was: Artifact | None, work: Work) -> Product:
        home, slug = self._folder.folder / "parts", leaf.slug
        own = {name: _text(home / name) for name in (f"{slug}.cpp", f"{slug}.h") if (home / name).is_file()}
        headers = {path.name: _text(path) for path in home.glob("*.h")}
        compiled = self._compiler.compile(slug, {**headers, **own}, work)
        if compiled.object is None:
            first = next(each for each in compiled.diagnostics if each.severity == "error")
            raise BadInput(f"It does not compile: line {first.line}: {first.message}.")
        old = self._engine.store.get(was.interface).decode() if was else ""
        header = own.get(f"{slug}.h", "").strip()
        digest = was.files.get(f"{slug}.h") if was else None
        old_header = self._engine.store.get(digest).decode().strip() if digest else ""
        interface = old if header == old_header else f"{old.removesuffix(old_header).strip()}\n{header}".strip()
        files: dict[str, bytes | Path] = {name: text.encode() for name, text in own.items()}
        files |= {f"{slug}.o": compiled.object.read_bytes(), INTERFACE: interface.encode()}
        lines = sum(text.count("\n") for text in own.values())
        return Product(files, interface.encode(), {"diagnostics": [each.to_json() for each in compiled.diagnostics], "lines": lines})

    def _data(self, leaf: Node, was: Artifact | None, work: Work) -> Product:
        name = "style.json" if leaf.kind == "style" else f"{leaf.slug}.json"
        content = (self._folder.folder / "data" / name).read_bytes()
        try:
            json.loads(content)
        except ValueError as error:
            raise BadInput(f"It is no JSON: {error}.") from error
        if leaf.kind == "style":
            return Product({name: content})
        shape = shape_of(json.loads(content)).encode()
        return Product({name: content, INTERFACE: shape}, shape)

    def _model(self, leaf: Node, was: Artifact | None, work: Work) -> Product:
        from dreamgarden.art import finish as finishing
        from dreamgarden.art.imported import read_model

        path = self._folder.folder / "assets" / f"{leaf.slug}.glb"
        mesh = read_model(path)
        low, high = mesh.vertices.min(0), mesh.vertices.max(0)
        size = [round(float(length), 3) for length in high - low]
        interface = f"{leaf.slug}: {' x '.join(f'{length:.2f}' for length in size)} m".encode()
        files: dict[str, bytes | Path] = {path.name: path.read_bytes(), "thumbnail.png": finishing.thumbnail(mesh), INTERFACE: interface}
        return Product(files, interface, {"route": "own", "size": size})


def _paths(leaf: Node) -> Sequence[str]:
    match leaf.kind:
        case "code":
            return (f"parts/{leaf.slug}.cpp", f"parts/{leaf.slug}.h")
        case "mesh":
            return (f"assets/{leaf.slug}.glb",)
        case "style":
            return ("data/style.json",)
        case _:
            return (f"data/{leaf.slug}.json",)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is no text in UTF-8.") from error


def _difference(before: Mapping[str, bytes], after: Mapping[str, Any]) -> str:
    """What a person changed, as `diff -u` prints it; files that are no text are only named."""
    lines: list[str] = []
    for name, content in sorted(after.items()):
        old = before.get(name, b"")
        if not name.endswith((".cpp", ".h", ".json")):
            continue
        lines += difflib.unified_diff(
            old.decode(errors="replace").splitlines(), content.decode(errors="replace").splitlines(), name, f"your {name}", lineterm=""
        )
    return "\n".join(lines)[:_LONGEST_DIFF]


