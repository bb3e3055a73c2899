"""The game's folder, GARDEN/game: an ordinary CMake project made of what the garden built.

`project_files` says what belongs there; `GameFolder` writes it, only what changed, and never over a file that a
person has changed since.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import re
import string
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dreamgarden.errors import StorageError

_RUNTIME_FILES = {".h", ".hpp", ".cpp", ".c", ".cmake", ".txt", ".md", ".vs", ".fs", ".in", ".550"}


@dataclass(frozen=True)
class Words:
    """What the plan says about a leaf."""

    title: str
    brief: str
    seed_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """What a game is made of.

    seed      the prompt.
    style     the style's JSON.
    parts     slug → file name → text, of the parts that are in the game.
    left_out  slug → the reason, of those that are not.
    data      slug → JSON; assets: slug → GLB; sprites: slug → PNG; fonts: file name → content.
    words     slug → what the plan says.
    credits   lines for CREDITS.md.
    """

    seed: str
    title: str
    style: bytes
    parts: Mapping[str, Mapping[str, str]]
    left_out: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, bytes] = field(default_factory=dict)
    assets: Mapping[str, bytes] = field(default_factory=dict)
    sprites: Mapping[str, bytes] = field(default_factory=dict)
    fonts: Mapping[str, bytes] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    credits: tuple[str, ...] = ()


def project_files(content: Content, templates: Path, runtime_sources: Path) -> dict[str, bytes]:
    """Relative name → content of the whole folder. Raises StorageError when the templates can't be read."""
    files: dict[str, bytes] = {}
    try:
        for name in ("CMakeLists.txt", "garden.cmake", "main.cpp"):
            files[name] = (templates / name).read_bytes()
        readme = (templates / "README.md").read_text(encoding="utf-8")
        for path in sorted(runtime_sources.rglob("*")):
            if path.is_file() and path.suffix in _RUNTIME_FILES:
                files[f"runtime/{path.relative_to(runtime_sources).as_posix()}"] = path.read_bytes()
    except OSError as error:
        raise StorageError(
            f"{error.filename} can't be read: {error.strerror}.", then="Run `dreamgarden doctor`."
        ) from error
    files |= _raylib()
    quoted = "\n".join(f"> {line}" for line in _plain(content.seed).splitlines())
    files["README.md"] = string.Template(readme).safe_substitute(title=_line(content.title), seed=quoted).encode()
    files["CREDITS.md"] = _credits(content.credits)
    files["parts.cmake"] = _parts_list(content.parts, content.left_out)
    files["data/style.json"] = content.style
    files |= {f"data/{slug}.json": data for slug, data in content.data.items()}
    files |= {f"assets/{slug}.glb": model for slug, model in content.assets.items()}
    files |= {f"assets/{slug}.png": atlas for slug, atlas in content.sprites.items()}
    files |= {f"fonts/{name}": font for name, font in content.fonts.items()}
    for slug, texts in content.parts.items():
        for name, text in texts.items():
            is_main = name == f"{slug}.cpp"
            files[f"parts/{name}"] = (
                (head(content.words[slug]) if is_main and slug in content.words else "") + text
            ).encode()
    return files


def head(words: Words) -> str:
    """The plan's words as a comment, whatever they are: no character of them can end it."""
    lines = [_line(words.title), ""]
    for paragraph in _plain(words.brief).splitlines():
        lines += textwrap.wrap(paragraph, 112) or [""]
    if words.seed_words:
        lines += ["", *textwrap.wrap("From the dream: " + ", ".join(_line(word) for word in words.seed_words), 112)]
    # A backslash at the end of a line, or what old compilers read as one, would drag the next line into the comment.
    safe = [re.sub(r"(?:\\|\?\?/|\s)+$", "", line) for line in lines]
    return "".join(f"// {line}".rstrip() + "\n" for line in safe) + "\n"


def texts_of(content: Content) -> Iterable[str]:
    """All texts whose characters may be seen in the game."""
    yield content.style.decode(errors="replace")
    yield content.title
    for data in content.data.values():
        # A data file may spell characters as \uXXXX.
        try:
            yield json.dumps(json.loads(data), ensure_ascii=False)
        except ValueError:
            yield data.decode(errors="replace")
    for texts in content.parts.values():
        yield from texts.values()


@dataclass
class GameFolder:
    """GARDEN/game and what was last written there (`manifest`, a JSON file outside of it)."""

    folder: Path
    manifest: Path

    def changed_by_hand(self) -> dict[str, str]:
        """Files that a person changed since they were written: name → digest of what they are now."""
        found: dict[str, str] = {}
        for name, digest in self._written().items():
            path = self.folder / name
            if path.is_file() and (now := _digest(path.read_bytes())) != digest:
                found[name] = now
        return found

    def accept(self, names: Iterable[str]) -> None:
        """What a person made of these files counts as written from here. Raises StorageError."""
        now = self._written() | {name: _digest((self.folder / name).read_bytes()) for name in names}
        try:
            _write_whole(self.manifest, json.dumps(now, indent=0, sort_keys=True).encode())
        except OSError as error:
            raise StorageError(f"{self.manifest} can't be written: {error.strerror}.", safe="Your files are untouched.") from error

    def write(self, files: Mapping[str, bytes]) -> list[str]:
        """Make the folder hold these files. Returns what was left alone because a person changed it.

        Files of an earlier game that are not wanted any more go, unless a person changed them. Files that were never
        written from here are not touched. Raises StorageError; then each file is old or new, never half.
        """
        written = self._written()
        by_hand = self.changed_by_hand()
        now = dict(written)
        try:
            for name, content in files.items():
                path, digest = self.folder / name, _digest(content)
                is_foreign = name not in written and path.is_file() and _digest(path.read_bytes()) != digest
                if name in by_hand or is_foreign:
                    if is_foreign or by_hand[name] != digest:
                        by_hand.setdefault(name, digest)
                        continue
                    by_hand.pop(name)
                elif written.get(name) == digest and path.is_file():
                    continue
                self._check_inside(path)
                _write_whole(path, content)
                now[name] = digest
            for name in written.keys() - files.keys():
                if name not in by_hand:
                    (self.folder / name).unlink(missing_ok=True)
                    del now[name]
            if now != written:
                _write_whole(self.manifest, json.dumps(now, indent=0, sort_keys=True).encode())
        except OSError as error:
            raise StorageError(
                f"The game's folder {self.folder} could not be written: {error.strerror}.",
                safe="The plan and all that was built are kept.",
                then="Free some space or make the folder writable, then build again.",
            ) from error
        return sorted(name for name in by_hand if name in files)

    def _check_inside(self, path: Path) -> None:
        """Raises StorageError when a link or dots lead out of the folder: what we write must not land elsewhere."""
        if not path.parent.resolve().is_relative_to(self.folder.resolve()):
            raise StorageError(
                f"{path} leads out of the game's folder.",
                safe="Nothing was written there.",
                then=f"Make {path.parent} an ordinary folder, then build again.",
            )

    def _written(self) -> dict[str, str]:
        try:
            rows = json.loads(self.manifest.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(digest) for name, digest in rows.items()} if isinstance(rows, dict) else {}


# ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _parts_list(parts: Iterable[str], left_out: Mapping[str, str]) -> bytes:
    lines = ["# The parts of the game, one line each; a line that is commented out leaves its part out."]
    lines += [f"garden_part({slug})" for slug in sorted(parts)]
    for slug, reason in sorted(left_out.items()):
        lines.append(f"# garden_part({slug})  left out: {_line(reason)}")
    return ("\n".join(lines) + "\n").encode()


def _credits(credits: Iterable[str]) -> bytes:
    lines = [
        "# Credits",
        "",
        "- Grown with DreamGarden.",
        "- raylib by Ramon Santamaria and contributors, zlib licence.",
    ]
    lines += ["- Bullet Physics by Erwin Coumans and contributors, zlib licence."]
    lines += [f"- {_line(credit)}" for credit in dict.fromkeys(credits)]
    return ("\n".join(lines) + "\n").encode()


def _plain(text: str) -> str:
    """Without control and direction characters, which can hide what a line really says."""
    kept = (
        c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or unicodedata.category(c)[0] != "C"
    )
    return "".join(" " if c in "\u2028\u2029\t" else c for c in kept)


def _raylib() -> dict[str, bytes]:
    """The raylib that DreamGarden itself uses, so that the project builds where none is installed."""
    found = importlib.util.find_spec("raylib")
    if found is None or found.origin is None:
        return {}
    folder, system = Path(found.origin).parent, platform.system()
    library = {"Darwin": "libraylib.dylib", "Windows": "raylib.dll"}.get(system, "libraylib.so")
    wanted = [path for name in ("raylib_modified.h", library) if (path := folder / name).is_file()]
    return {f"raylib/{system}-{platform.machine()}/{path.name}": path.read_bytes() for path in wanted}


def _line(text: str) -> str:
    return " ".join(_plain(text).split())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_bytes(content)
        os.replace(fresh, path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
