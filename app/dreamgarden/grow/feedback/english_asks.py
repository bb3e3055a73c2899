"""What an English complaint asks for: its clauses, and of each the kind, the number, the comparison. It knows no plan."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dreamgarden.designers import english
from dreamgarden.grow.feedback.ask import Ask, Kind, key_named
from dreamgarden.grow.feedback.idioms import idiom

_SIDES: tuple[tuple[str, str, str], ...] = (  # sense, words that call for more of it, words that call for less
    ("pace", "fast quick rapid hasty hectic frantic speedy", "slow sluggish"),
    ("ease", "easy simple trivial", "hard difficult tough punishing brutal challenging unbeatable impossible unfair"),
    ("light", "bright glaring blinding light", "dark dim gloomy black murky"),
    ("size", "big large huge giant tall wide enormous massive gigantic", "small tiny little narrow"),
    ("high", "high", "low"),
    ("length", "long endless lengthy", "short brief"),
    ("amount", "many crowded much", "few sparse empty rare"),
    ("loud", "loud noisy", "quiet"),
    ("sight", "far", ""),
)
_ADVERBS = {"slowly": ("pace", -1), "quickly": ("pace", 1), "rapidly": ("pace", 1), "loudly": ("loud", 1), "often": ("amount", 1),
            "rarely": ("amount", -1), "close": ("sight", -1), "hastily": ("pace", 1)}  # fmt: skip
_PLAIN_SIDES: Mapping[str, tuple[str, int]] = {
    word: (sense, sign) for sense, more, less in _SIDES for words, sign in ((more, 1), (less, -1)) for word in words.split()
}
_EN: Mapping[str, tuple[str, int]] = {**_PLAIN_SIDES, **_ADVERBS}


def _compared(word: str) -> str:
    """The comparative of an adjective, as English builds it from short ones."""
    if word.endswith("y"):
        return word[:-1] + "ier"
    if word.endswith("e"):
        return word + "r"
    return word + word[-1] + "er" if re.fullmatch(r"[^aeiou]*[aeiou][bdgt]", word) else word + "er"


_COMPARED: Mapping[str, tuple[str, int]] = {
    **{_compared(word): side for word, side in _PLAIN_SIDES.items() if word not in ("many", "much", "few", "far", "little")},
    "speed up": ("pace", 1), "slow down": ("pace", -1), "more slowly": ("pace", -1), "more quickly": ("pace", 1),
    "last longer": ("length", 1), "extend": ("length", 1), "shorten": ("length", -1),
    "more": ("amount", 1), "fewer": ("amount", -1), "less": ("amount", -1), "reduce": ("", -1), "decrease": ("", -1), "increase": ("", 1),
    "raise": ("", 1), "softer": ("loud", -1), "see farther": ("sight", 1), "see further": ("sight", 1),
    "enlarge": ("size", 1), "shrink": ("size", -1), "brighten": ("light", 1), "darken": ("light", -1), "dim": ("light", -1),
}  # fmt: skip
_SKIES = {"foggy": "mist", "misty": "mist", "hazy": "mist", "rainy": "rain", "snowy": "snow", "stormy": "storm", "windy": "wind"}
_SKY = "|".join(dict.fromkeys([*_SKIES, *(_compared(word) for word in _SKIES)]))
_TOO = re.compile(r"\b(?:(?P<more>way |far |much |really )?too|(?P<bit>a bit|a little|slightly) too|so|very|extremely|really)\s+"
                  r"(?:damn |bloody |pitch |awfully )?(?P<word>\w+)")  # fmt: skip
_LACKING = re.compile(r"\b(?:not|n't|isn't|aren't|never) enough (?P<noun>light|time)\b")
_NOT_ENOUGH = re.compile(r"\b(?:not|n't|isn't|aren't|never)\s+(?:\w+\s+)?(?P<word>\w+)\s+enough\b|\bnot enough\b")
_GRADED = re.compile(r"\b(?P<way>more|less)\s+(?P<word>\w+)")
_TIMES = re.compile(r"\b(twice|double|doubled|triple|tripled|(?<!second )(?<!first )(?<!other )half|halve|halved|quarter)\b"
                    r"|\b(\w+) times (?:as|the|more|faster|"
                    r"slower|longer|bigger|its)\b")  # fmt: skip
_FACTORS = {"twice": 2.0, "double": 2.0, "doubled": 2.0, "triple": 3.0, "tripled": 3.0,
            "half": 0.5, "halve": 0.5, "halved": 0.5, "quarter": 0.25}  # fmt: skip
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
_LOOK = re.compile(r"\b(colou?rs?|mood|atmosphere|night|dusk|dawn|morning|noon|evening|sunset|sunrise|midnight|daylight|day|rain\w*|"
                   r"snow|snow(?:s|ing|fall)|fog\w*|mist\w*|storm\w*|sunny|cloudy|warmer|colder|cooler|palette|weather|scar(?:y|ier)|spook\w+|"
                   r"creep\w+|eerie|horror|cosy|cozy|cheerful|gloomier|calm\w*|sad\w*|happ\w+|tense|dreamy|festive|peaceful|relax\w+|"
                   r"exciting|melanchol\w+)\b")  # fmt: skip
_KEY_WORD = (r"(?P<key>(?:the )?(?:space ?bar|space|shift|enter|return|tab|ctrl|control|backspace|(?:up|down|left|right) arrow)"
             r"(?: key| bar)?|"
             r"(?:the )?(?<![a-z])[a-z0-9](?![a-z0-9'])(?: key| button)?|(?:key|button) [a-z0-9](?![a-z]))")  # fmt: skip
_KEYED = re.compile(rf"\b(?:on|onto|with|by|to|use|using|press|pressing|hit|hitting|be)\s+{_KEY_WORD}(?=$|[\s,.])", re.IGNORECASE)
_DEAD = re.compile(rf"{_KEY_WORD}(?: key| button)?\s+(?:does not|doesn't|do not|don't|isn't|is not) (?:work|do anything|respond|react)\w*|"
                   r"\bnothing happens when i press (?P<pressed>\w+)", re.IGNORECASE)  # fmt: skip
_DAY = re.compile(r"\b(?:night|dusk|dawn|morning|noon|evening|sunset|sunrise|midnight|afternoon)\b")
_PLAIN: tuple[tuple[Kind, str], ...] = (
    ("ground", r"\b(?:float(?:s|ing)?|hover(?:s|ing)?)\b(?!.*\b(?:instead|rather)\b)|\bno (?:flat |level |real |solid )?(?:ground|"
        r"floor)\b|\b(?:on|in) (?:level|flat|even|solid|the) ground\b|\bmissing (?:the )?ground\b|\bflat ground\b|\bin the air\b|"
        r"\bfall(?:s|ing)? through\b|\bsink(?:s|ing)? into\b"),
    ("reach", r"\b(?:can't|cannot|can not|couldn't|impossible to|unable to|no way to) (?:get to|reach|find a way|jump|climb|get up|"
        r"get past|enter)\b|\bout of reach\b|\bunreachable\b|\bstuck\b"),
    ("boring", r"\b(?:boring|dull|nothing happens|nothing to do|uneventful|slow start|takes forever to start)\b"),
    ("silent", r"\bno (?:sound|music|audio|noise)\b|\b(?:can't|cannot) hear (?:anything|a thing|it|the music)\b|\b(?:is|"
        r"it's) silent\b|\bmusic (?:is )?missing\b"),
)  # fmt: skip
_ADDS = re.compile(r"\b(?:add|give me|put in|put (?:a|an|some|another|more)|include|i miss|missing|"
                   r"where (?:is|are)|there (?:is|are|'s) no|there should be|"
                   r"needs? (?:a|an|some|more)|lacks?|"
                   r"(?:i would like|i'd like|i want|want|wish for|could use|would love) (?:a|an|some|to see)|"
                   r"how about (?:a|an|some))\b")  # fmt: skip
_REMOVES = re.compile(r"\b(?:remove|delete|take out|take away|get rid of|without|no more|drop|(?:don't|do not) (?:want|need)|"
                      r"lose the)\b|\bshould (?:go|go away|disappear|vanish|be removed|be gone)\b")  # fmt: skip
_TIME_SHORT = re.compile(r"\bin time\b|\b(?:not enough|no|little) time\b|\b(?:run|running|ran) out of time\b|"
                         r"\b(?:ends?|is over|are over|be over|runs? out|is gone|dies|"
                         r"drains?|finish(?:es)?)\b.*\btoo (?:soon|quickly|fast|early)\b|\btoo (?:soon|quickly|early) over\b")  # fmt: skip
_UNSEEN = re.compile(r"\b(?:can't|cannot|can not|couldn't|can barely|can hardly|could not) see (?:anything|a thing|much)\b")
_EARLIER = re.compile(r"\b(?P<way>earlier|later)(?: in the day)?\b")
_COLOUR = re.compile(r"\b(?:red|blue|green|yellow|orange|purple|pink|black|white|gr[ae]y|brown|gold\w*|silver|violet|turquoise)\b")
_SIGNAL = re.compile(
    r"\b(?:too|so|very|enough|make|change|add|remove|delete|replace|give|put|turn|need|needs|want|like|should|must|could|have|has|is|are|am|"
    r"isn't|aren't|was|there|there's|no|without|only|just|fewer|less|more|float\w*|can't|cannot|don't|doesn't|does|do|boring|dull|wrong|missing|"
    r"let|use|set|reduce|increase|decrease|raise|lower|double|halve|twice|half|keep|leave|get|jump with|"
    rf"{_SKY}|{'|'.join(map(re.escape, _COMPARED))}|earlier|later)\b|\d|\b(?:rain|snow|fog)\b|\bon (?:the )?(?:space|shift|[a-z])\b")
_BEGUN = re.compile(r"(?:please )?(add|remove|give me|put in|delete|drop|no|without|replace|change|swap|turn)\b", re.IGNORECASE)
_CUT = re.compile(r"[;.!?:\n]+(?!\d)|,\s*(?:and |but |so |also |while |plus )?|\s+(?:and|but|while|plus|whereas)\s+", re.IGNORECASE)


def clauses(text: str) -> list[str]:
    """The pieces of a text that ask for something each; what asks for nothing by itself stays with its neighbour."""
    text = re.sub(r",? (?:and |but )?not (?:so |too |that )?[a-z]+(?=\s*(?:[.!,;]|$))", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(?:a|one) minute and a half\b", "90 seconds", text, flags=re.IGNORECASE)
    text = re.sub(r"\bhalf a minute\b", "30 seconds", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(?:a|one) minute\b", "60 seconds", text, flags=re.IGNORECASE)
    out: list[str] = []
    waiting, verb = "", ""
    at = 0
    for cut in [*_CUT.finditer(text), None]:
        piece, joint = text[at: cut.start() if cut else len(text)].strip(" ,."), cut.group() if cut else ""
        at = cut.end() if cut else at
        hard = bool(re.match(r"[;.!?\n]", joint))
        if not piece:
            continue
        piece, waiting = f"{waiting}{piece}", ""
        if re.match(r"(?:instead of|rather than)\b", piece, re.IGNORECASE) and "," not in piece and not hard and cut:
            waiting = f"{piece}, "
        elif _asks(piece):
            begun = _BEGUN.match(piece)
            bare = re.match(r"(?:a|an|some|two|three|four|five|\d+)\s", piece, re.IGNORECASE)
            if verb and bare and not begun and not _sense(piece.lower())[1]:
                piece = f"{verb} {piece}"
            verb = "" if hard else begun[1] if begun else verb if bare else ""
            out.append(piece)
        elif verb and re.match(r"(?:a|an|some|the)\s|.+ (?:with|by|to|into) ", piece, re.IGNORECASE):
            out.append(f"{verb} {piece}")
        elif piece.lower() in ("please", "thanks", "thank you"):
            continue
        elif out and not hard:
            out[-1] += f" and {piece}"
        elif cut and not hard:
            waiting = f"{piece} and "
        else:
            out.append(piece)
    if waiting:
        out.append(waiting.removesuffix(" and ").removesuffix(", "))
    return out


def _asks(piece: str) -> bool:
    low = piece.lower()
    if low in ("please", "thanks", "thank you"):
        return False
    if _COLOUR.search(low) and len(low.split()) > 1:  # "the bells blue"; "green" alone goes with what was before
        return True
    return bool(_SIGNAL.search(low) or _LOOK.search(piece.lower()) or any(_value(word) for word in piece.lower().split()))


def asks(clause: str) -> list[Ask]:
    """What one clause asks for."""
    if (keyed := _keyed(clause)) is not None:
        return [keyed]
    low = re.sub(r"\b(?:no|any) longer\b", "not", clause.lower().strip())
    low = re.sub(r"\b(it|there|that|he|she)'s\b", r"\1 is", low)
    low = re.sub(r"\b(\w+)'s (?=(?:way |far |much |a bit )?(?:too|so|very|not|really|just)\b)", r"\1 is ", low)
    low = re.sub(r"^(?:please|can you|could you|i want you to|i think|i feel(?: like)?|also|just|now|maybe|perhaps)\s+", "", low)
    low = re.sub(r"\s+please$", "", low)
    if _UNSEEN.search(low):
        return [Ask("turn", clause, "", "light", 1, factor=1.5)]
    if re.search(r"\b(?:hard|difficult|impossible) to (?:see|spot|make out|find|notice)\b", low):
        return [Ask("fix", clause, _about(re.sub(r"\b(?:hard|difficult|impossible) to \w+\b", " ", low)))]
    for kind, pattern in _PLAIN:
        if re.search(pattern, low):
            return [Ask(kind, clause, _about(low))]
    if not _sense(low)[1] and (told := idiom(low, zh=False)) is not None:
        return [told]
    if _TIME_SHORT.search(low):
        words = r"\btoo \w+\b|\bin time\b|\b(?:much|way|far|find|over|runs?|running|ran|keeps?|always|out|ends?|soon|can't|cannot)\b"
        about = _about(re.sub(words, " ", low))
        return [Ask("turn", clause, "time" if "in time" in low else about, "length", 1, factor=1.5)]
    if re.search(r"\b(?:warm|cold|soft|golden|gentle|silver|moon|sun|candle)\s*light\b", low) and _LOOK.search(low):
        return [Ask("look", clause, low)]  # a light of some kind, not more of it
    for reading in (_swap, _number, _sky, _turn):
        if (found := reading(low, clause)) is not None:
            day = _DAY.search(low) if reading is _sky and found.kind == "look" else None
            return [found, Ask("look", day[0], day[0])] if day else [found]  # "a stormy evening" is two things
    if re.match(r"(?:there (?:is|are) )?no (?!more\b|longer\b)", low):
        return [Ask("absent" if not low.startswith("there") else "add", clause, _about(re.sub(r"\b(?:there|is|are|no)\b", " ", low)))]
    if _REMOVES.search(low):
        return [Ask("remove", clause, _about(re.sub(r"\b(?:take out|take away|get rid of|no more|do not|go away|be removed|be gone|remove|"
            r"delete|without|drop|i|don't|want|need|go|disappear|vanish|lose)\b", " ", low)))]  # fmt: skip
    if _ADDS.search(low):
        low = re.sub(r"\b(?:running|flying|walking|swimming|hopping|wandering|standing|lying|floating|going|moving|sitting)"
                     r"(?: about| around| by| past| everywhere| here and there)?$", "", low).strip()  # fmt: skip
        words = (r"\b(?:add|give me|put in|put|include|i miss|is|are|missing|where|there(?:'s)?|no|how about|should be|needs?|lacks?|some|"
                 r"another|one more|could use|would love|i'd like|like|want|see|wish for|more)\b")  # fmt: skip
        return [Ask("add", clause, _about(re.sub(words, " ", low)))]
    if _LOOK.search(low):
        return [Ask("look", clause, low)]
    return [Ask("fix", clause, _about(low))]


# ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _keyed(clause: str) -> Ask | None:
    """A key that should do something, or that does nothing."""
    if dead := _DEAD.search(clause):
        key = key_named(dead["key"] or dead["pressed"] or "")
        if key:
            return Ask("key", clause, "", sign=-1, new=key)
    if re.search(r"\b(?:wrong|another|different|other) (?:key|button)\b|\b(?:keys?|buttons?) (?:is|are) wrong\b|"
                 r"\b(?:key|button)s? (?:does not|doesn't|don't|do not) work\b", clause, re.IGNORECASE) or (
            re.search(r"\bwrong\b.*\bkey\b|\bkey\b.*\bwrong\b", clause, re.IGNORECASE)):  # fmt: skip
        return Ask("key", clause, _about(re.sub(r"\b(?:wrong|key|button|keys)\b", " ", clause.lower())))
    wanted = re.split(r"\b(?:instead of|rather than|and not|not)\b", clause, maxsplit=1)[0]
    hits = [hit for hit in _KEYED.finditer(wanted) if _is_key(hit["key"], wanted)]
    if not hits:
        return None
    about = _about(re.sub(_KEYED, " ", wanted).lower().replace("instead", " "))
    about = re.sub(r"\b(?:key|button|bar|press|use|using|on|by|arrow)\b", " ", about).strip()
    return Ask("key", clause, about, sign=1, new=key_named(hits[-1]["key"].removeprefix("key ").removeprefix("button "))) if about else None


def _is_key(word: str, clause: str) -> bool:
    """Whether a word is a key here: a single letter only when it is written as one ("a" is an article)."""
    named = key_named(word.removeprefix("key ").removeprefix("button "))
    plain = re.sub(r"^(?:the )", "", word.strip(), flags=re.IGNORECASE)
    single = re.fullmatch(r"[A-Za-z0-9]", plain) is not None
    if plain.lower() in ("return", "control") and "key" not in clause.lower():
        return False
    return bool(named) and (not single or plain.isupper() or (plain.isdigit() and "key" in clause.lower()))


def _swap(low: str, clause: str) -> Ask | None:
    forms = (
        r"(?:change|turn|replace|swap|exchange) (?P<old>.+?) (?:to|into|with|by|for) (?P<new>.+)$",
        r"make (?P<old>.+?) (?:to|into) (?P<new>.+)$",
        r"^(?:instead of|rather than) (?P<old>.+?),\s*(?P<new>.+)$",
        r"^(?:instead of|rather than) (?P<old>.+?) (?:i want|i would like|give me|use|put|there should be|let there be|have) (?P<new>.+)$",
        r"(?P<new>.+?) (?:instead of|rather than|in place of) (?P<old>.+)$",
        r"(?P<old>.+?) should (?:be|become) (?P<new>[a-z ]+?)(?: instead)?$",
    )
    for form in forms:
        found = re.search(form, low)
        if found is None:
            continue
        old, new = found["old"].strip(), found["new"].strip()
        new = re.sub(r"^(?:i (?:want|would like|need)|i'd like|give me|use|put|there should be|let there be|have|make it|show|"
                     r"serve|sell|cook|collect|gather|find|bring|carry|light)\s+", "", new)
        if old in ("there", "it"):
            return None
        numbers = [_value(word) for word in re.findall(r"[\w.]+", new)]
        if any(number is not None for number in numbers) and not re.search(r"\b(?:a|an|one) [a-z]+$", new):
            return None
        if _sense(new)[1] or re.search(rf"\b(?:{_SKY})\b", new) or (_LOOK.search(new) and len(new.split()) < 4):
            return None
        return Ask("swap", clause, old, new=re.sub(r"^(?:the|a|an|some)\s+", "", new))
    return None


def _number(low: str, clause: str) -> Ask | None:
    told = re.match(r"(?:why|who|how come|i (?!(?:only |just |really |also |still )?(?:want|need|would|wish|'d|prefer)))", low)
    if told and not re.search(r"\b(?:should|please|make|too|enough)\b", low):
        return None  # "I counted sixty cows" wants no sixty of anything
    low = re.sub(r"\bone (?=(?:more|fewer|less|extra|additional)\b)", "1 ", low)
    sense, sign = _sense(low)
    ordinal = re.search(r"\b(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b", low)
    if ordinal and re.search(r"\b(?:add|introduce|include|there should be|want|make)\b", low):
        return Ask("turn", clause, _about(low.replace(ordinal[1], " ")), "amount", 1, exact=float(_ORDINALS[ordinal[1]]))
    times = _TIMES.search(low)
    if times:
        factor = _FACTORS.get(times[1] or "") or _value(times[2] or "") or 0.0
        if factor:
            down = sign < 0 and factor > 1 and not times[1]
            about = re.sub(r"\bas (?:\w+)(?: as)?\b", " ", low.replace(times[0], " "))
            if "speed" in low and not sense:
                sense = "pace"
            return Ask("turn", clause, _about(about), sense or _as_sense(low), sign, factor=1 / factor if down else factor)
    percent = re.search(r"(\d+)\s*(?:%|percent)", low)
    if percent and sign:
        return Ask("turn", clause, _about(low.replace(percent[0], " ")), sense, sign, factor=1 + sign * int(percent[1]) / 100)
    one = re.search(r"\b(?:to|only|just) one\b", low)
    numbers = [(found.start(), value, found[0]) for found in re.finditer(r"\d+(?:\.\d+)?|[a-z]+", low)
               if (value := _value(found[0])) is not None and (found[0] != "one" or one)]  # fmt: skip
    if not numbers:
        return None
    unit = re.search(r"\b(seconds?|minutes?|metres?|meters?|points?|lives|times?)\b", low)
    scale = 60.0 if unit and unit[1].startswith("minute") else 1.0
    named = english.singular(unit[1]) if unit else ""
    about = _about(re.sub(r"\b(?:" + "|".join(re.escape(word) for _, _, word in numbers) + r"|seconds?|minutes?|at least|at most|enough|"
                          r"instead|more|fewer|extra|last|lasts|per)\b", " ", low))  # fmt: skip
    if re.search(r"\bfrom\b.*\bto\b", low) and len(numbers) >= 2:
        return Ask("turn", clause, about, sense, sign, exact=numbers[1][1] * scale, old=numbers[0][1] * scale, unit=named)
    if re.search(r"\b(?:instead of|rather than|not)\b", low) and len(numbers) >= 2:
        about = re.sub(r"\b(?:rather than|not)\b", " ", about).strip()
        return Ask("turn", clause, about, sense, sign, exact=numbers[0][1] * scale, old=numbers[1][1] * scale, unit=named)
    value = numbers[-1][1]
    by = re.search(r"\b(?:by|another|extra|additional)\s+(?:[\w.]+)", low) or re.search(r"\b[\w.]+\s+(?:\w+\s+)?(?:more|fewer|less|"
        r"earlier|later|longer|shorter|extra|additional)\b", low)  # fmt: skip
    if by and re.search(rf"\b{re.escape(numbers[-1][2])}\b", by[0]):
        down = bool(re.search(r"\b(?:fewer|less|shorter|reduce|decrease|lower)\b", low))
        return Ask("turn", clause, about, sense, -1 if down else 1, delta=(-value if down else value) * scale, unit=named)
    return Ask("turn", clause, about, "" if sense == "amount" else sense, sign, exact=value * scale, unit=named)


def _as_sense(low: str) -> str:
    """The sense of "as long", "as big"."""
    found = re.search(r"\bas (\w+)", low)
    return _EN.get(found[1], ("", 0))[0] if found else ""


def _sky(low: str, clause: str) -> Ask | None:
    """Weather that is wanted or is too much: "foggier", "more rain", "too foggy", "earlier in the day"."""
    found = re.search(rf"\b(?P<less>less |too )?(?P<word>{_SKY})\b", low)
    if found:
        kind = next(kind for word, kind in _SKIES.items() if found["word"] in (word, _compared(word)))
        return Ask("look", clause, low, sign=-1 if found["less"] else 1, new=kind)
    found = re.search(r"\b(?P<way>less|too much|no|more) (?:the )?(?P<word>fog|mist|rain|snow|wind|storm)\b", low) or re.search(
        r"\b(?P<word>fog|mist|rain|snow|wind|storm) (?:is|gets|falls|looks) (?:way |far |much )?(?P<way>too|so|awfully|very) "
        r"(?:thick|dense|heavy|strong|hard|bad|much)\b", low)
    if found:
        kind = {"fog": "mist"}.get(found["word"], found["word"])
        return Ask("look", clause, low, sign=1 if found["way"] == "more" else -1, new=kind)
    day = _EARLIER.search(low)
    if day and (re.search(r"\bday\b", low) or len(low.split()) <= 2) and not re.search(r"\d", low):
        return Ask("turn", clause, "", "hour", 1 if day["way"] == "later" else -1, factor=1.0)
    return None


def _turn(low: str, clause: str) -> Ask | None:
    if re.search(r"\b(?:look|feel|be)s? more like\b|\bmore like (?:a|an|the)\b", low):
        return Ask("look", clause, low)
    sense, sign = _sense(low)
    if not sign:
        return None
    strong = bool(re.search(r"\b(?:way|far|much|really|extremely|a lot)\b", low))
    weak = bool(re.search(r"\b(?:a bit|a little|slightly|somewhat)\b", low))
    step = 2.0 if strong else 1.25 if weak else 1.5
    words = [*_EN, *_COMPARED, "too", "way", "far", "much", "really", "a lot", "a bit", "a little", "pitch", "damn", "feels", "looks",
             "seems", "slightly", "somewhat", "not", "enough", "very", "so", "could", "should", "would", "anyway"]  # fmt: skip
    about = re.sub(r"\b(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")\b", " ", low)
    return Ask("turn", clause, _about(about), sense, sign, factor=step if sign > 0 else 1 / step)


def _sense(low: str) -> tuple[str, int]:
    found = _TOO.search(low)
    if found and found["word"] in _EN:
        sense, sign = _EN[found["word"]]
        return sense, -sign
    lacking = re.search(_LACKING, low)
    if lacking:
        return ("light", 1) if lacking["noun"] == "light" else ("length", 1)
    enough = _NOT_ENOUGH.search(low)
    if enough:
        return _EN.get(enough["word"] or "", ("amount", 1))
    graded = _GRADED.search(low)
    if graded and graded["word"] in _EN and graded["word"] not in ("light", "far"):
        sense, sign = _EN[graded["word"]]
        return sense, sign if graded["way"] == "more" else -sign
    for phrase in sorted(_COMPARED, key=len, reverse=True):
        if re.search(rf"\b{phrase}\b", low):
            return _COMPARED[phrase]
    made = re.search(r"\b(?:is|are|feels?|looks?|seems?|make .+?)\s+(?:just |simply |all |pitch |almost )*(" + "|".join(_EN) + r")\b", low)
    if made:
        sense, sign = _EN[made[1]]
        return sense, sign if made[0].startswith("make") else -sign
    few = re.match(r"\b(?:there (?:is|are) )?(?:only )?(few|hardly any|barely any)\b", low)
    return ("amount", 1) if few else ("", 0)


def _about(text: str) -> str:
    text = re.sub(r"\b(?:make|change|please|let|set|there|is|are|was|be|the|a|an|of|to|it|its|it's|game|should|would|could|have|has|do|"
        r"does|i|i'd|we|my|me|you|and|but|that|this|these|those|when|if|as|so|for|from|with|go|goes|get|gets|give|can|need|needs|needed|"
        r"want|add|only|just|through|at|in|increase|reduce|decrease|raise|lower)\b", " ", text)  # fmt: skip
    return " ".join(re.sub(r"[,'’]", " ", text).split())


def _value(word: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", word):
        return float(word)
    return None if word in ("a", "an", "second", "no", "some", "few", "once") else english.number_of(word)

