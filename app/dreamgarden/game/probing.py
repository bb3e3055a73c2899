"""`Prober`: tries one part before it joins the game: linked with what it needs, run headless in the sandbox.

The part is compiled a second time so that it watches its own memory (AddressSanitizer and UndefinedBehaviorSanitizer,
where the machine has them). What is found, a crash, a hang, something undefined, an expectation that is not met, is told
with the lines of the part, like an error of the compiler.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from dreamgarden.codegen.compiler import Compiler
from dreamgarden.codegen.expectation import Expectation
from dreamgarden.codegen.loop import Trouble
from dreamgarden.codegen.reflect import lines_around
from dreamgarden.errors import GardenError
from dreamgarden.game.play import Game, Played, run
from dreamgarden.work import Work

FRAMES = 300
_SHOT = 60  # frame of the picture
_SECONDS, _CPU = 60.0, 5
_FRAME = re.compile(r"^ {4}#(?P<n>\d+) 0x[0-9a-f]+ (?:in (?P<name>.+?) )?\(?(?P<file>[^\s()]+):(?P<line>\d+)(?::\d+)?\)?", re.MULTILINE)
_REPORT = re.compile(r"ERROR: AddressSanitizer: (?P<what>[^\n]*)")
_UNDEFINED = re.compile(r"^(?P<file>\S+?):(?P<line>\d+):\d+: runtime error: (?P<what>.*)$", re.MULTILINE)
_ASSERTION = re.compile(r"Assertion '(?P<what>.*)' failed")
_BROKEN_WATCH = (
    "Shadow memory range interleaves",
    "AddressSanitizer failed to",
    "ReserveShadowMemoryRange failed",
    "while loading shared libraries: lib",
)
_PLAINLY = (
    ("heap-use-after-free", "it used memory that was freed (an iterator or reference kept after its container changed?)"),
    ("heap-buffer-overflow", "it read or wrote beyond the end of a container or array"),
    ("stack-buffer-overflow", "it read or wrote beyond the end of a local array"),
    ("global-buffer-overflow", "it read or wrote beyond the end of a static array"),
    ("container-overflow", "it read or wrote beyond the end of a container"),
    ("stack-use-after-return", "it used a local variable of a function that had returned (a lambda that captured it by reference?)"),
    ("stack-use-after-scope", "it used a local variable beyond its block"),
    ("stack-overflow", "it called itself without end"),
    ("SEGV on unknown address 0x0000", "it followed a null pointer, or called an empty function"),
    ("SEGV", "it used an address that is none"),
    ("FPE", "it divided an integer by zero"),
    ("ABRT", "it ended itself (abort)"),
    ("out of memory", "it took memory without end"),
    ("allocation-size-too-big", "it asked for more memory than there is"),
    ("attempting double-free", "it freed the same memory twice"),
)


@dataclass(frozen=True)
class Surrounding:
    """What a part is tried among: objects of the parts it needs by slug, and the files of the game's folder by name."""

    objects: Mapping[str, bytes]
    files: Mapping[str, bytes]


@dataclass
class Prober:
    """Tries parts with the programs of `compiler`."""

    compiler: Compiler
    _watches: bool = True

    def __call__(
        self, slug: str, texts: Mapping[str, str], among: Surrounding, expectations: Sequence[Expectation], work: Work
    ) -> Trouble | None:
        """What is wrong with a part that compiled last; None when nothing was found, or when it can't be tried alone.

        Raises MissingTool, StorageError, Cancelled.
        """
        try:
            proof = self.compiler.proof(slug, among.objects, work, self._watches)
        except GardenError:
            if not self._watches:
                raise
            self._watches = False  # no sanitizers on this machine: the rest of the trial is as good without
            return self(slug, texts, among, expectations, work)
        if proof.program is None:
            return Trouble("link", f"{slug}.cpp does not link:\n{proof.text}", proof.text.splitlines()[0]) if proof.guilty else None
        with _home(among) as home:
            game = Game(proof.program, Path(home))
            played = self._run(game, FRAMES, "random", work)
            if self._watches and any(sign in played.said for sign in _BROKEN_WATCH):
                self._watches = False
                return self(slug, texts, among, expectations, work)
            if trouble := trouble_in(slug, texts, played):
                return trouble
            return self._unmet(slug, game, expectations, work)

    def picture(self, slug: str, among: Surrounding, work: Work) -> bytes:
        """The part that was tried last, two seconds into its play among what it needs (PNG); b"" where nothing can be drawn.

        Raises MissingTool, StorageError, Cancelled.
        """
        try:
            proof = self.compiler.proof(slug, among.objects, work, self._watches)
        except GardenError:
            return b""
        if proof.program is None:
            return b""
        with _home(among) as home:
            game = Game(proof.program, Path(home))
            played = run(game, work, frames=_SHOT + 2, bot="goal", seed=1, shots=(_SHOT,), size="640x360", timeout=_SECONDS,
                         watched=self._watches)  # fmt: skip
        return played.shots[0] if played.shots else b""

    def _run(self, game: Game, frames: int, bot: str, work: Work) -> Played:
        return run(game, work, frames=frames, bot=bot, seed=1, timeout=_SECONDS, cpu=_CPU, watched=self._watches)

    def _unmet(self, slug: str, game: Game, expectations: Sequence[Expectation], work: Work) -> Trouble | None:
        said = []
        for frames in sorted({each.after_frames for each in expectations}):
            played = self._run(game, frames, "goal", work)
            if played.state:
                said += [text for each in expectations if each.after_frames == frames and (text := each.unmet(played.state))]
        if not said:
            return None
        words = [f"{slug}.cpp compiles and runs, but not all is as it should be when it is played alone by a bot:", *said]
        words.append("Correct the code; or, when the check itself is wrong, send the checks anew.")
        return Trouble("check", "\n".join(words), said[0], fatal=False)


@contextlib.contextmanager
def _home(among: Surrounding) -> Iterator[str]:
    """A game's folder with these files, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dreamgarden-probe-") as home:
        for name, content in among.files.items():
            path = Path(home) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield home


def trouble_in(slug: str, texts: Mapping[str, str], played: Played) -> Trouble | None:
    """What a run of a part found, with its lines; None when it ran well."""
    own = {name for name in texts if PurePath(name).stem == slug}
    if played.ok:
        return _undefined(slug, texts, own, played.said) or _unexpected(slug, played)
    what = _what(played)
    places = _places(own, played.said)
    words = [f"{slug}.cpp compiles, but the game breaks when it runs ({FRAMES} frames, random input): {what}."]
    if assertion := _ASSERTION.search(played.said):
        words.append(f"The standard library found: {assertion['what']}.")
    for file, line, name in places[:3]:
        words += ["", f"{file}, line {line}" + (f", in {name}:" if name else ":"), *lines_around(texts[file], line)]
    if not places:
        words.append("No line of it is known; look at what runs in its hooks, at indices, at empty lists and at loops.")
    place = f"line {places[0][1]}: " if places else ""
    return Trouble("run", "\n".join(words), f"{place}{what}")


def _what(played: Played) -> str:
    report = _REPORT.search(played.said)
    if played.timed_out:
        return "it did not come to an end (an endless loop?)"
    thrown = [each.text for each in played.complaints if each.level == "error" and each.text.startswith("It threw")]
    if thrown:
        return f"it threw an exception that nobody caught ({thrown[-1].removeprefix('It threw: ')})"
    if _ASSERTION.search(played.said):
        return "it used an element that is not there (an index too large, an empty container, a pointer or optional that holds nothing)"
    if report is not None:
        return next((plain for sign, plain in _PLAINLY if sign in report["what"]), report["what"].split(" on ")[0])
    return played.reason.rstrip(".")


def _places(own: set[str], said: str) -> list[tuple[str, int, str]]:
    """The frames of the first backtrace that lie in the part's own files."""
    start = report.start() if (report := _REPORT.search(said)) else 0
    found: list[tuple[str, int, str]] = []
    last = -1
    for match in _FRAME.finditer(said, start):
        if int(match["n"]) <= last and found:
            break  # the next backtrace: where the memory came from
        last = int(match["n"])
        file = PurePath(match["file"]).name
        if file in own and (file, int(match["line"])) not in [place[:2] for place in found]:
            name = match["name"] or ""
            found.append((file, int(match["line"]), "" if "operator()" in name or "garden_part" in name else name.split("(")[0]))
    return found


def _unexpected(slug: str, played: Played) -> Trouble | None:
    """What the part itself expects and does not find."""
    said = [each.text for each in played.complaints if each.level == "expect" and each.part == slug.replace("-", "_")]
    if not said:
        return None
    words = [f"{slug}.cpp compiles and runs, but what it expects by its own expect(…) is not so when it is played alone:", *said]
    words.append("Correct the code; or expect only what this part makes true by itself.")
    return Trouble("check", "\n".join(words), said[0], fatal=False)


def _undefined(slug: str, texts: Mapping[str, str], own: set[str], said: str) -> Trouble | None:
    found: dict[tuple[str, int], str] = {}
    for match in _UNDEFINED.finditer(said):
        file = PurePath(match["file"]).name
        if file in own:
            found.setdefault((file, int(match["line"])), match["what"])
    if not found:
        return None
    words = [f"{slug}.cpp compiles and runs, but does what the language leaves undefined:"]
    for (file, line), what in list(found.items())[:3]:
        words += ["", f"{file}, line {line}: {what}", *lines_around(texts[file], line)]
    (file, line), what = next(iter(found.items()))
    return Trouble("run", "\n".join(words), f"line {line}: {what}", fatal=False)
