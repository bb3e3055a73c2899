"""Keys that are named and do nothing: each key of the how-to-play and of the hints, tried where it should do something.

A game is the same for the same seed and input, so two plays that differ in one key alone tell what the key does: when the
digest of the world (native/garden/digest.cpp) stays the same from glance to glance, and so does the picture, it did nothing.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dreamgarden.game.findings import Finding, Sources
from dreamgarden.game.play import Game, Played, run
from dreamgarden.work import Work

_PLAY = 1  # the number of the screen "play" in a glance
_WORDS = {"space": "SPACE", "空格": "SPACE", "空格键": "SPACE", "shift": "SHIFT", "tab": "TAB", "enter": "ENTER", "回车": "ENTER",
          "ctrl": "CTRL", "↑": "UP", "↓": "DOWN", "←": "LEFT", "→": "RIGHT"}  # fmt: skip
_ARROWS = ("UP", "LEFT", "DOWN", "RIGHT")
_KEY = re.compile(r"WASD|\b(?:[Ss]pace|SPACE|[Ss]hift|SHIFT|[Tt]ab|[Ee]nter|[Cc]trl|[Aa]rrows?(?: keys)?)\b|空格键?|回车|方向键|[↑↓←→]|"
                  r"(?<![A-Za-z'’])[A-Z](?![A-Za-z'’])|(?<![\d.])\d(?![\d.])")  # fmt: skip
_HINTED = re.compile(r"(?:^|\s{3,})(?P<keys>\S+(?: [A-Z\d/]\S*)*)\s{2}(?=\S)|(?:\b[Pp]ress|\b[Hh]old|按住|按下?)\s*(?P<pressed>\S+)")
_TAP, _EVERY, _FIRST = 10, 36, 40  # frames: how long a key is tried, how often, and from when
_AFTER = 60  # frames in which a key that was hinted at has to do something
_TRIES = 3  # places at which a hint is followed before its key counts as dead
_TOUR = 1500  # frames: fifty seconds are enough to walk up to most things
_ACTIONS = {"W": "forward", "S": "back", "A": "left", "D": "right", "UP": "forward", "DOWN": "back", "LEFT": "left", "RIGHT": "right",
            "SPACE": "jump", "E": "use", "ENTER": "use", "F": "fire", "SHIFT": "run", "TAB": "next",
            "1": "one", "2": "two", "3": "three", "4": "four", "5": "five"}  # fmt: skip
_WALKS = ("forward", "back", "left", "right")


@dataclass(frozen=True)
class Hint:
    """A line at the bottom of the view, with the part that wrote it and the frames at which it was seen first in a place."""

    text: str
    part: str
    frames: tuple[int, ...]


def named_keys(text: str) -> list[str]:
    """The keyboard keys that a piece of how-to-play names, as traces call them, each once: "WASD / arrows" are eight."""
    found: list[str] = []
    for word in _KEY.findall(text):
        if word == "WASD":
            found += list(word)
        elif word.lower().startswith("arrow") or word == "方向键":
            found += _ARROWS
        else:
            found.append(_WORDS.get(word.lower(), word))
    return list(dict.fromkeys(found))


def hinted_keys(text: str) -> list[str]:
    """The keys that a hint asks for: what stands before two spaces ("E  open"), or after "press"."""
    return list(dict.fromkeys(key for hit in _HINTED.finditer(text) for key in named_keys(hit["keys"] or hit["pressed"] or "")))


def check_keys(game: Game, work: Work, goal: Played, trace: str, sources: Sources, frames: int, pictures: bool = True) -> list[Finding]:
    """Keys of a game that do nothing.

    goal is a play of which trace is the recording (JSON text). Raises Cancelled, MissingTool.
    """
    try:
        told = json.loads(trace)
        told["events"] = [event for event in told["events"] if isinstance(event, dict)]
    except (ValueError, KeyError, TypeError):
        return []
    lines = [row for row in goal.state.get("help", ()) if isinstance(row, Mapping)]
    named = {key: f"{row.get('keys')}: {row.get('meaning')}" for row in reversed(lines) for key in named_keys(str(row.get("keys", "")))}
    with tempfile.TemporaryDirectory(prefix="dreamgarden-keys-") as folder:
        trial = _Trial(game, work, Path(folder), frames, pictures)
        walks = [told]
        on_foot = any("player" in thing.get("tags", ()) for thing in goal.state.get("things", ()) if isinstance(thing, Mapping))
        if on_foot and (tour := trial.tour(told.get("seed"))) is not None:
            walks.append(tour)
        hints = [(walk, hint) for walk in walks for hint in trial.hints(walk)]
        found = list(_hinted(trial, hints, sources))
        hinted = {key for _, hint in hints for key in hinted_keys(hint.text)}
        found += _named(trial, walks, {key: line for key, line in named.items() if key not in hinted}, sources)
    return found


# ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Trial:
    """Plays of one game that differ in keys."""

    def __init__(self, game: Game, work: Work, folder: Path, frames: int, pictures: bool) -> None:
        self.game, self.work, self.folder, self.frames, self.pictures = game, work, folder, frames, pictures
        self._known: dict[str, list[tuple[int, str]]] = {}

    def tour(self, seed: Any) -> dict[str, Any] | None:
        """The recording of a walk to one of everything; None when there is none."""
        record = self.folder / "tour.json"
        run(self.game, self.work, frames=_TOUR, bot="tour", record=record, seed=seed if isinstance(seed, int) else None, timeout=20.0)
        try:
            walk = json.loads(record.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return walk if isinstance(walk, dict) and isinstance(walk.get("events"), list) else None

    def hints(self, walk: Mapping[str, Any]) -> list[Hint]:
        """The hints of a walk that name a key."""
        seen: dict[tuple[str, str], list[int]] = {}
        last: dict[tuple[str, str], int] = {}
        for glance in self._play(walk, _length(walk, self.frames), 3).glances:
            text, frame = str(glance.get("hint") or ""), glance.get("frame")
            if not text or not isinstance(frame, int) or not hinted_keys(text):
                continue
            key = re.sub(r"\d+", "#", text), str(glance.get("hint_part", ""))
            if frame - last.get(key, -999) > _AFTER:
                seen.setdefault(key, []).append(frame)
            last[key] = frame
        return [Hint(text, part, tuple(frames[:_TRIES])) for (text, part), frames in seen.items()]

    def differs(self, one: Mapping[str, Any], other: Mapping[str, Any], first: int, last: int, every: int = 10) -> bool:
        """Whether two plays part between two frames, as far as the first is in play. True too when there is nothing to tell it by."""
        mine, theirs = self._digests(one, last, every), dict(self._digests(other, last, every))
        return not mine or any(theirs.get(frame) != digest for frame, digest in mine if frame >= first)

    def looks_different(self, one: Mapping[str, Any], other: Mapping[str, Any], frames: Sequence[int]) -> bool:
        """Whether a picture of two plays differs: what parts keep to themselves is seen there alone."""
        if not self.pictures:
            return False
        mine, theirs = (run(self.game, self.work, frames=max(frames) + 1, replay=self._file(walk), shots=tuple(frames), size="320x180",
                            timeout=60.0).shots for walk in (one, other))  # fmt: skip
        return mine != theirs

    def _digests(self, walk: Mapping[str, Any], last: int, every: int) -> list[tuple[int, str]]:
        key = json.dumps([walk["events"], last, every])
        if key not in self._known:
            glances = self._play(walk, last, every).glances
            # Menus have keys of their own.
            self._known[key] = [(int(glance.get("frame", 0)), str(glance.get("digest"))) for glance in glances
                                if glance.get("screen") == _PLAY]  # fmt: skip
        return self._known[key]

    def _play(self, walk: Mapping[str, Any], last: int, every: int) -> Played:
        return run(self.game, self.work, frames=last, replay=self._file(walk), glances=every, timeout=30.0)

    def _file(self, walk: Mapping[str, Any]) -> Path:
        file = self.folder / "walk.json"
        file.write_text(json.dumps({**walk, "duration_frames": 0}) + "\n", encoding="utf-8")
        return file


def _hinted(trial: _Trial, hints: Sequence[tuple[Mapping[str, Any], Hint]], sources: Sources) -> Iterator[Finding]:
    """Keys that do nothing where a hint says that they do."""
    alive: set[tuple[str, str, str]] = set()
    dead: dict[tuple[str, str, str], int] = {}
    for walk, hint in hints:
        for key in hinted_keys(hint.text):
            subject = (key, hint.text, hint.part)
            for frame in hint.frames:
                if subject in alive:
                    break
                still = _without(walk, key, frame)
                tapped = _with(still, key, [frame + 1, frame + 16, frame + 31], 4)
                if trial.differs(still, tapped, frame, frame + _AFTER, 3) or trial.looks_different(
                        still, tapped, [frame + 4, frame + 20, frame + 33]):
                    alive.add(subject)
                else:
                    dead.setdefault(subject, frame)
    for (key, text, part), frame in dead.items():
        if (key, text, part) not in alive:
            parts = tuple(dict.fromkeys([*([part] if part else []), *_parts_of(key, sources)][:2]))
            what = f"“{text}” is shown, and {_said(key)} does nothing there."
            yield Finding("key", what, f"{key} {text[:40]}", parts, 0.85, "goal", frame)


def _named(trial: _Trial, walks: Sequence[Mapping[str, Any]], named: Mapping[str, str], sources: Sources) -> Iterator[Finding]:
    """Keys of the how-to-play that do nothing in a whole play."""
    for key, line in named.items():
        pairs = []
        for walk in walks:
            length = _length(walk, trial.frames)
            still = _without(walk, key, 0)
            tapped = _with(still, key, range(_FIRST, length - _TAP, _EVERY), _TAP)
            pairs.append((still, tapped, length))
            used = len(still["events"]) < len(walk["events"])
            if (used and trial.differs(walk, still, 0, length)) or trial.differs(still, tapped, 0, length):
                break
        else:
            shown = [_FIRST + 4, _FIRST + _EVERY + 4, _FIRST + 6 * _EVERY + 4]
            if not any(trial.looks_different(still, tapped, shown) for still, tapped, _ in pairs[:1]):
                what = f"The how-to-play says “{line}”, and {_said(key)} does nothing."
                yield Finding("key", what, key, _parts_of(key, sources)[:3], 0.8, "goal")


def _without(walk: Mapping[str, Any], key: str, since: int) -> dict[str, Any]:
    """The walk without this key from a frame on."""
    left = [event for event in walk["events"] if not (event.get("keycode") == key and int(event.get("frame", 0)) >= since)]
    held = sum({"key_down": 1, "key_up": -1}.get(str(event.get("type")), 0) for event in left if event.get("keycode") == key)
    if held > 0:
        left.append({"frame": since, "type": "key_up", "keycode": key})
    return {**walk, "events": left}


def _with(walk: Mapping[str, Any], key: str, frames: Sequence[int], held: int) -> dict[str, Any]:
    """The walk with this key pressed at those frames, so many frames long."""
    more = [event for frame in frames for event in ({"frame": frame, "type": "key_down", "keycode": key},
                                                    {"frame": frame + held, "type": "key_up", "keycode": key})]  # fmt: skip
    return {**walk, "events": [*walk["events"], *more]}


def _length(walk: Mapping[str, Any], most: int) -> int:
    length = walk.get("duration_frames")
    return min(length, most) if isinstance(length, int) and length > 0 else most


def _parts_of(key: str, sources: Sources) -> tuple[str, ...]:
    """The parts whose code has to do with a key: that ask for its action or its code, else that tell of it."""
    action = _ACTIONS.get(key, "")
    asks = rf'(?:pressed|held|released)\("{action}"' if action else r"(?!)"
    walks = r"|\bwalk_by_input\(|\bmove_input\(" if action in _WALKS else ""
    tells = rf'\bhelp\("[^"]*(?:{re.escape(key)}|{re.escape(key.title())})'
    own = rf"\bKEY_{re.escape(key)}\b"
    sure = [slug for slug, code in sources.code.items() if re.search(f"{asks}{walks}|{own}", code)]
    return tuple(dict.fromkeys([*sure, *(slug for slug, code in sources.code.items() if re.search(tells, code))]))


def _said(key: str) -> str:
    return key.title() if len(key) > 1 else key
