"""Reading English: words, a light tagging by the lexicon and by neighbours, and the noun phrases that come of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from dreamgarden.designers import english
from dreamgarden.designers.casting import subject_of
from dreamgarden.designers.lexicon import Entry, Lexicon
from dreamgarden.designers.reading import Colour, Number, Place, Reading, Thing, Token, Verb, distinct, feel, sentences_of

_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*|\d[\d,.]*(?:st|nd|rd|th)?|[^\w\s]|[^\W\d_]+")
_ARTICLES = frozenset(["a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their", "some", "any", "no", "every", "each", "both", "another", "several", "many", "few", "all", "other", "more"])
_SUBJECTS = frozenset(["i", "you", "he", "she", "it", "we", "they", "who", "to", "can", "could", "will", "would", "must", "should", "may", "might", "don't", "can't", "did", "do", "does", "let", "lets", "and", "or", "which", "that", "players", "player"])
_MATERIALS = frozenset(["paper", "wooden", "wood", "stone", "glass", "iron", "golden", "silver", "copper", "metal", "clay", "straw", "ice", "snow", "toy", "magic", "magical", "mechanical", "electric", "plastic", "crystal", "porcelain", "cardboard", "bronze"])
_UNITS = {"second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600}


def _english_tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    sentence = 0
    for match in _WORD.finditer(text):
        word = match.group().replace("’", "'")
        if word in ".!?;…" or word == "。":
            sentence += 1
            continue
        if word.endswith("'s"):
            tokens.append(Token(word[:-2], english.base_forms(word[:-2]), sentence))
            tokens.append(Token("'s", ("'s",), sentence, "function"))
        elif len(word) == 1 and not word.isalnum():
            named = _emoji(word)
            tokens += [Token(word if n == 0 else "", (w,), sentence) for n, w in enumerate(named)]
            if not named:
                tokens.append(Token(word, (word,), sentence, "mark"))
        elif "-" in word and not word.lower().endswith("-up"):
            parts = word.split("-")
            tokens += [Token(p, english.base_forms(p), sentence) for p in parts if p]
        else:
            tokens.append(Token(word, english.base_forms(word), sentence))
    return tokens


def _emoji(sign: str) -> list[str]:
    if ord(sign) < 0x203C or unicodedata.category(sign) not in ("So", "Sk"):
        return []
    dull = {"face", "sign", "with", "symbol", "black", "white", "heavy", "of", "and", "medium", "large", "small", "emoji",
            "selector", "variation", "modifier", "fitzpatrick", "type"}
    return [w for w in unicodedata.name(sign, "").lower().replace("-", " ").split() if w not in dull]


_IDIOMS = (
    (re.compile(r"\b(step\w* into|in) the (shoes|role) of\b", re.I), "play as"), (re.compile(r"\btake\w* on the role of\b", re.I), "play as"),
    (re.compile(r"\b(keep|kept) track of\b", re.I), "follow"), (re.compile(r"\bin charge of\b", re.I), "managing"), (re.compile(r"\bas well as\b", re.I), "and"),
    (re.compile(r"\bwell-being\b", re.I), "health"),
)


def read_english(text: str, lexicon: Lexicon) -> Reading:
    """Read an English prompt."""
    literal = text
    for idiom, meant in _IDIOMS:
        literal = idiom.sub(meant, literal)
    tokens = _english_tokens(literal)
    tags, entries, spans = _tag(tokens, lexicon)
    tokens = [Token(t.text, t.bases, t.sentence, tag) for t, tag in zip(tokens, tags, strict=True)]
    things: list[Thing] = []
    places: list[Place] = []
    numbers: list[Number] = []
    for n, token in enumerate(tokens):
        if token.tag == "number":
            pronoun = token.text.lower() == "one" and n > 0 and tokens[n - 1].text.lower() in _ARTICLES  # each one, the one
            if not pronoun:
                numbers.append(_number(tokens, n))
        if n not in entries:
            continue
        entry, span = entries[n], spans[n]
        words = _surface(tokens, n, span)
        adjectives, start = _adjectives(tokens, n, lexicon)
        if token.tag == "place":
            named = _surface(tokens, start, n + span - start)
            owner = _owner(tokens, start)
            named = named.lower() if named[:1].isalnum() else entry.en
            places.append(Place((owner + " " if owner else "") + named, entry.en, entry.group, words, n))
        known = lexicon.things_en.get(entry.en)
        if token.tag == "thing" or known:
            group = (known or entry).group
            front = [a for a in adjectives if a in _MATERIALS or (a in lexicon.colour and token.tag == "thing")]
            name = " ".join([*front, entry.en])
            many = english.is_plural(words) if words.isascii() else False
            count = _count(tokens, start)
            things.append(Thing(name, name, (known or entry).zh, group, many or count > 1, count, tuple(adjectives), words,
                                n, span, token.tag == "place"))
    things = _of_them(tokens, things)
    verbs = [Verb(_verb(t, lexicon), t.text, n) for n, t in enumerate(tokens) if t.tag == "verb"]
    colours = [Colour(t.text.lower(), lexicon.colour[t.text.lower()][1], t.text, n)
               for n, t in enumerate(tokens) if t.tag == "colour"]
    moods, hour, weather, behind = feel([(t.text, *t.bases) for t in tokens], lexicon,
                                        {n for n, t in enumerate(tokens) if n and _ahead(tokens, n)})
    weather = weather or ("bubbles" if any(p.group == "underwater" for p in places) else "")
    return Reading(text, "en", sentences_of(text), tuple(tokens), distinct(things, lexicon.colour.keys()), tuple(places), tuple(colours),
                   tuple(numbers), tuple(verbs), moods, hour, weather, behind, text[:1200])


def _tag(tokens: list[Token], lexicon: Lexicon) -> tuple[list[str], dict[int, Entry], dict[int, int]]:
    """What each token is taken for; for heads of things and places their entries and how many tokens they span."""
    tags = [t.tag for t in tokens]
    entries: dict[int, Entry] = {}
    spans: dict[int, int] = {}
    n = 0
    while n < len(tokens):
        low = tokens[n].text.lower() if tokens[n].text[:1].isalnum() else tokens[n].bases[0]
        back = n - 2 if n > 1 and tags[n - 1] == "adverb" else n - 1
        previous = tokens[back].text.lower() if n and tokens[back].sentence == tokens[n].sentence else ""
        following = tokens[n + 1].text.lower() if n + 1 < len(tokens) else ""
        if tags[n] != "word":
            n += 1
            continue
        noun_like = previous in _ARTICLES or previous == "'s" or (n > 0 and tags[n - 1] in ("adjective", "number", "colour"))
        found = None
        for length in range(min(lexicon.longest_en, len(tokens) - n), 0, -1):
            run = tokens[n:n + length]
            if any(t.sentence != run[0].sentence or t.tag == "mark" for t in run):
                continue
            raw = " ".join((t.text if t.text[:1].isalpha() else t.bases[0]).lower() for t in run)
            one = english.singular(raw)
            for phrase in (raw, one):
                entry = lexicon.places_en.get(phrase) or lexicon.things_en.get(phrase)
                if entry:
                    found = (entry, length, phrase)
                    break
            if found:
                break
        # A longer noun may continue: "radio hut" is a hut, "race track" was found whole above.
        if found:
            entry, length, phrase = found
            is_verb = length == 1 and any(b in lexicon.verb for b in tokens[n].bases) and not noun_like and (
                previous in _SUBJECTS or following in _ARTICLES or (tags[n - 1] in ("thing", "part") and following in lexicon.function)
                or following in ("it", "them", "me", "on", "off")
                or (english.is_plural(following) and (previous in ("and", "or", "") or tags[n - 1] == "mark")))
            is_color = low in lexicon.colour and n + 1 < len(tokens) and following.isalpha() and \
                following not in lexicon.function
            if low in ("key", "board", "card") and english.singular(following) in lexicon.abstract:
                tags[n] = "adjective"  # a key decision, a board game
                n += 1
                continue
            if phrase in lexicon.senses and any(b in lexicon.senses[phrase][1] for t in tokens for b in t.bases):
                meant = lexicon.senses[phrase][0]
                found = (lexicon.things_en.get(meant, Entry(meant, "", "item")), length, phrase)
            if low in lexicon.abstract and not (noun_like and phrase in lexicon.things_en and low not in ("light", "copy")):
                found = None if length == 1 and phrase not in lexicon.places_en else found
            if is_verb:
                tags[n] = "verb"
                n += 1
                continue
            if is_color:
                tags[n] = "colour"
                n += 1
                continue
        if found:
            entry, length, phrase = found
            for k in range(n, n + length):
                tags[k] = "part"
            tags[n] = "place" if phrase in lexicon.places_en else "thing"
            entries[n], spans[n] = entry, length
            n += length
            continue
        tags[n] = _plain_tag(tokens[n], low, noun_like, lexicon)
        if tags[n] == "word" and _does_something(tokens, n, lexicon):
            tags[n] = "noun"
        if tags[n] == "noun":
            entries[n], spans[n] = Entry(english.singular(low), "", ""), 1
            tags[n] = "thing"
        n += 1
    _join(tokens, tags, entries, spans)
    return tags, entries, spans


def _does_something(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether an unknown word in the plural stands right before a verb: the "gnomes" in "garden gnomes hunt me"."""
    low = tokens[at].text.lower()
    following = tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].sentence == tokens[at].sentence else None
    return len(low) > 3 and low.isalpha() and english.is_plural(low) and not low.endswith("ss") and not any(b in lexicon.verb for b in tokens[at].bases) \
        and following is not None and any(b in lexicon.verb for b in following.bases) and following.text.lower() not in lexicon.function


def _plain_tag(token: Token, low: str, noun_like: bool, lexicon: Lexicon) -> str:
    if low in lexicon.function:
        return "function" if english.number_of(low) is None or low not in ("one", "few", "several") else "number"
    if low in lexicon.colour:
        return "colour"
    if english.number_of(low) is not None:
        return "number"
    if low in lexicon.abstract or english.singular(low) in lexicon.abstract:
        return "abstract"
    if low in lexicon.adjective:
        return "adjective"
    if any(b in lexicon.verb for b in token.bases):
        return "adjective" if noun_like and low.endswith(("ing", "ed", "en")) else ("abstract" if noun_like else "verb")
    if low.endswith("ly") and low not in ("friendly", "lonely", "holy", "ugly", "early", "daily", "lovely", "ghostly", "deadly"):
        return "adverb"
    if low.endswith(("ly", "al", "ous", "ful", "ive", "able", "ible", "less", "ish", "ic", "ical", "est", "ent", "ant", "ary")):
        return "adjective"
    if low.endswith(("ing", "ed")):
        return "adjective" if noun_like else "verb"
    if low.endswith(("ness", "ment", "tion", "sion", "ity", "ism", "ship", "ance", "ence", "ology", "age", "ure", "dom")):
        return "abstract"
    return "noun" if noun_like and low.isalpha() and len(low) > 2 else "word"


def _join(tokens: list[Token], tags: list[str], entries: dict[int, Entry], spans: dict[int, int]) -> None:
    """Neighbouring nouns are one thing: the last is what it is, the ones before say which."""
    for n in sorted(entries):
        if n not in entries:
            continue
        after = n + spans[n]
        if after in entries and tokens[after].sentence == tokens[n].sentence and tokens[after].text[:1].isalpha():
            head, tail = entries[n], entries[after]
            apart = tokens[after].text.lower() in ("under", "beneath", "below", "bottom")  # a place's own first word: "under the sea"
            if apart or english.is_plural(_surface(tokens, n, spans[n])) or (tags[n] == "place" and tags[after] == "place"):
                continue
            entries[n] = Entry(f"{head.en} {tail.en}", "", tail.group)
            spans[n] += spans[after]
            tags[n] = tags[after]
            tags[after] = "part"
            del entries[after], spans[after]


def _surface(tokens: list[Token], at: int, span: int) -> str:
    out = ""
    for token in tokens[at:at + span]:
        out += ("" if token.text == "'s" or not out else " ") + token.text
    return out.strip()


def _adjectives(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[list[str], int]:
    """The adjectives before a noun, and the index of the first."""
    start = at
    while start > 0 and tokens[start - 1].sentence == tokens[at].sentence and (
            tokens[start - 1].tag in ("adjective", "colour") or tokens[start - 1].text.lower() in _MATERIALS):
        start -= 1
    return [t.text.lower() for t in tokens[start:at]], start


def _of_them(tokens: list[Token], things: list[Thing]) -> list[Thing]:
    """The things with the counts that are said of them later: "jellyfish, twelve of them"."""
    out = list(things)
    for n in range(len(tokens) - 2):
        if tokens[n].tag == "number" and tokens[n + 1].text.lower() == "of" and tokens[n + 2].text.lower() in ("them", "these", "those"):
            meant = subject_of(tokens, n)
            alive = [each.at for each in things if each.at in meant and each.group in ("person", "creature")]
            meant = alive or meant
            count = int(english.number_of(tokens[n].text) or 0)
            for k, thing in enumerate(out):
                if meant and thing.at == meant[0] and thing.count == 0 and 0 < count < 1000:
                    out[k] = replace(thing, count=count, plural=count > 1)
    return out


def _ahead(tokens: list[Token], at: int) -> bool:
    """Whether a word speaks of what is still to come: "until morning", "before the rain comes"."""
    before = [t.text.lower() for t in tokens[max(at - 3, 0):at] if t.sentence == tokens[at].sentence]
    near = before[-2:] if before and before[-1] in ("the", "next", "first", "its") else before[-1:]
    return any(word in ("until", "till", "til", "before", "by") for word in near)


def _owner(tokens: list[Token], at: int) -> str:
    """"grandmother's" in "my grandmother's house"."""
    if at >= 2 and tokens[at - 1].text == "'s" and tokens[at - 2].sentence == tokens[at - 1].sentence:
        return tokens[at - 2].text.lower() + "'s"
    return ""


def _count(tokens: list[Token], start: int) -> int:
    """The number that stands before a noun's adjectives, or 0."""
    for back in (1, 2):
        if start - back < 0 or tokens[start - back].sentence != tokens[start - 1].sentence:
            break
        if tokens[start - back].tag == "number":
            value = english.number_of(tokens[start - back].text)
            return int(value) if value and value < 1000 else 0
        if tokens[start - back].tag not in ("adjective", "colour") and tokens[start - back].text.lower() != "of":
            break
    return 0


def _number(tokens: list[Token], at: int) -> Number:
    value = english.number_of(tokens[at].text) or 0.0
    unit = ""
    for token in tokens[at + 1:at + 4]:
        if token.sentence != tokens[at].sentence or token.tag in ("mark", "function"):
            break
        if token.tag in ("thing", "place", "abstract", "word", "part", "verb"):
            unit = english.singular(token.text.lower())
            if token.tag != "adjective":
                break
    if unit in _UNITS:
        return Number(value * _UNITS[unit], "second", f"{tokens[at].text} {tokens[at + 1].text}", at)
    return Number(value, unit, tokens[at].text, at)


def _verb(token: Token, lexicon: Lexicon) -> str:
    return next((b for b in token.bases if b in lexicon.verb), token.bases[-1])
