"""How each kind of task is done: names bound to the packages that do the work. See tasks.py for who asks for what.

| Recipe | Makes | Shows to those who need it |
| --- | --- | --- |
| style | style.json | all of it |
| data | SLUG.json | which members it has |
| code | SLUG.cpp, SLUG.h, SLUG.o | the names it gives, its header |
| recipe, retrieve, nearest | SLUG.glb, thumbnail.png | its name, size and joints |
| game | the linked program, fonts, what was left out | |
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dreamgarden import settings
from dreamgarden.build.task import Inputs, Product, Recipe, Task
from dreamgarden.codegen import expectation
from dreamgarden.codegen.compiler import Compiled, Compiler
from dreamgarden.codegen.loop import Bounds, DoesNotPass, Repairs, Stage, Trouble, until_it_passes
from dreamgarden.codegen.mechanic import Mechanic
from dreamgarden.codegen.reflect import Files
from dreamgarden.designers.designer import Ability, Beholder, Designer, Draft, Failure, Leaf, Need, Restyler
from dreamgarden.errors import GardenError
from dreamgarden.game.building import GameRecipe
from dreamgarden.game.probing import Prober, Surrounding
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.art.finish import Finished
    from dreamgarden.art.library import Hit, Library
    from dreamgarden.art.model import Mesh

INTERFACE = "interface.txt"
_FOLDERS = {"data": ("data", ".json"), "mesh": ("assets", ".glb")}  # where a game finds them
_NEAR = 0.5  # likeness from which a found model is the thing itself
_PAINTS = re.compile(r"\bon_paint\w*\(|\bon_draw_behind\(|\bpaint_\w+\(")  # code that makes a picture of its own
_SPARE = 4  # further models that are tried when one can't be read


def abilities_of(recipes: Mapping[str, Recipe], ways: Mapping[tuple[str, str], str]) -> tuple[Ability, ...]:
    """What a planner may plan: every way to make a leaf (tasks.py) whose recipe says what it can."""
    told = ((key, getattr(recipes.get(recipe), "can", "")) for key, recipe in ways.items())
    return tuple(Ability(kind, route, words) for (kind, route), words in told if words)


def recipes_for(designer: Designer, compiler: Compiler, library: Callable[[], Library], game: GameRecipe) -> dict[str, Recipe]:
    """The table of recipes of one garden. A new route for models is one more line here and in tasks.py.

    library  opens the models that can be found; called when the first one is looked for.
    """
    found: list[Recipe] = [
        StyleRecipe(designer),
        DataRecipe(designer),
        CodeRecipe(designer, compiler, Prober(compiler), Mechanic.of(game.runtime, settings.cache_dir())),
        ShapeRecipe(designer),
        RetrieveRecipe(designer, library),
        NearestRecipe(designer, library),
        game,
    ]
    return {recipe.name: recipe for recipe in found}


@dataclass
class StyleRecipe:
    """The style, as the designer sees it; what a person set in the node's slots wins."""

    designer: Designer
    name: str = "style"
    version: int = 1

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        style = self.designer.style(str(task.settings["seed"]), work)
        chosen = task.settings["slots"]
        style = {**style, **chosen}
        if task.settings.get("author") == "person" and isinstance(self.designer, Restyler):
            style = self.designer.restyle(style, str(task.settings["brief"]), str(task.settings["seed"]), work)
        return Product({"style.json": _json(style)})


@dataclass
class DataRecipe:
    """Content beside the code: texts, levels, waves."""

    designer: Designer
    name: str = "data"
    version: int = 1
    can: str = (
        "one JSON file of texts, levels, rounds, waves, tunings, that code reads"
    )

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        leaf = leaf_of(task, inputs)
        text = _only(self.designer.write(leaf, work), f"{leaf.slug}.json")
        try:
            value = json.loads(text)
        except ValueError as error:
            raise GardenError(f"{leaf.slug}.json is not JSON: {error}.", then="Ask for another take.") from error
        interface = shape_of(value).encode()
        return Product({f"{leaf.slug}.json": _json(value), INTERFACE: interface}, interface)


@dataclass
class CodeRecipe:
    """A part of the game: written, compiled, tried, mended.

    prober   tries what a model wrote or mended; patterns are tried by the tests of their library.
    repairs  mends without asking anybody.
    """

    designer: Designer
    compiler: Compiler
    prober: Prober | None = None
    repairs: Repairs | None = None
    name: str = "code"
    version: int = 1
    can: str = (
        "one C++ file on the garden runtime, 60 to 300 lines: a mechanic, a character, a place, a painted scene, a screen, a "
        "weather. Runs 60 times a second, draws in 3D, paints on a 2D canvas, hears and emits named events, reads data files, makes "
        "its own sounds and tones"
    )

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        leaf = leaf_of(task, inputs)
        headers = _headers(inputs)
        draft = self.designer.write(leaf, work)
        begun = time.monotonic()
        seen: list[str] = []

        def compile(files: Files) -> Compiled:
            return self.compiler.compile(leaf.slug, {**headers, **_own(leaf.slug, files)}, work)

        def prove(files: Files) -> Trouble | None:
            if self.prober is None or draft.author != "model":
                return None
            work.progress(0.95, f"trying {leaf.title}")
            among = _surrounding(inputs)
            trouble = self.prober(leaf.slug, files, among, expectation.read(draft.checks), work)
            return trouble or self._look(leaf, files, among, seen, work)

        def mend(stage: Stage, failure: str, files: Files, tried: tuple[str, ...]) -> Files | None:
            nonlocal draft
            failed = Draft(files, draft.interface, draft.checks, draft.author)
            better = self.designer.mend(leaf, Failure(stage, failure, failed, tried), work)
            if better is None:
                return None
            checks = better.checks or draft.checks
            if dict(better.files) == dict(files) and checks == draft.checks:
                return None  # nothing would come out otherwise
            draft = replace(better, checks=checks)
            return better.files

        try:
            passed = until_it_passes(
                leaf.slug, draft.files, compile, mend, work, prove=prove, repairs=self.repairs, bounds=Bounds(rounds=6, seconds=1800)
            )
        except DoesNotPass as error:
            # The engine keeps these with the failure, for the person who looks at the leaf.
            error.notes = {
                "diagnostics": [each.to_json() for each in error.diagnostics], "files": dict(error.files), "tried": list(error.tried)
            }  # fmt: skip
            raise
        files = _own(leaf.slug, passed.files)
        interface = "\n".join([draft.interface, files.get(f"{leaf.slug}.h", "")]).strip().encode()
        return Product(
            files={
                **{name: text.encode() for name, text in files.items()},
                f"{leaf.slug}.o": passed.object.read_bytes(),
                INTERFACE: interface,
            },
            interface=interface,
            notes={
                "diagnostics": [each.to_json() for each in passed.diagnostics],
                "tried": list(passed.tried),
                "unmet": list(passed.unmet),
                "seen": seen,
                "passed_after": round(time.monotonic() - begun, 2),
                "lines": sum(text.count("\n") for text in files.values()),
            },
        )


    def _look(self, leaf: Leaf, files: Files, among: Surrounding, seen: list[str], work: Work) -> Trouble | None:
        """What a designer with eyes finds wrong with a picture of a part that paints; it looks once, and writes it into `seen`."""
        able = self.prober is not None and isinstance(self.designer, Beholder) and self.designer.has_eyes
        if not able or seen or not any(_PAINTS.search(text) for text in files.values()):
            return None
        assert self.prober is not None and isinstance(self.designer, Beholder)
        picture = self.prober.picture(leaf.slug, among, work)
        wrong = self.designer.look(leaf, picture, work) if picture else ()
        seen += wrong or ["nothing wrong"] if picture else []
        if not wrong:
            return None
        words = [f"{leaf.slug}.cpp runs well. Somebody looked at a picture of it, two seconds into its play, and found:",
                 *(f"- {each}" for each in wrong), "Paint it as it should be; leave what it does as it is."]  # fmt: skip
        return Trouble("look", "\n".join(words), wrong[0], fatal=False)


@dataclass
class ShapeRecipe:
    """A model from a parametric recipe that the designer chose and coloured."""

    designer: Designer
    name: str = "recipe"
    version: int = 3
    can: str = (
        "one 3D model carved from simple shapes after its brief, where no bundled one is the thing"
    )

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        leaf = leaf_of(task, inputs)
        return self.shape(leaf, wanted_of(self.designer, leaf, work), work)

    def shape(self, leaf: Leaf, wanted: Mapping[str, Any], work: Work) -> Product:
        """The model that the designer's reference names. Raises RecipeError, Cancelled."""
        # Here and not above: meshing needs numpy, which those who only look at a garden need not wait for.
        from dreamgarden.art import finish as finishing
        from dreamgarden.art import recipe as shapes

        named = wanted["recipe"]  # a bundled one by name, or a whole one that a model carved
        shape = shapes.load_recipe(named) if isinstance(named, str) else shapes.read_recipe(named, leaf.slug)
        work.progress(0.1, f"shaping {shape.title}")
        mesh = shapes.mesh_recipe(shape, wanted["params"], wanted["colours"], wanted["seed"], work=work)
        model = finishing.finish(mesh, wanted["size"], budget=shape.budget, floating=not shape.grounded, name=leaf.slug)
        notes = {"route": "recipe", "recipe": shape.name, "near": wanted.get("near", True)}
        return model_product(leaf.slug, model, notes, work)


@dataclass
class RetrieveRecipe:
    """A model found in the library: a bundled recipe or a file of a folder that the person added."""

    designer: Designer
    library: Callable[[], Library]
    name: str = "retrieve"
    version: int = 3
    can: str = (
        "one 3D model looked up in the person's own library"
    )

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        leaf = leaf_of(task, inputs)
        wanted = wanted_of(self.designer, leaf, work)
        from dreamgarden.art.catalogue import CatalogueAway
        from dreamgarden.art.gltf import BrokenModel
        from dreamgarden.art.library import FLOOR

        library = self.library()
        found = library.search(wanted["query"], leaf.take + _SPARE, work)
        away = ""
        if not found or found[0].score < _NEAR:
            try:
                if library.reach(wanted["query"], work):
                    found = library.search(wanted["query"], leaf.take + _SPARE, work)
            except (CatalogueAway, BrokenModel) as error:
                away = error.what  # what is here has to do, and the reason is told
        hits = [hit for hit in found if hit.score >= FLOOR]
        if not hits:
            raise GardenError(
                f"Nothing in the library is like “{wanted['query']}”.",
                safe="The rest of the garden is built without it.",
                then="Add a folder of models with `dreamgarden library add`, or choose another route.",
            )
        first = min(leaf.take, len(hits)) - 1  # another take is the next best
        broken = [away] if away else []
        for hit in hits[first : first + _SPARE]:
            try:
                product = self.take(leaf, hit, wanted, work)
            except BrokenModel as error:
                broken.append(error.what)  # it broke since it was looked at; the next best takes its place
                continue
            return replace(product, notes={**product.notes, "instead": " ".join(broken)}) if broken else product
        raise GardenError(f"What the library has for “{wanted['query']}” can't be read. {' '.join(broken)}",
                          safe="The rest of the garden is built without it.", then="Replace or remove these files.")  # fmt: skip

    def take(self, leaf: Leaf, hit: Hit, wanted: Mapping[str, Any], work: Work) -> Product:
        """The model of a hit, finished. Raises BrokenModel, RecipeError, Cancelled."""
        from dreamgarden.art import finish as finishing

        work.progress(0.3, f"fetching {hit.title}")
        mesh = self.library().retrieve(hit, wanted["size"], wanted["colours"], work=work)
        if hit.kind == "file":
            mesh = in_harmony(mesh, leaf)
        model = finishing.finish(mesh, wanted["size"], name=leaf.slug)
        notes = {"route": "retrieve", "found": hit.path, "score": round(float(hit.score), 3), "why": hit.why}
        if hit.kind == "file":
            said = ", ".join(word for word in (hit.credit, hit.licence) if word)
            notes["credit"] = f"{hit.title}: {said or 'from your own library'}"
        return model_product(leaf.slug, model, notes, work)


@dataclass
class NearestRecipe:
    """The app's own choice: a parametric recipe where one comes near, else what the person's library has, if better."""

    designer: Designer
    library: Callable[[], Library]
    name: str = "nearest"
    version: int = 3
    can: str = (
        "one 3D model: the bundled one that its noun names, coloured by the style. Legs walk, wings swing, wheels roll and sails "
        "spin by themselves; code moves, turns, tilts and scales it"
    )

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        leaf = leaf_of(task, inputs)
        wanted = wanted_of(self.designer, leaf, work)
        if not wanted.get("near", True):
            hits = self.library().search(wanted["query"], 1, work)
            if hits and hits[0].kind == "file" and hits[0].score >= _NEAR:
                return RetrieveRecipe(self.designer, self.library).take(leaf, hits[0], wanted, work)
        return ShapeRecipe(self.designer).shape(leaf, wanted, work)


def wanted_of(designer: Designer, leaf: Leaf, work: Work) -> dict[str, Any]:
    wanted = json.loads(_only(designer.write(leaf, work), f"{leaf.slug}.json"))
    assert isinstance(wanted, dict)
    return wanted


def in_harmony(mesh: Mesh, leaf: Leaf) -> Mesh:
    """The mesh with its colours drawn towards the garden's; as it is where the style, or the node, has `harmonise` off."""
    from dreamgarden.art.harmony import harmonised

    if not leaf.slots.get("harmonise", leaf.style.get("harmonise", True)):
        return mesh
    return harmonised(mesh, leaf.style.get("palette", {}))


def model_product(slug: str, model: Finished, notes: dict[str, Any], work: Work) -> Product:
    """A finished model as what a leaf leaves: the .glb, its picture, and its name, size and joints for those who need it."""
    from dreamgarden.art import finish as finishing

    work.progress(0.8, "taking its picture")
    joints = sorted({f"{joint.motion.name} ({joint.motion.kind})" for joint in model.mesh.joints})
    told = f"; joints: {', '.join(joints)}" if joints else ""
    interface = f"{slug}: {' x '.join(f'{length:.2f}' for length in model.size)} m{told}".encode()
    return Product(
        files={f"{slug}.glb": model.glb, "thumbnail.png": finishing.thumbnail(model.mesh), INTERFACE: interface},
        interface=interface,
        notes={
            **notes,
            "triangles": model.triangles,
            "collision": model.collision.kind,
            "joints": joints,
            "size": [round(float(length), 3) for length in model.size],
        },
    )


def leaf_of(task: Task, inputs: Inputs) -> Leaf:
    """What a designer is asked to write: from the task's settings and what its inputs show, nothing else."""
    given = task.settings
    needs = tuple(
        Need(role.partition(":")[2], role.partition(":")[0], inputs.read(role, INTERFACE).decode())
        for role in sorted(inputs.roles())
        if role != "style"
    )
    return Leaf(
        slug=given["slug"],
        title=given["title"],
        brief=given["brief"],
        kind=given["kind"],
        take=given["take"],
        seed=given["seed"],
        style=json.loads(inputs.read("style", "style.json")),
        slots=given["slots"],
        needs=needs,
        note=str(task.aside.get("note", "")),
    )


def _headers(inputs: Inputs) -> dict[str, str]:
    return {
        name: inputs.read(role, name).decode() for role in inputs.roles() for name in inputs.artifact(role).files if name.endswith(".h")
    }


def _surrounding(inputs: Inputs) -> Surrounding:
    """What a part is tried among: what it needs, and the style."""
    objects: dict[str, bytes] = {}
    files = {"data/style.json": inputs.read("style", "style.json")}
    for role in inputs.roles():
        kind, _, slug = role.partition(":")
        if kind == "code":
            objects[slug] = inputs.read(role, f"{slug}.o")
        elif kind in _FOLDERS:
            folder, suffix = _FOLDERS[kind]
            files[f"{folder}/{slug}{suffix}"] = inputs.read(role, f"{slug}{suffix}")
    return Surrounding(objects, files)


def _own(slug: str, files: Mapping[str, str]) -> dict[str, str]:
    """The files that a part may have. Raises GardenError when it brings others or lacks its own."""
    strange = sorted(files.keys() - {f"{slug}.cpp", f"{slug}.h"})
    if strange or f"{slug}.cpp" not in files:
        said = f"brings {', '.join(strange)}" if strange else "has no text"
        raise GardenError(f"{slug} can't be built: its draft {said}.", then=f"A part is {slug}.cpp and, at need, {slug}.h.")
    return dict(files)


def _only(draft: Draft, name: str) -> str:
    if set(draft.files) != {name}:
        raise GardenError(f"The draft holds {', '.join(sorted(draft.files)) or 'nothing'}; {name} was asked for.")
    return draft.files[name]


def shape_of(value: Any) -> str:
    """Which members a JSON value has, without what they hold."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {shape_of(each)}" for name, each in sorted(value.items())) + "}"
    if isinstance(value, list):
        return f"[{' | '.join(sorted({shape_of(each) for each in value}))}]"
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
