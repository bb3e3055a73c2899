"""The recipe of the whole game: link the parts, write its folder, and probe it; a part that crashes is left out."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dreamgarden.build.key import digest
from dreamgarden.build.task import Artifact, Inputs, Product, Task
from dreamgarden.codegen.compiler import Compiler
from dreamgarden.errors import GardenError
from dreamgarden.game import fonts
from dreamgarden.game.assemble import Content, GameFolder, Words, project_files, texts_of
from dreamgarden.game.play import LIVE, Game, Played, probe
from dreamgarden.work import Work

PROGRAM = "game"
LEFT_OUT = "left_out"
BY_HAND = "by_hand"
TROUBLE = "trouble"  # slug → text and diagnostics of a part that a person changed so that it does not compile
OWN = "own"  # a note of an artifact: a person made it, so its files stay as they are, without a head
BODIES = "bodies"  # of the parts that were there and were left out, so that it is known which version broke


@lru_cache(maxsize=8)
def _digest_of(file: Path, changed: int, size: int) -> str:
    """The digest of a file that was changed then and has this size: both tell a new one from one that was read."""
    return digest(file.read_bytes())


@dataclass(frozen=True)
class Shelf:
    """Artifacts that are no inputs: the last good ones of parts that failed. By body digest."""

    artifact: Callable[[str], Artifact | None]
    read: Callable[[str], bytes]  # a content's digest → the content


@dataclass
class GameRecipe:
    """Makes the game of a garden.

    folder           GARDEN/game, written as a person gets it.
    templates        templates/game; runtime_sources: native/garden; runtime: the ready-made one.
    play_folder      where the program is put together with the libraries it needs.
    cache            for cut fonts.
    """

    compiler: Compiler
    folder: GameFolder
    shelf: Shelf
    templates: Path
    runtime_sources: Path
    runtime: Path
    play_folder: Path
    cache: Path
    name: str = "game"
    version: int = 1

    def linked_with(self) -> str:
        """The digest of the ready-made runtime as it lies there now; "" when there is none. It is read once a version."""
        libraries = sorted(self.runtime.rglob("libgarden.a"))
        if not libraries:
            return ""
        looked = libraries[0].stat()
        return _digest_of(libraries[0], looked.st_mtime_ns, looked.st_size)

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        # Cutting fonts is Python, linking is another process: they go on beside each other.
        with ThreadPoolExecutor(1, "fonts") as pool:
            return self._run(task, inputs, work, pool)

    def _run(self, task: Task, inputs: Inputs, work: Work, pool: ThreadPoolExecutor) -> Product:
        parts = {**self._parts(inputs), **self._stand_ins(task)}
        content = self._content(task, inputs, parts)
        cut = pool.submit(fonts.cut, list(texts_of(content)), self.cache)
        objects = {slug: files[f"{slug}.o"] for slug, files in parts.items()}
        left_out: dict[str, str] = dict(task.settings["failed"])
        for slug in parts:
            left_out.pop(slug, None)
        trouble = self._take_by_hand(task, objects, left_out, work)
        letters: Future[fonts.Fonts] | fonts.Fonts = cut
        while True:
            work.progress(0.3, "linking")
            linked = self.compiler.link(objects, work)
            if not linked.ok:
                for slug in linked.guilty:
                    left_out[slug] = f"it does not link: {linked.text.splitlines()[0] if linked.text else 'no reason'}"
                    del objects[slug]
                continue
            if isinstance(letters, Future):
                letters = letters.result()
            left = self._write(content, letters, objects, left_out)
            game = self.install(linked.program.read_bytes())
            work.progress(0.7, "playing it for the first time")
            played = probe(game, work)
            if played.ok:
                self._announce(game)
                bodies = {
                    slug: inputs.artifact(f"code:{slug}").body for slug in left_out if f"code:{slug}" in inputs.roles()
                }
                return self._product(linked.program, content, letters, left_out, bodies, left, played, trouble)
            slug = self._guilty(played, objects, work)
            left_out[slug] = f"the game broke while it ran: {played.reason}"
            del objects[slug]

    def install(self, program: bytes) -> Game:
        """Put the program where it is played from, beside its libraries. A running game is not disturbed."""
        self.play_folder.mkdir(parents=True, exist_ok=True)
        for library in self.runtime.rglob("libraylib.so.*"):
            target = self.play_folder / library.name
            if not target.is_file() or target.stat().st_size != library.stat().st_size:
                shutil.copyfile(library, target)
        place = self.play_folder / PROGRAM
        if not place.is_file() or place.read_bytes() != program:
            fresh = place.with_suffix(".new")
            fresh.write_bytes(program)
            fresh.chmod(0o755)
            fresh.replace(place)
        return Game(place, self.folder.folder)

    def restore(self, task: Task, artifact: Artifact, inputs: Inputs) -> list[str]:
        """Write the folder and the program of a game that was built before. Returns what a person changed and keeps."""
        read = self.shelf.read
        parts = {**self._parts(inputs), **self._stand_ins(task)}
        left_out: dict[str, str] = dict(artifact.notes[LEFT_OUT])
        content = self._content(task, inputs, parts)
        letters = fonts.Fonts(
            {name.removeprefix("fonts/"): read(digest) for name, digest in artifact.files.items() if name != PROGRAM},
            tuple(artifact.notes.get("credits", ())),
        )
        left = self._write(content, letters, {slug: b"" for slug in parts if slug not in left_out}, left_out)
        self._announce(self.install(read(artifact.files[PROGRAM])))
        return left

    def _announce(self, game: Game) -> None:
        """Tell a game that runs what the game is now: it goes on as that one (native/garden/live.cpp)."""
        said = hashlib.sha256(self.folder.manifest.read_bytes() + game.program.read_bytes()).hexdigest()
        place = self.play_folder / LIVE
        if not place.is_file() or place.read_text() != said:
            fresh = place.with_suffix(".new")
            fresh.write_text(said)
            fresh.replace(place)

    # ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _parts(self, inputs: Inputs) -> dict[str, dict[str, bytes]]:
        return {
            role.removeprefix("code:"): {name: inputs.read(role, name) for name in inputs.artifact(role).files}
            for role in inputs.roles()
            if role.startswith("code:")
        }

    def _stand_ins(self, task: Task) -> dict[str, dict[str, bytes]]:
        found: dict[str, dict[str, bytes]] = {}
        for slug, body in task.settings["stand_ins"].items():
            artifact = self.shelf.artifact(body)
            if artifact is not None and f"{slug}.o" in artifact.files:
                found[slug] = {name: self.shelf.read(digest) for name, digest in artifact.files.items()}
        return found

    def _content(self, task: Task, inputs: Inputs, parts: Mapping[str, Mapping[str, bytes]]) -> Content:
        def files(kind: str, suffix: str) -> dict[str, bytes]:
            slugs = [role.partition(":")[2] for role in inputs.roles() if role.startswith(f"{kind}:")]
            return {
                slug: inputs.read(f"{kind}:{slug}", name)
                for slug in slugs
                if (name := f"{slug}{suffix}") in inputs.artifact(f"{kind}:{slug}").files
            }

        own = {role.partition(":")[2] for role in inputs.roles() if inputs.artifact(role).notes.get(OWN)}
        credits = [str(note) for role in inputs.roles() if (note := inputs.artifact(role).notes.get("credit"))]
        return Content(
            seed=task.settings["seed"],
            title=task.settings["title"],
            style=inputs.read("style", "style.json"),
            parts={
                slug: {name: text.decode() for name, text in owned.items() if name.endswith((".cpp", ".h"))}
                for slug, owned in parts.items()
            },
            data=files("data", ".json"),
            assets=files("mesh", ".glb"),
            sprites=files("mesh", ".png"),
            words={
                slug: Words(title, brief, tuple(said))
                for slug, (title, brief, said) in task.aside["words"].items()
                if slug not in own
            },
            credits=tuple(credits),
        )

    def _take_by_hand(self, task: Task, objects: dict[str, bytes], left_out: dict[str, str], work: Work) -> dict[str, Any]:
        """A part's text that a person changed in the game's folder is what is compiled. Returns what is wrong with which."""
        trouble: dict[str, Any] = {}
        for name in task.settings["by_hand"]:
            path = Path(name)
            if path.parent.as_posix() != "parts" or path.suffix != ".cpp" or path.stem not in objects:
                continue
            headers = {file.name: file.read_text() for file in (self.folder.folder / "parts").glob("*.h")}
            text = (self.folder.folder / name).read_text(encoding="utf-8", errors="replace")
            compiled = self.compiler.compile(path.stem, {**headers, path.name: text}, work)
            if compiled.object is not None:
                objects[path.stem] = compiled.object.read_bytes()
            else:
                first = next(iter(compiled.diagnostics))
                left_out[path.stem] = f"your {name} does not compile: line {first.line}: {first.message}"
                trouble[path.stem] = {"files": {path.name: text}, "diagnostics": [each.to_json() for each in compiled.diagnostics]}
                del objects[path.stem]
        return trouble

    def _guilty(self, played: Played, objects: Mapping[str, bytes], work: Work) -> str:
        """The part whose code broke the game: the one the runtime names, else the one without which it runs."""
        named = played.guilty
        for slug in objects:
            if named in (slug, slug.replace("-", "_")):
                return slug
        for slug in objects:
            work.check()
            without = self.compiler.link({other: text for other, text in objects.items() if other != slug}, work)
            if without.ok and probe(self.install(without.program.read_bytes()), work).ok:
                return slug
        raise GardenError(
            f"The game does not run: {played.reason}.",
            safe="The plan and every part are kept.",
            then="Look at the log, mute or edit what was changed last, and build again.",
        )

    def _write(
        self, content: Content, letters: fonts.Fonts, objects: Mapping[str, Any], left_out: Mapping[str, str]
    ) -> list[str]:
        whole = Content(
            **{
                **vars(content),
                "parts": {slug: texts for slug, texts in content.parts.items() if slug in objects},
                "left_out": left_out,
                "fonts": letters.files,
                "credits": (*letters.credits, *content.credits),
            }
        )
        return self.folder.write(project_files(whole, self.templates, self.runtime_sources))

    def _product(
        self,
        program: Path,
        content: Content,
        letters: fonts.Fonts,
        left_out: dict[str, str],
        bodies: dict[str, str],
        left: list[str],
        played: Played,
        trouble: dict[str, Any],
    ) -> Product:
        return Product(
            files={PROGRAM: program, **{f"fonts/{name}": text for name, text in letters.files.items()}},
            interface=b"",
            notes={
                LEFT_OUT: left_out,
                BODIES: bodies,
                BY_HAND: left,
                TROUBLE: trouble,
                "credits": list(letters.credits),
                "missing_characters": letters.missing,
                "complaints": [vars(complaint) for complaint in played.complaints],
                "parts": len(content.parts) - len(left_out.keys() & content.parts.keys()),
            },
        )
