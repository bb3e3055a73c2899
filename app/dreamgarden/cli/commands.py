"""The command line: every verb of a garden, with progress for people and `--json` for programs. No Qt.

Exit codes: 0 done, and every leaf has an artifact or a person's decision not to; 1 an unexpected failure;
2 what was given can't be used; 3 a tool or a display is missing; 4 the disk refused, or there is no such garden;
5 built, but not every leaf; 130 stopped. When `play` ends, its code is the game's.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgarden import __version__
from dreamgarden.cli import complaining, editing, terminal, testing
from dreamgarden.errors import BadInput, Cancelled, GardenError, Incomplete
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.events import Finished
    from dreamgarden.project import Project

GARDEN_FILE = "garden.db"
_BESIDES = "Without a verb the window opens; `dreamgarden open DIR` opens it on a garden. `dreamgarden setup` installs."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    # The matrices here are small: threads that wait for each other make them up to ten times slower on a busy machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    words = list(sys.argv[1:] if arguments is None else arguments)
    words, flags = (words[: words.index("--")], words[words.index("--") + 1 :]) if "--" in words else (words, [])
    try:
        asked = _parser().parse_args(words)
        asked.flags = flags
        with _stoppable() as work:
            return int(asked.do(asked, work))
    except SystemExit as wrong_usage:
        return int(wrong_usage.code or 0)
    except Cancelled:
        print("Stopped. What was finished is kept; the same command goes on from there.", file=sys.stderr)
        return Cancelled.exit_code
    except GardenError as error:
        terminal.tell_error(error)
        return error.exit_code
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


# ── The verbs ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _grow(asked: argparse.Namespace, work: Work) -> int:
    from dreamgarden.project import Project

    if asked.replay:
        os.environ["DREAMGARDEN_REPLAY"] = str(Path(asked.replay).absolute())
    if asked.budget:
        os.environ["DREAMGARDEN_BUDGET"] = asked.budget
    folder = _named_folder(asked)
    prompt = sys.stdin.read() if asked.prompt == "-" else asked.prompt
    project = Project.plant_or_open(folder, prompt)
    with project:
        with _shown(asked, work) as (emit, watched):
            finished = project.grow(watched, emit, size=asked.size, build=not asked.no_build)
        if asked.no_build and not asked.json:
            print(f"Grown: {finished.nodes} nodes, {finished.leaves} leaves. Build it with: dreamgarden build {folder}")
            return 0
        code = _finish(asked, project, finished, work, complete=asked.no_build, test=not asked.play)
        return _played(project, asked, work) if asked.play and finished.game else code


def _build(asked: argparse.Namespace, work: Work) -> int:
    with _open(asked) as project:
        with _shown(asked, work) as (emit, watched):
            finished = project.build(watched, emit, asked.nodes)
        return _finish(asked, project, finished, work)


def _show(asked: argparse.Namespace, work: Work) -> int:
    with _open(asked, read_only=True) as project:
        shown = project.show()
    if asked.json:
        print(json.dumps(shown, ensure_ascii=False))
    else:
        terminal.tell_tree(shown)
    return 0


def _wish(asked: argparse.Namespace, work: Work) -> int:
    verb = editing.VERBS[asked.verb]
    with _open(asked) as project:
        return _done(asked, {"undo": project.wish(verb.wish or asked.verb, verb.arguments(asked))})


def _add(asked: argparse.Namespace, work: Work) -> int:
    with _open(asked) as project:
        label, id = project.add(asked.parent, asked.title, asked.brief or asked.title, asked.kind)
    return _done(asked, {"undo": label, "id": id})


def _expand(asked: argparse.Namespace, work: Work) -> int:
    with _open(asked) as project:
        label, added = project.expand(asked.node, work, size=asked.size, propose=asked.propose)
    return _done(asked, {"undo": label, "added": added})


def _batch(asked: argparse.Namespace, work: Work) -> int:
    text = sys.stdin.read() if asked.steps == "-" else Path(asked.steps).read_text(encoding="utf-8")
    try:
        steps = json.loads(text)
    except ValueError as error:
        raise BadInput(f"The steps are not JSON: {error}.", then='Give a list such as [{"verb": "prune", "nodes": ["moths"]}].') from error
    with _open(asked) as project:
        label, ids = project.wish_all(steps if isinstance(steps, list) else [steps], asked.label)
    return _done(asked, {"undo": label, "added": [id for id in ids if id]})


def _bring(asked: argparse.Namespace, work: Work) -> int:
    with _open(asked) as project:
        label, id = project.bring(asked.node, Path(asked.file).expanduser(), work)
    return _done(asked, {"undo": label, "id": id})


def _adopt(asked: argparse.Namespace, work: Work) -> int:
    with _open(asked) as project:
        labels = project.adopt(work)
    if asked.json:
        print(json.dumps({"undo": labels}, ensure_ascii=False))
    else:
        print("\n".join(terminal.plain(label) for label in labels) or "No file of the game was changed by hand.")
    return 0


def _history(asked: argparse.Namespace, work: Work) -> int:
    with _open(asked, read_only=True) as project:
        steps = project.journal.steps()
    if asked.json:
        print(json.dumps({"steps": [vars(step) for step in steps]}, ensure_ascii=False))
    for number, step in enumerate(() if asked.json else steps, 1):
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(step.at))
        print(terminal.plain(f"{number:4}  {when}  {step.by:8}  {'' if step.done else '(undone) '}{step.label}"))
    return 0


def _undo(asked: argparse.Namespace, work: Work) -> int:
    with _open(asked) as project:
        return _done(asked, {"label": project.undo()}, "Undone: ")


def _redo(asked: argparse.Namespace, work: Work) -> int:
    with _open(asked) as project:
        return _done(asked, {"label": project.redo()}, "Done again: ")


def _why(asked: argparse.Namespace, work: Work) -> int:
    with _open(asked, read_only=True) as project:
        answer = project.why(asked.node)
    if asked.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(terminal.plain(str(answer["reason"])))
        if answer["then"]:
            print("Then perhaps: " + ", ".join(answer["then"]))
    return 0


def _play(asked: argparse.Namespace, work: Work) -> int:
    with _open(asked) as project:
        return _played(project, asked, work)


def _test(asked: argparse.Namespace, work: Work) -> int:
    with _open(asked) as project:
        seen = project.playtest(work, bot=asked.bot, frames=asked.frames)
    if asked.json:
        row = {"screen": seen.screen, "ending": seen.ending, "seconds": seen.seconds, "problems": list(seen.problems)}
        print(json.dumps(row, ensure_ascii=False))
    else:
        print(terminal.plain(f"{seen.screen} after {seen.seconds:.0f} s of play. {seen.ending}"))
        for problem in seen.problems:
            print(terminal.plain(f"  {problem}"))
    return 0 if seen.ended and not seen.problems else Incomplete.exit_code


def _export(asked: argparse.Namespace, work: Work) -> int:
    with _open(asked) as project:
        said = project.export(Path(asked.to), work)
    print(json.dumps({"path": asked.to}) if asked.json else said)
    return 0


def _clean(asked: argparse.Namespace, work: Work) -> int:
    from dreamgarden import cleaning

    keep = cleaning.size_of(asked.keep) if asked.keep else None
    with _open(asked) as project:
        done = project.clean(keep)
    if asked.json:
        print(json.dumps({"freed": done.freed, "kept": done.kept, "needed": done.needed}))
    else:
        print(f"{done.freed / 1e6:.1f} MB are free again; the store holds {done.kept / 1e6:.1f} MB.")
        if keep is not None and done.kept > keep:
            print(f"It can't be smaller: the plan, its last {cleaning.STEPS} steps and what you made need {done.needed / 1e6:.1f} MB.")
    return 0


def _library(asked: argparse.Namespace, work: Work) -> int:
    from dreamgarden.make import shelf

    adding = asked.library == "add"
    found = shelf.library_add(Path(asked.folder), work) if adding else shelf.library_search(asked.query, asked.count, work)
    for warning in found["warnings"]:
        print(terminal.plain(warning), file=sys.stderr)
    if asked.json:
        print(json.dumps(found, ensure_ascii=False))
    elif adding:
        print(terminal.plain(f"{found['models']} models of {found['folder']} can be found now."))
    for hit in () if asked.json or adding else found["hits"]:
        print(terminal.plain(f"{hit['score']:.2f}  {hit['title']:<32} {hit['path']}  ({hit['why']})"))
    return 0


def _doctor(asked: argparse.Namespace, work: Work) -> int:
    from dreamgarden import doctor
    from dreamgarden.errors import MissingTool

    components = doctor.check(with_window=asked.window)
    if asked.json:
        print(json.dumps({"components": [component.to_json() for component in components]}, ensure_ascii=False))
    else:
        print(doctor.report(components))
    return 0 if doctor.healthy(components) else MissingTool.exit_code


# ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _played(project: Project, asked: argparse.Namespace, work: Work) -> int:
    opened = project.play(asked.flags)
    forget = work.on_cancel(opened.end)
    try:
        return opened.wait()
    finally:
        forget()


def _named_folder(asked: argparse.Namespace) -> Path:
    return Path(asked.garden).expanduser() if asked.garden else Path.cwd()


def _open(asked: argparse.Namespace, read_only: bool = False) -> Project:
    """The garden that was named: by --garden, by the first word that is one, or the folder where we are."""
    from dreamgarden.project import Project

    words: list[str] = getattr(asked, "words", [])
    folder = _named_folder(asked)
    if words and not asked.garden and ((Path(words[0]).expanduser() / GARDEN_FILE).is_file() or not asked.takes_nodes):
        folder = Path(words.pop(0)).expanduser()
    asked.nodes = words if asked.takes_nodes else getattr(asked, "nodes", [])
    if words and not asked.takes_nodes:
        raise BadInput(f"{words[0]} is one folder too many.", then="Name one garden.")
    return Project.open(folder, read_only=read_only)


@contextlib.contextmanager
def _shown(asked: argparse.Namespace, work: Work) -> Iterator[tuple[Callable[[Any], None], Work]]:
    """Events as lines of JSON, or as a bar and notices for people."""
    if asked.json:

        def emit(event: Any) -> None:
            print(json.dumps(event.to_json(), ensure_ascii=False), flush=True)

        yield emit, work
        return
    bar = terminal.Bar()
    try:
        yield bar.hear, Work(bar.show, parent=work)
    finally:
        bar.end()


def _finish(asked: argparse.Namespace, project: Project, finished: Finished, work: Work, complete: bool = False, test: bool = True) -> int:
    test = test and bool(finished.game) and not complete
    if asked.json:
        if test:
            testing.after_build(project, asked, work)
        print(json.dumps(finished.to_json(), ensure_ascii=False), flush=True)
    else:
        titles = {node.id: node.title for node in project.journal.plan}
        terminal.tell_finished(finished, titles, min(os.path.relpath(project.folder), str(project.folder), key=len))
        if test:
            testing.after_build(project, asked, work)
    if complete or (finished.game and not finished.failed and not finished.blocked):
        return 0
    return Incomplete.exit_code


def _done(asked: argparse.Namespace, result: dict[str, Any], before: str = "") -> int:
    if asked.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        print(terminal.plain(before + str(result.get("undo") or result.get("label") or "")))
        for id in result.get("added", [result["id"]] if "id" in result else []):
            print(f"  {id}")
    return 0


@contextlib.contextmanager
def _stoppable() -> Iterator[Work]:
    """Ctrl+C asks the work to stop; a second one ends it at once."""
    work = Work()
    before = {}

    def stop(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        work.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(ValueError):  # not in the main thread: whoever runs us there stops us otherwise
            before[number] = signal.signal(number, stop)
    try:
        yield work
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dreamgarden", description="One prompt grows into a game that can be played.", epilog=_BESIDES)
    parser.add_argument("--version", action="version", version=f"dreamgarden {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, do: Any, help: str, *, words: bool = False, nodes: bool = False) -> argparse.ArgumentParser:
        one = verbs.add_parser(name, help=help, description=help)
        one.set_defaults(do=do, takes_nodes=nodes)
        one.add_argument("--garden", metavar="DIR", default="", help="the garden's folder; without it, the current one")
        one.add_argument("--json", action="store_true", help="print JSON, for programs")
        if words:
            what = "the garden, and nodes" if nodes else "the garden"
            one.add_argument("words", nargs="*", metavar="NODE" if nodes else "DIR", help=what)
        return one

    for name in ("grow", "new"):
        one = verb(name, _grow, "plant a prompt in a folder, let it grow, and build its game")
        one.add_argument("prompt", nargs="?", default="", help="what you dream of; - reads it from the input")
        one.add_argument("--size", type=_size, default=0, metavar="N", help="at most so many leaves")
        limits = "limits of this growth, such as \"calls=20 minutes=5\": leaves, depth, calls, tokens, money (US dollars), minutes"
        one.add_argument("--budget", metavar="LIMITS", default="", help=limits)
        one.add_argument("--no-build", action="store_true", help="only plan")
        one.add_argument("--replay", metavar="TAPE", default="", help="take a model's answers from this recording instead of a server")
        one.add_argument("--no-test", action="store_true", help="do not play-test what was built")
        one.add_argument("--play", action="store_true", help="open the game once it is built; words after -- go to it")
    one = verb("build", _build, "build what changed, and the game, and play it to see what is wrong", words=True, nodes=True)
    one.add_argument("--no-test", action="store_true", help="do not play-test what was built")
    verb("show", _show, "print the plan", words=True)
    for name, way in editing.VERBS.items():
        way.add_to(verb(name, _wish, way.help))
    one = verb("add", _add, "add a node of your own")
    one.add_argument("parent")
    one.add_argument("--title", required=True)
    one.add_argument("--brief", default="")
    one.add_argument("--kind", default="part", choices=["aspect", "part", "code", "mesh", "data"])
    one = verb("expand", _expand, "let one branch grow, or grow anew")
    one.add_argument("node")
    one.add_argument("--size", type=_size, default=0, metavar="N", help="at most so many leaves in the garden")
    one.add_argument("--propose", action="store_true", help="only propose: `accept` or `discard` what comes")
    one = verb("batch", _batch, "do several edits as one step of undo, all or none")
    one.add_argument("steps", help='a file of JSON, [{"verb", ...}, ...]; - reads it from the input')
    one.add_argument("--label", default="", help="how undo calls it")
    one = verb("bring", _bring, "bring a model (.glb, .obj) or a picture (.png, .jpg) of your own to a node")
    one.add_argument("node", help="its id, name or title")
    one.add_argument("file")
    verb("adopt", _adopt, "keep what you changed in the game's folder, as build does before it begins", words=True)
    verb("history", _history, "list the edits that undo and redo go through", words=True)
    verb("undo", _undo, "take back the last edit", words=True)
    verb("redo", _redo, "do again what was undone", words=True)
    verb("why", _why, "say why a node would be built").add_argument("node")
    verb("play", _play, "open the game; words after -- go to it (--headless, --bot ...)", words=True)
    one = verb("test", _test, "let a bot play the game, without a window", words=True)
    one.add_argument("--bot", default="goal", choices=["goal", "random", "idle"])
    one.add_argument("--frames", type=_size, default=3000, help="at most so many, 30 a second")
    complaining.add_verbs(verb, _open)
    one = verb("export", _export, "take the game out of the garden", words=True)
    one.add_argument("--to", required=True, metavar="PLACE", help="a new folder, an x.zip, or a scene.glb")
    one = verb("clean", _clean, "delete what can be made again", words=True)
    one.add_argument("--keep", metavar="SIZE", default="", help="old artifacts too, until the store holds no more than this, such as 2GB")
    one = verb("library", _library, "the models that can be found for a garden")
    below = one.add_subparsers(dest="library", required=True)
    for name, argument, help in (("add", "folder", "search in a folder of models too"), ("search", "query", "find models")):
        two = below.add_parser(name, help=help)
        two.add_argument(argument)
        two.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        if name == "search":
            two.add_argument("--count", type=_size, default=10)
    one = verb("doctor", _doctor, "say what is installed and what is missing")
    one.add_argument("--window", action="store_true", help="a screen is needed too")
    return parser


def verbs() -> frozenset[str]:
    """The names of all verbs."""
    actions = _parser()._actions
    return frozenset(name for action in actions if isinstance(action, argparse._SubParsersAction) for name in action.choices)


def _size(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("a number from 1 is needed")
    return number


if __name__ == "__main__":
    sys.exit(main())
