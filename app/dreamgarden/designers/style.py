"""The style of a garden: palette, mood, hour, weather, music, finish and the words of its screens."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dreamgarden.designers.choosing import Choice
from dreamgarden.designers.pattern_format import MOODS, PALETTE_ROLES, Pattern
from dreamgarden.designers.reading import Reading
from dreamgarden.errors import BadInput

_HOURS = {"calm": 16.5, "dark": 22.0, "bright": 11.0, "tense": 18.0, "dreamy": 19.0, "festive": 19.5, "quiet": 7.0}
_TEMPI = {"calm": 76, "dark": 64, "bright": 112, "tense": 128, "dreamy": 70, "festive": 120, "quiet": 58}
_FINISH = {
    "calm": (0.35, 0.25, 0.05), "dark": (0.30, 0.55, 0.14), "bright": (0.30, 0.15, 0.02), "tense": (0.35, 0.40, 0.08),
    "dreamy": (0.60, 0.35, 0.06), "festive": (0.55, 0.25, 0.03), "quiet": (0.30, 0.40, 0.10),
}
_STRENGTH = {"storm": 0.9, "rain": 0.6, "snow": 0.6, "mist": 0.6, "petals": 0.5, "leaves": 0.5, "bubbles": 0.5}
_MOODS = {"calm": "平静", "dark": "幽暗", "bright": "明亮", "tense": "紧张", "dreamy": "如梦", "festive": "热闹", "quiet": "寂静"}
_WEATHERS = {"clear": "晴", "rain": "雨", "snow": "雪", "mist": "雾", "storm": "暴风雨", "petals": "落花", "leaves": "落叶", "dust": "沙尘",
             "embers": "余烬", "bubbles": "水泡", "fireflies": "萤火"}
_CLIMATES = ("desert", "mountain", "forest", "coast", "island", "river", "field", "park", "ruin", "underground", "village", "city")
_STAGE_MOOD = {"walk": "calm", "side": "bright", "vehicle": "bright", "board": "bright"}
_VIEWS = {"walk": "third", "side": "side", "vehicle": "chase", "board": "canvas"}


class Stylist:
    """Makes a style from what was read and chosen; knows the palettes and the interface's words."""

    def __init__(self, templates: Path) -> None:
        self._palettes = _toml(templates / "palettes.toml")
        self._texts = _toml(templates / "lexicon" / "interface.toml")
        for name, palette in self._palettes.items():
            if missing := [role for role in PALETTE_ROLES if role not in palette]:
                raise BadInput(f"The palette {name} has no {', '.join(missing)}.", then="See templates/palettes.toml.")

    def style(self, reading: Reading, choice: Choice, patterns: Mapping[str, Pattern], title: str,
              subtitle: str) -> dict[str, Any]:
        """The dictionary that style.json holds (its members: see the game's README and docs/patterns.md)."""
        mood = reading.mood or _STAGE_MOOD[choice.stage]
        assert mood in MOODS
        told = patterns[choice.core].hour
        hour = told if told is not None else reading.hour if reading.hour is not None else _HOURS[mood]
        bloom, vignette, grain = _FINISH[mood]
        name = self.palette_for(reading, mood, hour, choice.stage)
        core = patterns[choice.core]
        player = next((patterns[n] for n in choice.patterns.get("player", ()) if patterns[n].view), None)
        return {
            "title": title, "subtitle": subtitle, "seed": reading.prompt[:2000], "language": reading.language,
            "genre": core.genre or core.name, "stage": choice.stage,
            "view": (player.view if player else core.view) or _VIEWS[choice.stage],
            "mood": mood, "hour": hour,
            "weather": {"kind": reading.weather or "clear", "strength": _STRENGTH.get(reading.weather, 0.4)
                        if reading.weather else 0.0},
            "music": {"mood": mood, "tempo": _TEMPI[mood]},
            "said": said_in(reading.language, mood, hour, reading.weather or "clear"),
            "climate": climate_of(reading), "palette_name": name, "palette": self._coloured(name, reading),
            "finish": {"bloom": bloom, "vignette": vignette, "grain": grain},
            "texts": dict(self._texts[reading.language]),
        }

    def palette_for(self, reading: Reading, mood: str, hour: float, stage: str) -> str:
        """The name of the palette that fits best; the first of equals."""
        groups = {p.group for p in reading.places} | ({"board"} if stage == "board" else set())

        def worth(item: tuple[str, dict[str, Any]]) -> float:
            palette = item[1]
            value = 1.0 if mood in palette.get("moods", ()) else -0.8
            value += 1.3 * bool(groups & set(palette.get("places", ())))
            value += 1.6 if reading.weather and reading.weather in palette.get("weathers", ()) else 0.0
            value -= 0.7 if palette.get("weathers") and reading.weather not in palette["weathers"] else 0.0
            if hours := palette.get("hours"):
                start, end = hours
                inside = start <= hour <= end if start <= end else hour >= start or hour <= end
                value += (1.2 if reading.hour is not None else 0.5) if inside else -1.0
            return value

        return max(self._palettes.items(), key=worth)[0]

    @property
    def palettes(self) -> frozenset[str]:
        """The names of all palettes."""
        return frozenset(self._palettes)

    def palette(self, name: str) -> dict[str, str]:
        """The colours of a palette by role."""
        return {role: str(self._palettes[name][role]) for role in PALETTE_ROLES}

    @staticmethod
    def mood_named(word: str) -> str:
        """The mood that goes by a word of either language; "" when none does."""
        return next((mood for mood, chinese in _MOODS.items() if word in (mood, chinese)), "")

    @staticmethod
    def in_mood(mood: str) -> dict[str, Any]:
        """What of a style a mood decides by itself: the music and the last look."""
        bloom, vignette, grain = _FINISH[mood]
        return {"mood": mood, "music": {"mood": mood, "tempo": _TEMPI[mood]}, "finish": {"bloom": bloom, "vignette": vignette, "grain": grain}}

    def _coloured(self, name: str, reading: Reading) -> dict[str, str]:
        palette = {role: str(self._palettes[name][role]) for role in PALETTE_ROLES}
        if climate_of(reading) == "snow" and "snow" not in self._palettes[name].get("weathers", ()):
            palette |= {"ground": lighter(palette["ground"], 0.75), "plant": lighter(palette["plant"], 0.4)}  # it lies there too
        strong = [c.hex for c in reading.colours if _saturated(c.hex)]
        if strong:
            palette["accent"] = strong[0]
        if len(strong) > 1:
            palette["glow"] = lighter(strong[1], 0.25)
        return palette


def climate_of(reading: Reading) -> str:
    """What grows and lies about outdoors: snow, desert, mountain, forest, coast, ruin …; "" when the prompt does not say."""
    groups = [p.group for p in reading.places]
    if reading.weather == "snow" or "snow" in groups:
        return "snow"
    return next((g for g in groups if g in _CLIMATES), "")


def said_in(language: str, mood: str, hour: float, weather: str) -> dict[str, str]:
    """Mood, hour and weather as words for briefs."""
    clock = f"{int(hour)}:{round(hour % 1 * 60):02d}"
    if language == "zh":
        return {"mood": _MOODS[mood], "hour": clock, "weather": _WEATHERS.get(weather, weather)}
    return {"mood": mood, "hour": clock, "weather": weather}


def lighter(colour: str, share: float) -> str:
    """The colour mixed with white."""
    r, g, b = (int(colour[i:i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + (255 - c) * share):02x}" for c in (r, g, b))


def _saturated(colour: str) -> bool:
    channels = [int(colour[i:i + 2], 16) for i in (1, 3, 5)]
    return max(channels) - min(channels) > 40


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{file} can't be read: {error}.", then="Install DreamGarden again.") from error
