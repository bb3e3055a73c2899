"""A title for a prompt: short, from its own words; and a subtitle, its first thought."""

from __future__ import annotations

import itertools
import random
import re

from dreamgarden.designers.english import plural
from dreamgarden.designers.filling import is_dull
from dreamgarden.designers.reading import Place, Reading, Thing

_EMPTY = frozenset(
    ["software", "application", "app", "apps", "game", "games", "management", "player", "players", "user", "users", "virtual", "various", "real", "variety", "range", "interface", "different", "challenging", "other", "allows", "features", "customizable", "specific", "first", "third", "person", "action", "help", "helps", "invite", "presents", "designed", "present", "enjoy"]
)
_SMALL = frozenset(["a", "an", "the", "of", "in", "on", "at", "and", "or", "for", "to", "with", "by", "from", "under", "over"])
_NAMED = re.compile(r"^(?:The software,? named |In (?=[A-Z]\w+ [A-Z]))?((?:The )?[A-Z][\w':-]*(?: (?:of|the|and|[A-Z][\w':-]*)){0,4})"
                    r"(?=,| is an?\b| puts\b)")
_ABOUT = re.compile(r"\babout ((?:my )?[a-z][a-z' -]{3,28}?)(?= (?:that|who|which|in|on|at|from|with|where|behind|under)\b|[:,.;]|$)", re.IGNORECASE)
_ABOUT_ZH = re.compile(r"一(?:个|款|场)(?:关于)?([\u4e00-\u9fff]{2,8}?)的[\u4e00-\u9fff]{0,4}游戏")
_NIGHTS = ((5.0, "Dawn", "黎明"), (10.0, "Morning", "清晨"), (16.0, "Noon", "午后"), (20.0, "Dusk", "黄昏"), (24.1, "Night", "夜"))


def title_of(reading: Reading, genre: str) -> str:
    """A few words, at most some 36 signs; the same for the same reading."""
    if reading.title:
        return reading.title.rpartition(": ")[2][:40]
    if reading.language == "zh":
        return _chinese(reading, genre)
    named = _NAMED.match(reading.prompt.strip())
    if named and named.group(1) not in ("A", "An", "The", "In", "I", "It", "Players", "Every", "As", "My"):
        return named.group(1)[:40].strip()
    about = _ABOUT.search(reading.prompt[:200])
    if about and (about.group(1).lower().startswith("my ") or re.search(r"s\b.* and .*s$", about.group(1))):
        return _capitals(about.group(1).strip())
    return _english(reading, genre)


def subtitle_of(reading: Reading) -> str:
    """The prompt's first thought, cut at a clause."""
    most = 28 if reading.language == "zh" else 72
    text = " ".join(reading.prompt.split())
    first = re.split(r"(?<=[.!?;:\u3002\uff01\uff1f\uff1b\uff1a])\s*", text)[0] if text else ""
    if len(first) > most:
        cut = max((m.start() for m in re.finditer(r"[,,、;—:]", first[:most])), default=-1)
        first = first[:cut] if cut > most // 4 else first[:most].rsplit(" ", 1)[0] + "…"
    first = first.rstrip(" .,;:\u3002\uff0c\uff1b\uff1a")
    return first[:1].upper() + first[1:]


def _english(reading: Reading, genre: str) -> str:
    dice = random.Random(reading.prompt)
    things = [t for t in reading.things if not t.is_place and len(t.name) < 22 and not is_dull(t)]
    objects = sorted((t for t in things if t.group not in ("person", "", "body")), key=lambda t: t.group in ("building", "nature"))
    people = [t for t in things if t.group == "person"]
    place = _place(reading)
    owned = re.search(r"\bmy ([\w-]+['’]s [\w-]+)", reading.prompt, re.IGNORECASE)
    options: list[str] = []
    if owned and place:
        options.append(f"My {owned.group(1)}")
    if objects and reading.weather in ("rain", "snow", "mist", "storm"):
        options.append(f"{_many(objects[0])} in the {reading.weather}")
    if objects and place and "'s" not in place:
        options.append(f"{_many(objects[0])} in the {place}")
    if objects and reading.hour is not None:
        options.append(f"{_many(objects[0])} at {_hour(reading, 0)}")
    if people and place and "'s" not in place:
        options.append(f"The {people[0].name} of the {place}")
    if len(objects) > 1 and len(options) < 2:
        options.append(f"{_many(objects[0])} and {_many(objects[1])}")
    if objects and not options:
        adjective = next((a for a in objects[0].adjectives), "last")
        options.append(f"The {adjective} {objects[0].name}")
    if place and not options:
        options.append(f"The {place}" if "'s" not in place else place)
    if not options:
        options += [f"The {phrase}" for phrase in _compounds(reading)[:1]]
    if people and not options:
        options.append(f"The {people[0].name}'s tale")
    options = [o for o in options if len(o) <= 36]
    words = [w for w in re.findall(r"[A-Za-z]{3,}", reading.prompt) if w.lower() not in _SMALL][:4]
    if not options:
        options = [" ".join(words) if len(words) > 0 and len(reading.tokens) <= 6 else genre or "A dream"]
    return _capitals(dice.choice(options[:2]))


def _compounds(reading: Reading) -> list[str]:
    """Pairs of words that name something: "timer assistant", "project planner"."""
    out: list[str] = []
    for one, two in itertools.pairwise(reading.tokens):
        low = (one.text.lower(), two.text.lower())
        naming = one.tag in ("thing", "part", "abstract", "word", "adjective") and two.tag in ("thing", "part", "abstract", "word")
        if naming and one.sentence == two.sentence and all(w.isalpha() and w not in _EMPTY for w in low) and len(" ".join(low)) < 26:
            out.append(" ".join(low))
    return out


def _chinese(reading: Reading, genre: str) -> str:
    dice = random.Random(reading.prompt)
    named = re.search(r"[《“]([^》”]{2,12})[》”]", reading.prompt)
    if named:
        return named.group(1)
    about = _ABOUT_ZH.search(reading.prompt)
    if about and about.group(1) not in ("好玩", "有趣", "简单", "小小"):
        return about.group(1)
    things = [t for t in reading.things if not t.is_place]
    objects = [t.name for t in things if t.group != "person"]
    people = [t.name for t in things if t.group == "person"]
    place = next((p.name for p in sorted(reading.places, key=lambda p: (-len(p.name), p.at))), "")
    joint = "" if place.endswith(("上", "下", "里", "边")) else "的"
    options = []
    if place and objects and objects[0] not in place:
        options += [f"{place}{joint if joint else '的'}{objects[0]}", f"{objects[0]}与{place}" if joint else f"{place}的{objects[0]}"]
    if place and people:
        options.append(f"{place}的{people[-1]}")
    if len(objects) > 1:
        options.append(f"{objects[0]}与{objects[1]}")
    if reading.hour is not None and (place or objects):
        options.append(f"{_hour(reading, 1)}{'里的' if _hour(reading, 1) == '夜' else '的'}{place or objects[0]}")
    if not options:
        options = [f"{(objects or people or [place or '梦'])[0]}之梦"]
    options = [o for o in options if len(o) <= 12] or [options[0][:12]]
    return dice.choice(options[:3])


def _place(reading: Reading) -> str:
    places: list[Place] = sorted(reading.places, key=lambda p: (p.group in ("house",) and " " not in p.name, p.at))
    return next((p.name for p in places if 2 < len(p.name) < 24 and p.en not in ("room", "under water")), "")


def _many(thing: Thing) -> str:
    return plural(thing.name) if thing.plural else f"the {thing.name}"


def _hour(reading: Reading, language: int) -> str:
    hour = reading.hour if reading.hour is not None else 20.0
    if hour < 4:
        return ("Night", "夜")[language]
    return next((en, zh)[language] for until, en, zh in _NIGHTS if hour < until)


def _capitals(title: str) -> str:
    words = title.split()
    return " ".join(w if n and w.lower() in _SMALL else w[:1].upper() + w[1:] for n, w in enumerate(words))
