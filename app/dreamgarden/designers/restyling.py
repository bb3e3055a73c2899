"""A person's words about the style, as style: hour, mood, weather, palette, colours, light and loudness out of a brief.

What the brief says as it was written for the style changes nothing; only what a person put in its place, or added, does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dreamgarden.designers import briefs
from dreamgarden.designers.lexicon import Lexicon
from dreamgarden.designers.pattern_format import MOODS
from dreamgarden.designers.reading import Reading
from dreamgarden.designers.style import Stylist, said_in

_ROLES: Mapping[str, str] = {
    "sky": "sky 天空 天", "ground": "ground floor earth 地面 地 土", "water": "water sea river lake 水 海 河 湖",
    "plant": "plants plant grass leaves trees 草 树 植物 叶子", "glow": "light lights lamps glow 灯 灯光 光", "accent": "accent 点缀",
    "horizon": "horizon fog mist 天边 雾", "danger": "danger enemies 敌人 危险", "paper": "panels paper walls 墙 纸", "ink": "text letters 文字 字",
}  # fmt: skip
_WARM, _COLD = "#ffb36b", "#6f9dff"
_STRENGTH = {"storm": 0.9, "rain": 0.6, "snow": 0.6, "mist": 0.6}
_MORE: Mapping[str, tuple[str, ...]] = {
    "brighter": ("brighter", "more light", "lighter", "更亮", "亮一些", "亮一点", "亮些"),
    "darker": ("darker", "less light", "dimmer", "更暗", "暗一些", "暗一点", "暗些"),
    "warmer": ("warmer", "warm colours", "warm colors", "更暖", "暖一些", "暖色"),
    "colder": ("colder", "cooler", "cold colours", "cold colors", "更冷", "冷一些", "冷色"),
    "louder": ("louder", "更响", "响一些"),
    "quieter": ("quieter music", "softer music", "music is quieter", "音乐轻一些", "音乐更轻", "音乐小声"),
}


def restyled(style: Mapping[str, Any], brief: str, seed: Reading, lexicon: Lexicon, stylist: Stylist) -> dict[str, Any]:
    """The style as the brief now tells it. `style` is what was designed, `seed` what the prompt says."""
    out: dict[str, Any] = {**style, "palette": dict(style.get("palette", {})), "music": dict(style.get("music", {}))}
    was = {_plain(clause) for clause in _clauses(briefs.style_brief(style))}
    fresh = [clause for clause in _clauses(brief) if _plain(clause) not in was]
    told = " ; ".join(fresh).lower()
    if not told.strip():
        return out
    zh = style.get("language") == "zh"
    _hour(out, told, lexicon)
    _weather(out, told, lexicon)
    _mood(out, told, seed, lexicon, stylist)
    _palette(out, told, fresh, lexicon, stylist)
    _keys(out, told)
    # What is said of the sky alone says nothing of the light of all.
    _numbers(out, " ; ".join(clause for clause in fresh if not (role_in(clause) and (_more(clause.lower(), "darker") or _more(
        clause.lower(), "brighter")))).lower())  # fmt: skip
    out["said"] = said_in("zh" if zh else "en", str(out["mood"]), float(out["hour"]), str(out["weather"]["kind"]))
    return out


def role_in(text: str) -> str:
    """The role of the palette that words name, of those that make up the land; "" for none."""
    low = f" {text.lower()} "
    return next((role for role in ("sky", "water", "ground", "plant", "horizon") if any(_holds(low, word) for word in _ROLES[role].split())), "")


def _hour(out: dict[str, Any], told: str, lexicon: Lexicon) -> None:
    clock = re.search(r"(\d{1,2})[:：](\d{2})", told)
    if clock and int(clock[1]) < 24:
        out["hour"] = int(clock[1]) + int(clock[2]) / 60
        return
    heard = [(told.rfind(word), hour) for word, hour in lexicon.hour.items() if _holds(told, word)]
    if heard:
        out["hour"] = max(heard)[1]


def _weather(out: dict[str, Any], told: str, lexicon: Lexicon) -> None:
    names = {**lexicon.weather, "clear": "clear", "sunny": "clear", "sunshine": "clear", "clear sky": "clear", "晴": "clear", "fog": "mist"}
    heard = [(len(word), kind) for word, kind in names.items() if _holds(told, word)]
    if heard:
        kind = max(heard)[1]
        none = re.search(r"\b(no|without|less)\s+(the\s+)?(rain|snow|fog|mist|storm|wind)|不要(雨|雪|雾)|没有(雨|雪|雾)", told)
        strong = re.search(r"weather (?:is )?\w+ at (\d+) percent|天气\S+?\s*(\d+)\s*%", told)
        if strong and kind != "clear":
            out["weather"] = {"kind": kind, "strength": min(int(strong[1] or strong[2]) / 100, 1.0)}
            return
        there = out.get("weather", {})
        again = float(there.get("strength", 0.0)) * 1.5 if there.get("kind") == kind else 0.0  # who asks for what there is misses more of it
        strength = min(max(_STRENGTH.get(kind, 0.5), again), 1.0)
        out["weather"] = {"kind": "clear", "strength": 0.0} if none or kind == "clear" else {"kind": kind, "strength": strength}


def _mood(out: dict[str, Any], told: str, seed: Reading, lexicon: Lexicon, stylist: Stylist) -> None:
    said = re.search(r"(?:mood (?:is )?|气氛)\s*([\w一-鿿]+)", told)
    named = stylist.mood_named(said[1]) if said else ""
    known = {**lexicon.mood, **{mood: mood for mood in MOODS}}
    heard = sorted((word for word in known if _holds(told, word)), key=told.rfind)
    moods = [named] if named else [known[word] for word in heard]
    if not moods or moods[-1] == out.get("mood"):
        return
    mood = moods[-1]
    out |= stylist.in_mood(mood)
    name = stylist.palette_for(seed, mood, float(out["hour"]), str(out.get("stage", "walk")))
    out["palette_name"], out["palette"] = name, stylist.palette(name)


def _palette(out: dict[str, Any], told: str, fresh: list[str], lexicon: Lexicon, stylist: Stylist) -> None:
    named = re.search(r"[“\"]([^”\"]+)[”\"]", " ".join(fresh))
    wanted = named[1].strip().lower().replace(" ", "_") if named else ""
    if wanted and wanted in stylist.palettes:
        out["palette_name"], out["palette"] = wanted, stylist.palette(wanted)
    palette: dict[str, str] = out["palette"]
    for clause in fresh:
        low = clause.lower()
        colours = [(low.rfind(word), value) for word, (_, value) in lexicon.colour.items() if _holds(low, word)]
        roles = [role for role, words in _ROLES.items() if any(_holds(low, word) for word in words.split())]
        for role in (roles or ["accent"]) if colours else ():
            palette[role] = max(colours)[1]
        for way, tone in (("darker", "#000000"), ("brighter", "#ffffff")):
            if (role := role_in(low)) and _more(low, way):
                palette[role] = mixed(palette[role], tone, 0.4)
    for way, tone in (("warmer", _WARM), ("colder", _COLD)):
        if _more(told, way):
            for role in ("sky", "horizon", "glow", "ground", "water", "plant"):
                palette[role] = mixed(palette[role], tone, 0.28)


def _keys(out: dict[str, Any], told: str) -> None:
    """Keys that lie elsewhere than the runtime has them."""
    found = re.findall(r"the key for (\w+) is (\w+)|(\w+)\s*的键是\s*(\w+)", told)
    if found:
        out["keys"] = {**out.get("keys", {}), **{one or other: (key or other_key).upper() for one, key, other, other_key in found}}


def _numbers(out: dict[str, Any], told: str) -> None:
    tempo = re.search(r"(\d+)\s*(?:beats a minute|bpm)|每分钟\s*(\d+)\s*拍", told)
    if tempo:
        out["music"]["tempo"] = min(max(int(tempo[1] or tempo[2]), 40), 200)
    light = re.search(r"light (?:is )?at (\d+) percent|光亮\s*(\d+)\s*%", told)
    if light:
        out["light"] = min(max(int(light[1] or light[2]) / 100, 0.4), 3.0)
    elif _more(told, "brighter"):
        out["light"] = 1.5
    elif _more(told, "darker"):
        out["light"] = 0.65
    loud = re.search(r"music (?:is )?at (\d+) percent|音乐\s*(\d+)\s*%", told)
    if loud:
        out["music"]["volume"] = min(max(int(loud[1] or loud[2]) / 100, 0.0), 2.0)
    elif _more(told, "quieter") or re.search(r"\b(no music|without music)\b|不要音乐|没有音乐", told):
        out["music"]["volume"] = 0.0 if re.search(r"\bno music|without music|不要音乐|没有音乐", told) else 0.5
    elif _more(told, "louder"):
        out["music"]["volume"] = 1.5


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share of another."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _clauses(text: str) -> list[str]:
    return [clause.strip() for clause in re.split(r"(?<!\d)[.。]|[;,；，]|[.](?!\d)", text) if clause.strip()]


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _holds(text: str, word: str) -> bool:
    word = word.lower()
    return bool(re.search(rf"\b{re.escape(word)}\b", text)) if word.isascii() else word in text


def _more(told: str, way: str) -> bool:
    return any(_holds(told, word) for word in _MORE[way])
