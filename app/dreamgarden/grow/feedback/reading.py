"""What a whole complaint asks for, clause by clause, before anybody looks for the nodes behind it. English and Chinese.

It knows words, no plan: "too fast" asks for less pace, 周期改成原来的两倍 for a period twice as long. A clause that says only
"it", or only how, is about what was spoken of before.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from dreamgarden.designers import english
from dreamgarden.grow.feedback import chinese_asks, english_asks
from dreamgarden.grow.feedback.ask import Ask, chinese_in

_KEEP = re.compile(r"^(?:and |but |please )?(?:keep|leave) (?:everything|all|the rest)|^(?:nothing|everything) else|其余|其他(?:都|"
                   r"的)?(?:保持|不变|不要)|别的(?:都)?(?:不变|不要)|保持不变|^不变", re.IGNORECASE)  # fmt: skip
_PURPOSE = re.compile(r"(?:so that|in order to|so (?:i|we|it|they)\b)|(?:好|以便|使)?(?:让|使|使得).+(?:可以|能|能够)")
_PRONOUN = re.compile(r"^(?:it|they|them|this|that|he|she|everything|the game|game|它|它们|这|他|她)?$")


def asks_of(text: str) -> list[Ask]:
    """What a complaint asks for, in its order; nothing for "keep everything else as it is"."""
    language = chinese_asks if chinese_in(text) else english_asks
    out: list[Ask] = []
    last = ""
    for clause in language.clauses(unicodedata.normalize("NFKC", text).strip()):
        if _KEEP.search(clause):
            continue
        for ask in language.asks(clause):
            about = ask.about.strip(" ,.的了要请把让")
            dimmed = ask.sense == "light" and not re.search(r"\b(?:them|they)\b|它们", clause)  # "make it darker" is said of the picture
            if _PRONOUN.match(about.lower()) and last and ask.unit not in ("second", "minute") and ask.sense != "hour" and not dimmed:
                ask = replace(ask, about=last)
                if out and out[-1].kind == "fix" and ask.kind != "fix":
                    out[-1] = replace(out[-1], purpose=True)  # "the trees look like broccoli; make them taller"
            elif about:
                last = ask.about
            if out and _PURPOSE.match(clause.lower()):
                ask = replace(ask, purpose=True)
            out.append(ask)
    return _merged(out)


def _merged(asks: list[Ask]) -> list[Ask]:
    """A general complaint before a number says what the number is about: "nights are too short: double the night"."""
    out: list[Ask] = []
    for ask in asks:
        before = out[-1] if out else None
        told = ask.kind == "turn" and (ask.exact is not None or ask.delta is not None or ask.factor in (0.5, 2.0, 3.0))
        if before and before.kind == "turn" and told and before.exact is None and before.delta is None and before.factor in (1.5, 1 / 1.5):
            shares = ask.about == before.about or _overlaps(ask.about, before.about) or not ask.about or not before.about
            if shares and (ask.sense in ("", before.sense) or not before.sense):
                out[-1] = replace(ask, about=f"{before.about} {ask.about}".strip() if ask.about != before.about else ask.about,
                                  sense=ask.sense or (before.sense if ask.factor else ""), sign=ask.sign or before.sign)
                continue
        out.append(ask)
    grounds = [ask for ask in out if ask.kind == "ground"]
    if grounds:
        whole = replace(grounds[0], clause="; ".join(ask.clause for ask in grounds), about=" ".join(ask.about for ask in grounds))
        out = [whole if ask is grounds[0] else ask for ask in out]
        grounds[0] = whole
    return [ask for ask in out if ask.kind != "ground" or ask is grounds[0]]


def _overlaps(one: str, other: str) -> bool:
    if chinese_in(one + other):
        return any(one[at:at + 2] in other for at in range(len(one) - 1))
    stems = {english.base_forms(word)[-1] for word in one.split()}
    return any(english.base_forms(word)[-1] in stems for word in other.split())
