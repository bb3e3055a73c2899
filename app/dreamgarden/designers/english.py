"""English word forms: plurals, singulars, participles, base forms and number words. No parsing here."""

from __future__ import annotations

import re
from functools import lru_cache

_IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "tooth": "teeth",
    "goose": "geese", "mouse": "mice", "ox": "oxen", "leaf": "leaves", "loaf": "loaves", "knife": "knives",
    "wolf": "wolves", "shelf": "shelves", "half": "halves", "thief": "thieves", "life": "lives", "elf": "elves",
    "wife": "wives", "scarf": "scarves", "calf": "calves", "hoof": "hooves", "self": "selves", "cactus": "cacti",
    "fungus": "fungi", "potato": "potatoes", "tomato": "tomatoes", "hero": "heroes", "echo": "echoes",
    "volcano": "volcanoes", "mosquito": "mosquitoes", "snowman": "snowmen", "fisherman": "fishermen",
    "postman": "postmen", "sheep": "sheep", "fish": "fish", "deer": "deer", "furniture": "furniture",
    "rice": "rice", "wood": "wood", "luggage": "luggage", "bread": "bread", "homework": "homework", "money": "money",
    "water": "water", "snow": "snow", "grass": "grass", "sand": "sand", "music": "music", "scissors": "scissors",
    "trousers": "trousers", "glasses": "glasses", "stairs": "stairs", "clothes": "clothes", "laundry": "laundry",
    "spacecraft": "spacecraft", "aircraft": "aircraft", "series": "series", "species": "species", "corn": "corn",
    "wheat": "wheat", "hay": "hay", "moss": "moss", "ivy": "ivy", "equipment": "equipment", "litter": "litter",
    "paperwork": "paperwork", "merchandise": "merchandise", "treasure": "treasures",
}
_SINGULAR = {plural: one for one, plural in _IRREGULAR.items()}
_NOT_PLURAL = frozenset(
    ["this", "his", "its", "is", "was", "has", "does", "us", "bus", "gas", "glass", "grass", "dress", "compass", "chess", "lens", "kiss", "boss", "cross", "class", "mess", "moss", "princess", "press", "loss", "bass", "canvas", "atlas", "iris", "christmas", "always", "perhaps", "across", "less", "news", "physics", "mathematics", "business", "process", "address", "success", "access", "fortress", "mattress", "cactus", "virus", "octopus", "walrus", "circus", "campus", "genius", "bonus", "focus", "status", "plus", "yes", "thus", "gulls'", "goddess", "hostess", "tennis", "oasis", "basis", "progress", "happiness", "darkness", "illness", "witness", "wilderness", "abyss", "as", "various", "previous", "mysterious", "dangerous", "famous", "nervous", "precious", "gorgeous", "curious", "serious", "enormous", "ingenious", "strategies'", "endless", "needless", "careless", "wireless"]) - {"gulls'", "strategies'"}
_PAST = {
    "went": "go", "gone": "go", "was": "be", "were": "be", "been": "be", "am": "be", "is": "be", "are": "be",
    "had": "have", "has": "have", "did": "do", "done": "do", "does": "do", "made": "make", "found": "find",
    "lost": "lose", "fought": "fight", "ran": "run", "swam": "swim", "flew": "fly", "flown": "fly", "drove": "drive",
    "driven": "drive", "ate": "eat", "eaten": "eat", "fell": "fall", "fallen": "fall", "sang": "sing", "sung": "sing",
    "sank": "sink", "sunk": "sink", "grew": "grow", "grown": "grow", "built": "build", "caught": "catch",
    "hid": "hide", "hidden": "hide", "kept": "keep", "held": "hold", "heard": "hear", "saw": "see", "seen": "see",
    "sold": "sell", "bought": "buy", "brought": "bring", "told": "tell", "slept": "sleep", "stole": "steal",
    "stolen": "steal", "threw": "throw", "thrown": "throw", "shot": "shoot", "rode": "ride", "ridden": "ride",
    "rose": "rise", "risen": "rise", "lit": "light", "led": "lead", "left": "leave", "met": "meet", "won": "win",
    "woke": "wake", "wrote": "write", "written": "write", "drew": "draw", "drawn": "draw", "dreamt": "dream",
    "dug": "dig", "fed": "feed", "fled": "flee", "froze": "freeze", "frozen": "freeze", "gave": "give",
    "given": "give", "knew": "know", "known": "know", "paid": "pay", "said": "say", "sent": "send", "sat": "sit",
    "stood": "stand", "took": "take", "taken": "take", "taught": "teach", "thought": "think", "became": "become",
    "began": "begin", "begun": "begin", "broke": "break", "broken": "break", "chose": "choose", "chosen": "choose",
    "came": "come", "hung": "hang", "forgot": "forget", "forgotten": "forget",
}
_NUMBERS = {w: n for n, w in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"])} | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "thousand": 1000, "dozen": 12, "couple": 2, "pair": 2, "single": 1, "several": 5, "few": 4, "both": 2,
}


@lru_cache(maxsize=4096)
def plural(noun: str) -> str:
    """The plural of a noun or noun phrase ("paper crane" → "paper cranes", "bowl of soup" → "bowls of soup")."""
    head, of, rest = noun.partition(" of ")
    front, _, last = head.rpartition(" ")
    return (front + " " if front else "") + _plural(last) + of + rest


def _plural(word: str) -> str:
    low = word.lower()
    if low in _IRREGULAR:
        return word[:1] + _IRREGULAR[low][1:]
    if low in _SINGULAR:
        return word
    if re.search(r"(s|x|z|ch|sh)$", low):
        return word + "es"
    if re.search(r"[^aeiou]y$", low):
        return word[:-1] + "ies"
    return word + "s"


@lru_cache(maxsize=4096)
def singular(noun: str) -> str:
    """The singular of a noun or noun phrase; a noun that is singular stays."""
    head, of, rest = noun.partition(" of ")
    front, _, last = head.rpartition(" ")
    return (front + " " if front else "") + _singular(last) + of + rest


def _singular(word: str) -> str:
    low = word.lower()
    if low in _SINGULAR:
        return word[:1] + _SINGULAR[low][1:]
    if low in _NOT_PLURAL or low in _IRREGULAR or len(low) < 4 or not low.endswith("s") or low.endswith(("ss", "us", "is")):
        return word
    if low.endswith("ies") and len(low) > 4:
        return word[:-3] + ("ie" if low in ("movies", "cookies", "zombies", "pixies", "genies", "magpies") else "y")
    if re.search(r"(ss|x|ch|sh|zz)es$", low):
        return word[:-2]
    return word[:-1]


def is_plural(word: str) -> bool:
    """Whether the last word is a plural form."""
    last = word.rpartition(" ")[2].lower()
    return (last in _SINGULAR and _IRREGULAR.get(last) != last) or _singular(last) != last


@lru_cache(maxsize=4096)
def base_forms(word: str) -> tuple[str, ...]:
    """What a word may be a form of, the word itself first: "running" → running, run, runn, runne."""
    low = word.lower()
    out = [low]
    if low in _PAST:
        out.append(_PAST[low])
    for ending in ("ing", "ed", "er", "ers"):
        if low.endswith(ending) and len(low) > len(ending) + 2:
            stem = low[: -len(ending)]
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "sl":
                out.append(stem[:-1])
            out += [stem, stem + "e"]
            if stem.endswith("i"):
                out.append(stem[:-1] + "y")
    if low.endswith("s"):
        one = _singular(low)
        if one != low:
            out.append(one)
            if low.endswith("es"):
                out.append(low[:-1] if one != low[:-1] else low[:-2])
    return tuple(dict.fromkeys(out))


def ing(verb: str) -> str:
    """The present participle: run → running, make → making, tie → tying."""
    first, _, rest = verb.partition(" ")
    if first.endswith("ie"):
        made = first[:-2] + "ying"
    elif first.endswith("e") and not first.endswith(("ee", "oe", "ye")) and len(first) > 2:
        made = first[:-1] + "ing"
    elif re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", first) and not first.endswith(("w", "x", "y")):
        made = first + first[-1] + "ing"
    else:
        made = first + "ing"
    return made + (" " + rest if rest else "")


def number_of(word: str) -> float | None:
    """The value of "3", "2.5", "seven", "dozen", "twenty-five" or "4th"; None for other words."""
    low = word.lower().replace(",", "")
    if re.fullmatch(r"\d{1,7}(\.\d+)?(st|nd|rd|th|x)?", low):
        return float(re.match(r"[\d.]+", low).group())  # type: ignore[union-attr]
    if low in _NUMBERS:
        return float(_NUMBERS[low])
    tens, dash, ones = low.partition("-")
    if dash and tens in _NUMBERS and ones in _NUMBERS and _NUMBERS[tens] >= 20 > _NUMBERS[ones] > 0:
        return float(_NUMBERS[tens] + _NUMBERS[ones])
    return None


def article(noun: str) -> str:
    """"a" or "an", by the first letter."""
    return "an" if noun[:1].lower() in "aeiou" and not noun.lower().startswith(("uni", "use", "one", "eu")) else "a"
