"""Which patterns make the game: likeness, keywords, what scenes teach, what place and mood call for; then roles that fit together."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from dreamgarden.designers.english import base_forms
from dreamgarden.designers.leaning import SharedLeaning, VectorLeaning, counted
from dreamgarden.designers.pattern_format import ROLES, STAGES, Pattern, Role, Stage
from dreamgarden.designers.reading import Reading
from dreamgarden.designers.vectors import Embed, Vectors, kept_vectors

_EXTRAS = 3  # mechanics beside the core
_ENOUGH = 0.40  # score from which a mechanic that nobody asked for by name comes along


@dataclass(frozen=True)
class Score:
    """Why a pattern was considered: likeness to what was written, votes of words, votes of place and mood.

    leaning  what the scenes of all core patterns teach: how far the text leans to this one as the heart of its game.
    """

    pattern: str
    likeness: float
    votes: float
    fit: float
    heard: tuple[str, ...] = ()
    leaning: float = 0.0

    @property
    def total(self) -> float:
        return self.likeness + self.votes + self.fit

    @property
    def as_core(self) -> float:
        """What it is worth as the heart of the game: what is done counts, where and in which mood counts half."""
        return self.total - 0.5 * self.fit + self.leaning


@dataclass(frozen=True)
class Choice:
    """The stage and the patterns by role, in the order in which they matter; `scores` tells why."""

    stage: Stage
    core: str
    patterns: Mapping[Role, tuple[str, ...]]
    scores: Mapping[str, Score] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for role in ROLES for name in self.patterns.get(role, ()))


class Chooser:
    """Scores and combines the patterns of a library. Vectors of the patterns' phrases are kept in the cache."""

    def __init__(self, patterns: Mapping[str, Pattern], templates: Path, cache: Path, embed: Embed | None) -> None:
        self._patterns = patterns
        self._embed = embed
        self._cache = cache
        said = tomllib.loads((templates / "lexicon" / "stages.toml").read_text(encoding="utf-8"))
        self._stage_words = {stage: _Phrases(words.split()) for stage, words in said["stage"].items()}
        self._view_words = {view: _Phrases(words.split()) for view, words in said["view"].items()}
        self._keywords = {
            (name, language): _Phrases(pattern.keywords.of(language))
            for name, pattern in patterns.items() for language in ("en", "zh")
        }
        self._shared = Counter(k.lower() for p in patterns.values() for k in (*p.keywords.en, *p.keywords.zh))
        self._shared_leanings: dict[str, SharedLeaning] = {}
        self._phrases: dict[str, tuple[slice, int]] | None = None
        self._vectors: Vectors | None = None

    def choose(self, reading: Reading) -> Choice:
        """The patterns for a prompt. The same reading gives the same choice."""
        scores = self.scores(reading)
        stage_votes = self._stage_votes(reading)
        core, stage = self._core(scores, stage_votes)
        chosen = _Chosen(self._patterns, stage)
        chosen.add(core.name)
        view = self._view(reading) or core.view
        ranked = sorted(scores.values(), key=lambda s: (-s.total, s.pattern))
        self._world(chosen, ranked)
        self._player(chosen, ranked, view)
        self._extras(chosen, ranked, scores[core.name])
        for role, least, most in (("mood", -1.0, 2), ("interface", 0.5, 1)):
            self._fill(chosen, ranked, role, least, most)  # type: ignore[arg-type]
        return Choice(stage, core.name, chosen.by_role(), scores)

    def core_of(self, scores: Mapping[str, Score], reading: Reading) -> str:
        """The pattern that the scores make the heart of the game."""
        return self._core(scores, self._stage_votes(reading))[0].name

    def best_for(self, text: Reading, role: Role, stage: Stage, without: Sequence[str]) -> str | None:
        """The pattern of a role that comes nearest to a text, for an aspect that a person has rewritten."""
        ranked = sorted(self.scores(text).values(), key=lambda s: (-s.total, s.pattern))
        for score in ranked:
            pattern = self._patterns[score.pattern]
            if pattern.role == role and stage in pattern.stages and pattern.name not in without:
                return pattern.name
        return None

    # ── Scores ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def scores(self, reading: Reading) -> dict[str, Score]:
        """A score for every pattern."""
        asked = self._asked(reading)
        likeness = self._likeness(reading, asked)
        leaning = self._leaning(reading, asked)
        words = _words_of(reading)
        out = {}
        for name, pattern in self._patterns.items():
            heard = self._keywords[name, reading.language].heard(words, reading.prompt)
            # "weapon" and "weapons" are one vote.
            stems = {base_forms(k)[-1] if k.isascii() else k: k for k in heard}
            votes = sum(0.12 / self._shared[k] ** 0.5 for k in stems.values())
            votes = min(votes, 0.42)
            out[name] = Score(name, likeness[name] * pattern.weight, votes * pattern.weight, _fit(pattern, reading), heard, leaning.get(name, 0.0))
        return out

    def _asked(self, reading: Reading) -> Vectors | None:
        """Vectors of the whole prompt and of its first sentences; None without likeness."""
        if self._embed is None:
            return None
        parts = [reading.gloss or reading.prompt[:300]]
        if reading.language == "en":
            parts += [s[:300] for s in reading.sentences[:4] if len(s) > 15]
        return self._embed(parts)

    def _leaning(self, reading: Reading, asked: Vectors | None) -> dict[str, float]:
        """How far the text leans to each core pattern, by its vectors and, in Chinese or without vectors, by shared signs."""
        leaning = np.zeros(len(self.cores))
        if asked is not None:
            near = self._vector_leaning.of(asked)
            leaning += (1.0 if reading.language == "en" else 0.3) * (0.6 * near[0] + 0.4 * near.max(0))
        if asked is None or reading.language == "zh":
            leaning += self._shared_leaning(reading.language).of(_signs(reading.prompt, reading.language))
        return dict(zip(self.cores, leaning.tolist(), strict=True))

    @cached_property
    def cores(self) -> tuple[str, ...]:
        """Patterns that can be the heart of a game."""
        return tuple(sorted(name for name, pattern in self._patterns.items() if pattern.core and pattern.weight))

    @cached_property
    def _vector_leaning(self) -> VectorLeaning:
        index, vectors = self._library_vectors()
        rows = [(row, number) for number, name in enumerate(self.cores) for row in range(index[name][0].start, index[name][1] + 1)]
        return VectorLeaning(vectors[[row for row, _ in rows]], [number for _, number in rows], len(self.cores))

    def _shared_leaning(self, language: str) -> SharedLeaning:
        if language not in self._shared_leanings:
            said = [(phrase, number) for number, name in enumerate(self.cores) for phrase in _phrases_of(self._patterns[name], language)]
            grams = [_signs(phrase, language) for phrase, _ in said]
            self._shared_leanings[language] = SharedLeaning(grams, [number for _, number in said], len(self.cores))
        return self._shared_leanings[language]

    def _likeness(self, reading: Reading, asked: Vectors | None) -> dict[str, float]:
        if asked is None:
            return {name: _overlap(pattern, reading) for name, pattern in self._patterns.items()}
        index, vectors = self._library_vectors()
        near = asked @ vectors.T
        out = {}
        for name, (span, about) in index.items():
            whole, any_part = near[0, span], near[:, span]
            top = np.sort(whole)[::-1][:2].mean() if whole.size else 0.0
            out[name] = float(0.45 * top + 0.35 * any_part.max(initial=0.0) + 0.2 * near[0, about])
        if reading.language == "zh":
            # The gloss loses grammar; shared Chinese words say more than its vector does.
            out = {name: 0.55 * value + 0.45 * _overlap(self._patterns[name], reading) for name, value in out.items()}
        return out

    def prepare(self) -> None:
        """Embed what is not in the cache yet."""
        if self._embed is not None:
            self._library_vectors()

    def _library_vectors(self) -> tuple[dict[str, tuple[slice, int]], Vectors]:
        if self._phrases is None or self._vectors is None:
            texts: list[str] = []
            index: dict[str, tuple[slice, int]] = {}
            for name, pattern in self._patterns.items():
                start = len(texts)
                texts += (*pattern.examples.en, *pattern.scenes.en)
                texts.append(f"{pattern.title.en}. {pattern.description.en}")
                index[name] = (slice(start, len(texts) - 1), len(texts) - 1)
            self._vectors = kept_vectors(self._cache, texts, self._embed)  # type: ignore[arg-type]
            self._phrases = index
        return self._phrases, self._vectors

    def _stage_votes(self, reading: Reading) -> dict[str, float]:
        words = _words_of(reading)
        raw = {stage: len(phrases.heard(words, reading.prompt)) for stage, phrases in self._stage_words.items()}
        return {stage: min(0.05 * raw.get(stage, 0), 0.2) for stage in STAGES}

    def _view(self, reading: Reading) -> str:
        words = _words_of(reading)
        return next((v for v, phrases in self._view_words.items() if phrases.heard(words, reading.prompt)), "")

    # ── Combining ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _core(self, scores: Mapping[str, Score], stages: Mapping[str, float]) -> tuple[Pattern, Stage]:
        best: tuple[float, str, Stage] | None = None
        # A place or a player that the prompt clearly asks for speaks for the stage it belongs to.
        support = {stage: max((scores[n].total for n, p in self._patterns.items()
                               if stage in p.stages and p.role in ("world", "player", "opposition")), default=0.0)
                   for stage in STAGES}
        for name in self.cores:
            pattern = self._patterns[name]
            for n, stage in enumerate(pattern.stages):
                worth = scores[name].as_core + stages[stage] + 0.25 * support[stage] - 0.02 * n
                if best is None or worth > best[0]:
                    best = (worth, name, stage)
        if best is None:
            raise LookupError("no core pattern in the library")
        return self._patterns[best[1]], best[2]

    def _world(self, chosen: _Chosen, ranked: Sequence[Score]) -> None:
        if not chosen.has("world"):
            self._fill(chosen, ranked, "world", 0.0, 1)

    def _player(self, chosen: _Chosen, ranked: Sequence[Score], view: str) -> None:
        if chosen.has("player"):
            return
        fitting = [s for s in ranked if self._patterns[s.pattern].view == view]
        self._fill(chosen, fitting, "player", 0.0, 1)
        if not chosen.has("player"):
            self._fill(chosen, ranked, "player", 0.0, 1)

    def _extras(self, chosen: _Chosen, ranked: Sequence[Score], core: Score) -> None:
        """Mechanics beside the core: those that the words ask for, or that come near enough."""
        taken, heart = 0, max(core.total, core.as_core)
        for score in ranked:
            pattern = self._patterns[score.pattern]
            if taken == _EXTRAS or pattern.role not in ("goal", "opposition") or not pattern.weight:
                continue
            if pattern.core and not self._joins(pattern, self._patterns[core.pattern], chosen):
                continue
            asked_for = score.heard and score.total > (0.5 if len(score.heard) > 1 else 0.62) * core.total and score.total > 0.3
            liked = score.total > max(_ENOUGH, 0.8 * heart)
            friend = score.pattern in self._patterns[core.pattern].goes_with and score.total > 0.15
            if (asked_for or liked or friend) and chosen.add(score.pattern):
                taken += 1

    def _joins(self, pattern: Pattern, core: Pattern, chosen: _Chosen) -> bool:
        """Whether a pattern that could carry a game may join another: not where it would take the canvas or the wheel,
        another view, or a world of its own."""
        worlds = [b for b in pattern.brings if self._patterns[b].role in ("world", "player")]
        return chosen.stage in ("walk", "side") and pattern.view in ("", core.view, chosen.view()) and all(
            chosen.holds(world) for world in worlds)

    def _fill(self, chosen: _Chosen, ranked: Sequence[Score], role: Role, least: float, most: int) -> None:
        have = 0
        for score in ranked:
            pattern = self._patterns[score.pattern]
            if have == most or pattern.role != role or not pattern.weight:
                continue
            if have and score.total < max(least, 0.3):
                break
            if score.total >= least and chosen.add(score.pattern):
                have += 1


class _Chosen:
    """What has been chosen so far; refuses what does not go together."""

    def __init__(self, patterns: Mapping[str, Pattern], stage: Stage) -> None:
        self._patterns = patterns
        self.stage = stage
        self._names: list[str] = []

    def add(self, name: str) -> bool:
        pattern = self._patterns[name]
        if name in self._names or self.stage not in pattern.stages:
            return False
        for other in self._names:
            if other in pattern.excludes or name in self._patterns[other].excludes:
                return False
        if pattern.role in ("world", "player") and self.has(pattern.role):
            return False  # two grounds or two players would stand in each other
        self._names.append(name)
        for brought in pattern.brings:
            if not self.has(self._patterns[brought].role) or self._patterns[brought].role not in ("world", "player"):
                self.add(brought)
        return True

    def has(self, role: str) -> bool:
        return any(self._patterns[n].role == role for n in self._names)

    def holds(self, name: str) -> bool:
        return name in self._names

    def view(self) -> str:
        """The player's view."""
        return next((self._patterns[n].view for n in self._names if self._patterns[n].role == "player"), "")

    def by_role(self) -> dict[Role, tuple[str, ...]]:
        return {role: tuple(n for n in self._names if self._patterns[n].role == role) for role in ROLES}


class _Phrases:
    """Keywords, ready to be heard in a prompt: single words by any of their forms, phrases as they stand."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._words = {p.lower(): p.lower() for p in phrases if re.fullmatch(r"[A-Za-z']+", p)}
        self._longer = [p.lower() for p in phrases if p.lower() not in self._words]

    def heard(self, words: frozenset[str], text: str) -> tuple[str, ...]:
        low = text.lower()
        out = [w for w in self._words if w in words]
        # One Chinese sign is a word or a part of any other: it must stand alone. Two are looked for as they are.
        out += [p for p in self._longer if ((p in low if len(p) > 1 else p in words) if not p.isascii() else
                                            re.search(r"\b" + re.escape(p).replace(r"\ ", "[ -]").replace(r"\-", "[ -]"), low))]
        return tuple(sorted(out))


def _words_of(reading: Reading) -> frozenset[str]:
    return frozenset(b for t in reading.tokens for b in (t.bases if reading.language == "en" else (t.text, *t.bases)))


def _fit(pattern: Pattern, reading: Reading) -> float:
    fits = pattern.fits
    value = 0.0
    groups = [p.group for p in reading.places]
    if fits.place and any(g in fits.place for g in groups):
        value += 0.16 if groups[0] in fits.place else 0.11
    total = sum(reading.moods.values())
    if fits.mood and total:
        value += 0.10 * sum(reading.moods.get(m, 0) for m in fits.mood) / total
    if reading.weather and reading.weather in fits.weather:
        value += 0.12
    if fits.hour and reading.hour is not None:
        start, end = fits.hour
        inside = start <= reading.hour <= end if start <= end else reading.hour >= start or reading.hour <= end
        value += 0.05 if inside else 0.0
    return value


def _overlap(pattern: Pattern, reading: Reading) -> float:
    """How much of a pattern's phrases stands in the prompt: shared words (Chinese: pairs of signs), 0 to about 0.8."""
    phrases = (*_phrases_of(pattern, reading.language), pattern.title.of(reading.language))
    asked = _grams(reading.prompt, reading.language)
    if not asked:
        return 0.0
    best = 0.0
    for phrase in phrases:
        grams = _grams(phrase, reading.language)
        if grams:
            best = max(best, len(grams & asked) / (len(grams) ** 0.5 * min(len(asked), 60) ** 0.5))
    return min(best * 1.6, 0.8)


def _phrases_of(pattern: Pattern, language: str) -> tuple[str, ...]:
    """All that says in a language what a pattern is for."""
    return (*pattern.examples.of(language), *pattern.scenes.of(language), pattern.description.of(language))


def _signs(text: str, language: str) -> dict[str, float]:
    """Words, or Chinese pairs of signs and, for half as much, single ones."""
    if language == "en":
        return counted((gram, 1.0) for gram in _grams(text, language))
    runs = re.findall(r"[\u4e00-\u9fff]+", text)
    return counted([*((run[i:i + 2], 1.0) for run in runs for i in range(len(run) - 1)), *((sign, 0.5) for run in runs for sign in run)])


def _grams(text: str, language: str) -> set[str]:
    if language == "zh":
        runs = re.findall(r"[\u4e00-\u9fff]+", text)
        return {run[i:i + 2] for run in runs for i in range(len(run) - 1)} - _COMMON
    return {base_forms(w)[-1] for w in re.findall(r"[a-z]{3,}", text.lower())} - {"the", "and", "for", "with", "that", "you"}


_COMMON = {"一个", "我的", "里的", "上的", "的一", "游戏", "玩家", "自己", "在一", "了一", "一条"}


def why(choice: Choice, patterns: Mapping[str, Pattern]) -> list[dict[str, Any]]:
    """The scores as rows, best first, for `patterns try`."""
    rows = sorted(choice.scores.values(), key=lambda s: -s.total)
    return [{"pattern": s.pattern, "role": patterns[s.pattern].role, "total": round(s.total, 3),
             "likeness": round(s.likeness, 3), "votes": round(s.votes, 3), "fit": round(s.fit, 3),
             "leaning": round(s.leaning, 3), "heard": s.heard,
             "chosen": s.pattern in choice.names} for s in rows]
