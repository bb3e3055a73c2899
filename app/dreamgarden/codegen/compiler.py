"""`Compiler`: compiles parts into objects and links them, through CMake and Ninja, in a workshop folder.

It knows files and slugs; no plan, designer or game folder. Requests of several threads are gathered:
one `ninja -k 0 part_a part_b ...` runs at a time, and what arrives meanwhile goes into the next one.
Each request gets its own answer. What runs, runs in the sandbox (process.py).
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dreamgarden.codegen import diagnostics as reading
from dreamgarden.codegen import ninja, process
from dreamgarden.codegen.diagnostics import Diagnostic
from dreamgarden.codegen.process import Cell
from dreamgarden.codegen.sandbox import Limits
from dreamgarden.codegen.tools import TOOLS, find_tool, tool_homes
from dreamgarden.errors import Cancelled, GardenError, StorageError
from dreamgarden.work import Work

SLUG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,79}")
_CACHE_OF = re.compile(r"^CMAKE_CACHEFILE_DIR:INTERNAL=(.+)$", re.MULTILINE)
_GATHER_SECONDS = 0.05  # long enough for a burst of requests to meet in one ninja, too short to be noticed
COMPILE_LIMITS = Limits(
    memory=4 << 30, cpu=90, file=512 << 20, open_files=1024, wall=900, resident=12 << 30, disk=4 << 30, processes=400, output=16 << 20
)
_EXCEEDED = {
    "wall": "it took too long", "resident": "it took too much memory", "disk": "it wrote too much",
    "processes": "it started too many processes", "output": "it said too much",
}  # fmt: skip
_TAKEN = {"garden", "garden_main", "prelude", "raylib", "raymath", "rlgl"}  # a part's header must not hide the runtime's


@dataclass(frozen=True)
class Compiled:
    """The answer to one request. `object` is valid until the same part is compiled again; None when not ok."""

    ok: bool
    object: Path | None
    diagnostics: tuple[Diagnostic, ...]
    seconds: float


@dataclass(frozen=True)
class Linked:
    """The answer to a link. `guilty` are the parts that the linker named, `text` what it said about them."""

    ok: bool
    program: Path
    guilty: tuple[str, ...] = ()
    text: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Proof:
    """A part linked alone, to be tried. `program` is None when it does not link; then `text` says why.

    guilty     whether the part itself lacks what the linker misses, or one of those beside it.
    sanitized  it watches its own memory (AddressSanitizer, UndefinedBehaviorSanitizer).
    """

    program: Path | None
    guilty: bool = True
    text: str = ""
    sanitized: bool = True


@dataclass
class _Request:
    slug: str
    files: Mapping[str, str]
    work: Work
    answer: Compiled | None = None
    failure: Exception | None = None

    @property
    def settled(self) -> bool:
        return self.answer is not None or self.failure is not None


@dataclass
class _Run:
    code: int
    lines: list[str]
    exceeded: str = ""


class Compiler:
    """Compiles and links in `folder`, from the project files of `templates`, against the runtime in `runtime`.

    folder     the workshop; made when missing, may be deleted at any time between calls.
    templates  templates/game: CMakeLists.txt, garden.cmake, main.cpp and workshop/.
    runtime    a ready-made runtime (GARDEN_PREBUILT).
    jobs       compilers at once.
    limits     what one ninja and its compilers may take.
    """

    def __init__(self, folder: Path, templates: Path, runtime: Path, jobs: int | None = None, limits: Limits = COMPILE_LIMITS) -> None:
        self._limits = limits
        self._folder = folder
        self._templates = templates
        self._runtime = runtime
        self._jobs = jobs or len(os.sched_getaffinity(0))
        self._turn = threading.Lock()
        self._door = threading.Lock()
        self._waiting: list[_Request] = []
        self._configured = False
        self._expected: set[str] = set()
        self._proofs: dict[str, str] = {}

    @property
    def folder(self) -> Path:
        """The workshop."""
        return self._folder

    def check(self) -> None:
        """Raises MissingTool, with the next step, when this machine can't compile."""
        for tool in TOOLS:
            find_tool(tool)

    def prepare(self, work: Work) -> None:
        """Configure the workshop and compile main.cpp, so that nobody need wait for that. Raises MissingTool."""
        with self._my_turn(work):
            self._configure(work)
            self._ninja(["CMakeFiles/game.dir/main.cpp.o"], [work])

    def expect(self, slugs: Iterable[str]) -> None:
        """Say which parts will come, so that CMake looks at the list once and not for every batch."""
        for slug in slugs:
            _check_slug(slug)
            self._expected.add(slug)

    def compile(self, slug: str, files: Mapping[str, str], work: Work) -> Compiled:
        """Compile parts/SLUG.cpp; `files` are bare names with their texts, headers of needed parts included.

        Raises MissingTool, StorageError or Cancelled; errors in the text are in the answer.
        """
        _check_slug(slug)
        request = _Request(slug, files, work)
        with self._door:
            self._waiting.append(request)
        try:
            with self._my_turn(work):
                if not request.settled:
                    time.sleep(_GATHER_SECONDS)
                    self._compile_waiting()
        finally:
            with self._door:
                if request in self._waiting:
                    self._waiting.remove(request)
        if request.failure is not None:
            raise request.failure
        assert request.answer is not None
        return request.answer

    def link(self, objects: Mapping[str, bytes], work: Work) -> Linked:
        """Link the parts' objects (by slug) and the runtime into one program beside its libraries.

        Raises MissingTool, StorageError, Cancelled; GardenError when the linker failed and named no part.
        """
        begun = time.monotonic()
        for slug in objects:
            _check_slug(slug)
        with self._my_turn(work):
            self._configure(work)
            with _storing(self._folder):
                place = self._folder / "objects"
                place.mkdir(exist_ok=True)
                changed = [_write(place / f"{slug}.o", content) for slug, content in objects.items()]
                listed = "".join(f"../objects/{slug}.o\n" for slug in sorted(objects)).encode()
                # Ninja links again when the list is newer than the program.
                _write(self._folder / "objects.rsp", listed, anew=any(changed))
            run = self._ninja(["game"], [work])
        program = self._folder / "out" / "game"
        seconds = time.monotonic() - begun
        if run.code == 0:
            return Linked(True, program, seconds=seconds)
        said = ninja.linker_words(run.lines)
        text = "\n".join(said[:12])
        named = tuple(slug for slug in ninja.guilty_of(said) if slug in objects)
        if not named:
            said = [each.message for each in reading.errors(reading.parse(run.lines))] or run.lines[-12:]
            raise GardenError(
                "The game could not be linked: " + ("\n".join(said) or "no reason was given."),
                safe="The plan and every part are kept.",
                then="Run `dreamgarden doctor`; if all is well there, this is a bug to report.",
            )
        # Of a clash the later part gives way; a missing name is the fault of everyone who uses it.
        clash = any("multiple" in line or "duplicate" in line for line in said)
        return Linked(False, program, named[-1:] if clash else named, text, seconds)

    def proof(self, slug: str, beside: Mapping[str, bytes], work: Work, sanitized: bool = True) -> Proof:
        """Link a part that compiled, in a form that watches its own memory, with the objects beside it and the company
        of the workshop (templates/game/workshop/company.cpp).

        Raises MissingTool, StorageError, Cancelled; GardenError when it can't be built for a reason that is not the part's.
        """
        for each in (slug, *beside):
            _check_slug(each)
        name = f"garden_proof({slug} {'ON' if sanitized else 'OFF'})\n"
        with self._my_turn(work):
            with _storing(self._folder):
                place = self._folder / "proofs" / slug / "beside"
                place.mkdir(parents=True, exist_ok=True)
                changed = [_write(place / f"{each}.o", content) for each, content in beside.items()]
                listed = "".join(f"../proofs/{slug}/beside/{each}.o\n" for each in sorted(beside)).encode()
                _write(place.parent / "objects.rsp", listed, anew=any(changed))
                self._proofs[slug] = name
                _write(self._folder / "proofs.cmake", "".join(self._proofs[each] for each in sorted(self._proofs)).encode())
            self._configure(work, [slug])
            run = self._ninja([f"proof_{slug}"], [work])
        if run.code == 0:
            return Proof(self._folder / "out" / f"proof_{slug}", sanitized=sanitized)
        said = ninja.linker_words(run.lines)
        named = ninja.guilty_of(said)
        if not said or not named:
            raise GardenError(f"{slug} can't be tried alone: " + "\n".join(run.lines[-6:]), safe="The plan is kept.")
        return Proof(None, slug in named, "\n".join(said[:12]), sanitized)

    # ── One turn at a time ──────────────────────────────────────────────────────────────────────────────────────────

    @contextlib.contextmanager
    def _my_turn(self, work: Work) -> Iterator[None]:
        while not self._turn.acquire(timeout=0.05):
            work.check()
        try:
            work.check()
            yield
        finally:
            self._turn.release()

    def _compile_waiting(self) -> None:
        with self._door:
            batch: dict[str, _Request] = {}
            for request in list(self._waiting):
                if request.slug not in batch:  # the same part twice: the second waits for the next round
                    batch[request.slug] = request
                    self._waiting.remove(request)
        while batch:
            try:
                self._compile_batch(batch)
                return
            except Cancelled as stopped:
                # Whoever was stopped ends now, with its compiler; the others begin again with what is done already.
                gone = [slug for slug, request in batch.items() if request.work.cancelled] or list(batch)
                for slug in gone:
                    batch.pop(slug).failure = stopped
            except Exception as failure:
                for request in batch.values():
                    request.failure = failure
                return

    def _compile_batch(self, batch: Mapping[str, _Request]) -> None:
        begun = time.monotonic()
        anyone = next(iter(batch.values())).work
        self._configure(anyone, batch)
        with _storing(self._folder):
            for request in batch.values():
                for name, text in request.files.items():
                    _write(self._folder / "parts" / Path(name).name, text.encode())
        run = self._ninja([f"part_{slug}" for slug in batch], [request.work for request in batch.values()])
        said, failed = ninja.by_part(run.lines)
        if run.exceeded and len(batch) > 1:  # which of them it was shows when each is alone
            for slug, request in batch.items():
                self._compile_batch({slug: request})
            return
        if run.exceeded:
            failed, said = set(batch), {slug: [f"the compiler was stopped: {_EXCEEDED[run.exceeded]}"] for slug in batch}
        if run.code != 0 and not failed & set(batch):
            raise GardenError(
                "Ninja could not build the parts: " + "\n".join(run.lines[-12:]),
                safe="The plan is kept.",
                then="Run `dreamgarden doctor`.",
            )
        seconds = time.monotonic() - begun
        for slug, request in batch.items():
            object_file = self._object(slug)
            ok = slug not in failed and object_file.is_file()
            found = tuple(reading.parse(said.get(slug, ())))
            if not ok and not reading.errors(found):
                found += (Diagnostic(f"{slug}.cpp", 0, 0, "error", "\n".join(said.get(slug, ["the compiler stopped"])[-8:])),)
            request.answer = Compiled(ok, object_file if ok else None, found, seconds)

    def _object(self, slug: str) -> Path:
        return self._folder / "out" / "CMakeFiles" / f"part_{slug}.dir" / "parts" / f"{slug}.cpp.o"

    # ── CMake and Ninja ─────────────────────────────────────────────────────────────────────────────────────────────

    def _configure(self, work: Work, slugs: Iterable[str] = ()) -> None:
        self.check()
        with _storing(self._folder):
            if _came_from_elsewhere(self._folder):  # CMake writes whole paths into what it makes: a garden that was moved begins anew
                shutil.rmtree(self._folder / "out")
                for name in ("objects.rsp", "proofs.cmake"):
                    (self._folder / name).unlink(missing_ok=True)
            for folder in ("parts", "out", "objects", "tmp"):
                (self._folder / folder).mkdir(parents=True, exist_ok=True)
            for name, source in (
                ("CMakeLists.txt", "workshop/CMakeLists.txt"),
                ("garden.cmake",) * 2,
                ("main.cpp",) * 2,
                ("company.cpp", "workshop/company.cpp"),
            ):
                _write(self._folder / name, (self._templates / source).read_bytes())
            known = {path.stem for path in (self._folder / "parts").glob("*.cpp")}
            for slug in {*self._expected, *slugs} - known:
                (self._folder / "parts" / f"{slug}.cpp").touch()
            listed = "".join(f"garden_object({slug})\n" for slug in sorted({*known, *self._expected, *slugs}))
            _write(self._folder / "drafts.cmake", listed.encode())
            for name in ("objects.rsp", "proofs.cmake"):
                if not (self._folder / name).is_file():
                    _write(self._folder / name, b"")
        if self._configured and (self._folder / "out" / "build.ninja").is_file():
            return  # ninja runs CMake again by itself when a list changed
        command = ["cmake", "-S", str(self._folder), "-B", str(self._folder / "out"), "-G", "Ninja"]
        command += [
            f"-DGARDEN_PREBUILT={self._runtime}",
            f"-DCMAKE_CXX_COMPILER={find_tool('c++')}",
        ]
        run = self._run(command, [work])
        work.check()
        if run.code != 0:
            raise GardenError(
                "CMake could not prepare the build: " + "\n".join(run.lines[-12:]),
                safe="The plan is kept.",
                then="Run `dreamgarden doctor` to see what is missing.",
            )
        self._configured = True

    def _ninja(self, targets: Sequence[str], works: Sequence[Work]) -> _Run:
        """Raises Cancelled when somebody stopped one of the works: then ninja was killed with all that it had started."""
        command = ["ninja", "-C", str(self._folder / "out"), "-k", "0", "-j", str(self._jobs), *targets]
        run = self._run(command, works)
        for work in works:
            work.check()
        return run

    def _run(self, command: Sequence[str], works: Sequence[Work]) -> _Run:
        environ = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "LC_ALL": "C.UTF-8",
            "NINJA_STATUS": ninja.STATUS,
            "TERM": "dumb",
            "TMPDIR": str(self._folder / "tmp"),
        }
        cell = Cell(
            command, self._folder, self._limits, environ, writable=[self._folder], readable=[self._runtime, *tool_homes()]
        )
        ended = process.run(cell, works)
        if "No space left on device" in ended.output:
            raise StorageError(
                f"The disk is full: {self._folder} could not be written.",
                safe="The plan and what is built are kept.",
                then="Free some space and build again.",
            )
        lines = ended.output.splitlines()
        if ended.exceeded:
            lines.append(f"ninja: stopped: {_EXCEEDED[ended.exceeded]}")
        return _Run(ended.code, lines, ended.exceeded)


# ── Files ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _write(path: Path, content: bytes, anew: bool = False) -> bool:
    """Write only what changed (or must count as changed), so that ninja makes only what changed. True if written.

    A link that lies in the way is replaced, never followed.
    """
    if path.is_symlink():
        path.unlink()
    if not anew and path.is_file() and path.read_bytes() == content:
        return False
    path.write_bytes(content)
    return True


def _came_from_elsewhere(folder: Path) -> bool:
    """Whether what CMake made in a folder was made in another: the garden was moved or copied since."""
    try:
        kept = (folder / "out" / "CMakeCache.txt").read_text("utf-8", "replace")
    except OSError:
        return False
    where = _CACHE_OF.search(kept)
    return where is not None and Path(where[1]).resolve() != (folder / "out").resolve()


@contextlib.contextmanager
def _storing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"The build folder {folder} could not be written: {error.strerror}.",
            safe="The plan and what is built are kept.",
            then="Free some space or make the folder writable, then build again.",
        ) from error


def _check_slug(slug: str) -> None:
    if not SLUG.fullmatch(slug):
        raise GardenError(f"{slug!r} can't be the name of a part.", then="Use letters, digits and underscores.")
    if slug.lower() in _TAKEN:
        raise GardenError(f"{slug!r} can't be the name of a part: the runtime's own header is called so.", then="Rename the leaf.")
