"""`Ask`: what a complaint asks for, clause by clause, before anybody looks for the nodes behind it. English and Chinese.

It knows words, no plan: "too fast" asks for less pace, 周期改成原来的两倍 for a period twice as long.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dreamgarden.designers import chinese, english

Kind = Literal["turn", "swap", "add", "remove", "ground", "reach", "boring", "silent", "key", "look", "fix"]


@dataclass(frozen=True)
class Ask:
    """One thing that is asked for.

    kind     turn (more or less of something), swap (one thing for another), add, remove; ground (things float, the ground
             is missing or uneven), reach, boring, silent, key; look (mood, hour, weather, colour); fix (anything else).
    about    what it is about, in the person's words.
    sense    of a turn: pace, length, ease, amount, size, light, loud, sight; "" when only a number is said.
    sign     +1 more of it, -1 less.
    factor   by how much it is to change; 0 when `exact` or `delta` says so.
    exact    the new number.   old  the number it is now, as the person says.   delta  what is to be added.
    new      of a swap: what comes instead.   purpose  it only says what the rest is for.
    """

    kind: Kind
    clause: str
    about: str = ""
    sense: str = ""
    sign: int = 0
    factor: float = 0.0
    exact: float | None = None
    old: float | None = None
    delta: float | None = None
    unit: str = ""
    new: str = ""
    purpose: bool = False


# adjective → (sense, sign of what it calls for when it is asked for; "too …" asks for the opposite)
_SIDES: tuple[tuple[str, str, str], ...] = (  # sense, words that call for more of it, words that call for less
    ("pace", "fast quick rapid hasty", "slow sluggish"),
    ("ease", "easy simple trivial", "hard difficult tough punishing brutal challenging"),
    ("light", "bright glaring blinding", "dark dim gloomy black murky"),
    ("size", "big large huge giant tall wide high", "small tiny little narrow low"),
    ("length", "long", "short brief"),
    ("amount", "many crowded", "few sparse empty rare"),
    ("loud", "loud", "quiet"),
    ("sight", "far", "foggy"),
)
_EN: Mapping[str, tuple[str, int]] = {
    word: (sense, sign) for sense, more, less in _SIDES for words, sign in ((more, 1), (less, -1)) for word in words.split()
}
_COMPARED: Mapping[str, tuple[str, int]] = {
    "faster": ("pace", 1), "quicker": ("pace", 1), "speed up": ("pace", 1), "slower": ("pace", -1), "slow down": ("pace", -1),
    "harder": ("ease", -1), "more difficult": ("ease", -1), "easier": ("ease", 1), "less hard": ("ease", 1), "simpler": ("ease", 1),
    "brighter": ("light", 1), "lighter": ("light", 1), "darker": ("light", -1), "dimmer": ("light", -1),
    "bigger": ("size", 1), "larger": ("size", 1), "taller": ("size", 1), "higher": ("size", 1), "wider": ("size", 1),
    "smaller": ("size", -1), "tinier": ("size", -1), "lower": ("size", -1),
    "longer": ("length", 1), "shorter": ("length", -1), "extend": ("length", 1), "shorten": ("length", -1), "last longer": ("length", 1),
    "more": ("amount", 1), "fewer": ("amount", -1), "less": ("amount", -1), "reduce": ("", -1), "decrease": ("", -1), "increase": ("", 1),
    "raise": ("", 1), "louder": ("loud", 1), "quieter": ("loud", -1), "softer": ("loud", -1),
    "see farther": ("sight", 1), "see further": ("sight", 1),
}  # fmt: skip
_ZH: tuple[tuple[str, str, int], ...] = (
    ("快", "pace", 1), ("慢", "pace", -1), ("困难", "ease", -1), ("难", "ease", -1), ("容易", "ease", 1),
    ("简单", "ease", 1), ("轻松", "ease", 1),
    ("刺眼", "light", 1), ("亮", "light", 1), ("昏暗", "light", -1), ("黑", "light", -1), ("暗", "light", -1),
    ("小声", "loud", -1), ("大声", "loud", 1), ("吵", "loud", 1), ("响", "loud", 1), ("安静", "loud", -1),
    ("多", "amount", 1), ("拥挤", "amount", 1), ("稀少", "amount", -1), ("少", "amount", -1), ("空", "amount", -1),
    ("长", "length", 1), ("短", "length", -1), ("久", "length", 1), ("大", "size", 1), ("高", "size", 1),
    ("小", "size", -1), ("矮", "size", -1), ("远", "sight", 1),
)  # fmt: skip
_TOO_EN = re.compile(r"\b(?:(?P<more>way |far |much |really )?too|(?P<bit>a bit|a little|slightly) too|so|very|"
    r"extremely)\s+(?P<word>\w+)")
_NOT_ENOUGH = re.compile(r"\b(?:not|n't|isn't|aren't)\s+(?:\w+\s+)?(?P<word>\w+)\s+enough\b|\bnot enough\b")
_TIMES_EN = re.compile(r"\b(twice|double|doubled|triple|tripled|half|halve|halved|quarter)\b|\b(\w+) times (?:as|the|more|faster|"
    r"slower|longer|bigger|its)\b")
_FACTORS = {"twice": 2.0, "double": 2.0, "doubled": 2.0, "triple": 3.0, "tripled": 3.0,
            "half": 0.5, "halve": 0.5, "halved": 0.5, "quarter": 0.25}
_NUM = r"(\d+(?:\.\d+)?|[零一二两三四五六七八九十百半]+)"
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
_KEEP = re.compile(r"^(?:and |but |please )?(?:keep|leave) (?:everything|all|the rest)|^(?:nothing|everything) else|其余|其他(?:都|"
    r"的)?(?:保持|不变|不要)|别的(?:都)?(?:不变|不要)|保持不变|^不变", re.IGNORECASE)
_PURPOSE = re.compile(r"(?:so that|in order to|so (?:i|we|it|they)\b)|(?:好|以便|使)?(?:让|使|使得).+(?:可以|能|能够)")
_PRONOUN = re.compile(r"^(?:it|they|them|this|that|he|she|everything|the game|game|它|它们|这|他|她)?$")
_LOOK_EN = re.compile(r"\b(colou?rs?|mood|atmosphere|night|dusk|dawn|morning|noon|evening|sunset|sunrise|midnight|daylight|rain\w*|"
    r"snow\w*|fog\w*|mist\w*|storm\w*|warmer|colder|cooler|palette|weather|scarier|spooky|cosy|cozy|cheerful|gloomier|calmer|sadder|"
        r"happier|tense|dreamy|festive)\b")
_LOOK_ZH = re.compile(r"颜色|色调|气氛|氛围|夜|黄昏|黎明|早晨|中午|傍晚|日落|下雨|下雪|起雾|雾|"
                      r"暖|冷色|配色|天气|[红橙黄绿蓝紫粉黑白灰金]色|恐怖|欢快|温馨")


def asks_of(text: str) -> list[Ask]:
    """What a complaint asks for, in its order; nothing for "keep everything else as it is"."""
    zh = chinese_in(text)
    out: list[Ask] = []
    last = ""
    for clause in _clauses(text, zh):
        if _KEEP.search(clause):
            continue
        read = (_zh(clause) if zh else _en(clause))
        for ask in read:
            about = ask.about.strip(" ,.的了要请把让")
            if _PRONOUN.match(about.lower()) and last:
                ask = replace(ask, about=last)
            elif about:
                last = ask.about
            if out and _PURPOSE.match(clause.lower()):
                ask = replace(ask, purpose=True)
            out.append(ask)
    return _merged(out)


def chinese_in(text: str) -> bool:
    """Whether it is written in Chinese."""
    return sum("一" <= sign <= "鿿" for sign in text) > len(re.findall(r"[A-Za-z]+", text))


_CUT_ZH = r"[,;.!?。、:\n]+|并且|而且|同时|,?然后"
_CUT_EN = (r"[;.!?:\n]+(?!\d)|,\s*(?:and |but |so |also )|\s+(?:and|but) (?=(?:make|change|put|add|remove|the |there |it |let |please |"
           r"give |have |i |you |we |they |reduce|increase|double|halve))")


def _clauses(text: str, zh: bool) -> list[str]:
    text = unicodedata.normalize("NFKC", text).strip()
    cut = _CUT_ZH if zh else _CUT_EN
    clauses = [clause.strip(" ,.") for clause in re.split(cut, text, flags=re.IGNORECASE)]
    return [clause for clause in clauses if clause]


# ── English ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _en(clause: str) -> list[Ask]:
    low = re.sub(r"\b(?:no|any) longer\b", "not", clause.lower().strip())
    low = re.sub(r"^(?:please|can you|could you|i want you to|i would like|i'd like|i think|i feel(?: like)?|also|just|now)\s+", "", low)
    for kind, pattern in _PLAIN_EN:
        if re.search(pattern, low):
            return [Ask(kind, clause, _about_en(low))]
    if (swap := _swap_en(low, clause)) is not None:
        return [swap]
    if (number := _number_en(low, clause)) is not None:
        return [number]
    if (turn := _turn_en(low, clause)) is not None:
        return [turn]
    if re.search(r"\b(?:add|give me|put in|include|i miss|missing|where (?:is|are)|there (?:is|are|'s) no|there should be|"
        r"needs? (?:a|an|some)|lacks?)\b", low):
        return [Ask("add", clause, _about_en(re.sub(r"\b(?:add|give me|put in|include|i miss|is|are|missing|where|there(?:'s)?|no|"
            r"should be|needs?|lacks?|some|another|one more)\b", " ", low)))]
    if re.search(r"\b(?:remove|delete|take out|take away|get rid of|without|no more|drop|don't want|do not want)\b", low):
        return [Ask("remove", clause, _about_en(re.sub(r"\b(?:remove|delete|take out|take away|get rid of|without|no more|drop|i|"
            r"don't|do not|want)\b", " ", low)))]
    if _LOOK_EN.search(low):
        return [Ask("look", clause, low)]
    return [Ask("fix", clause, _about_en(low))]


_PLAIN_EN: tuple[tuple[Kind, str], ...] = (
    ("ground", r"\b(?:float(?:s|ing)?|hover(?:s|ing)?)\b(?!.*\b(?:instead|rather)\b)|\bno (?:flat |level |real |solid )?(?:ground|"
        r"floor)\b|\b(?:on|in) (?:level|flat|even|solid|the) ground\b|\bmissing (?:the )?ground\b|\bflat ground\b|\bin the air\b|"
            r"\bfall(?:s|ing)? through\b"),
    ("reach", r"\b(?:can't|cannot|can not|couldn't|impossible to|unable to|no way to) (?:get to|reach|find a way|jump|climb|get up|"
        r"get past|enter)\b|\bout of reach\b|\bunreachable\b|\bstuck\b"),
    ("boring", r"\b(?:boring|dull|nothing happens|nothing to do|uneventful|slow start|takes forever to start)\b"),
    ("silent", r"\bno (?:sound|music|audio|noise)\b|\b(?:can't|cannot) hear (?:anything|a thing|it|the music)\b|\b(?:is|"
        r"it's) silent\b|\bmusic (?:is )?missing\b"),
    ("key", r"\b(?:wrong|another|different|other) (?:key|button)\b|\b(?:key|button)s? (?:does not|doesn't|don't|do not) work\b|"
        r"\bkeys? (?:is|are) wrong\b|\buse (?:the )?(?:arrow keys|[a-z]|space|enter|shift) (?:key )?(?:instead|to|for)\b"),
)  # fmt: skip


def _swap_en(low: str, clause: str) -> Ask | None:
    forms = (
        r"(?:change|turn|replace|swap|make) (?P<old>.+?) (?:to|into|with|by|for) (?P<new>.+)$",
        r"(?P<new>.+?) (?:instead of|rather than|in place of) (?P<old>.+)$",
        r"(?:instead of|rather than) (?P<old>.+?),? (?P<new>.+)$",
        r"(?P<old>.+?) should (?:be|become) (?P<new>[a-z ]+?)(?: instead)?$",
    )
    for form in forms:
        found = re.search(form, low)
        if found is None:
            continue
        old, new = found["old"].strip(), found["new"].strip()
        numbers = [_value_en(word) for word in re.findall(r"[\w.]+", new)]
        if any(number is not None for number in numbers) and not re.search(r"\b(?:a|an|one) [a-z]+$", new):
            return None
        if _sense_en(new)[1] or (_LOOK_EN.search(new) and len(new.split()) < 4):
            return None
        return Ask("swap", clause, old, new=re.sub(r"^(?:the|a|an|some)\s+", "", new))
    return None


def _number_en(low: str, clause: str) -> Ask | None:
    sense, sign = _sense_en(low)
    ordinal = re.search(r"\b(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b", low)
    if ordinal and re.search(r"\b(?:add|introduce|include|there should be|want|make)\b", low):
        return Ask("turn", clause, _about_en(low.replace(ordinal[1], " ")), "amount", 1, exact=float(_ORDINALS[ordinal[1]]))
    times = _TIMES_EN.search(low)
    if times:
        factor = _FACTORS.get(times[1] or "") or _value_en(times[2] or "") or 0.0
        if factor:
            down = sign < 0 and factor > 1 and not times[1]
            return Ask("turn", clause, _about_en(low.replace(times[0], " ")), sense, sign, factor=1 / factor if down else factor)
    percent = re.search(r"(\d+)\s*(?:%|percent)", low)
    if percent and sign:
        return Ask("turn", clause, _about_en(low.replace(percent[0], " ")), sense, sign, factor=1 + sign * int(percent[1]) / 100)
    numbers = [(found.start(), value, found[0]) for found in re.finditer(r"\d+(?:\.\d+)?|[a-z]+", low)
               if (value := _value_en(found[0])) is not None and (found[0] != "one" or re.search(r"\b(?:to|only) one\b", low))]
    if not numbers:
        return None
    unit = re.search(r"\b(seconds?|minutes?|metres?|meters?|points?|lives|times?)\b", low)
    scale = 60.0 if unit and unit[1].startswith("minute") else 1.0
    named = english.singular(unit[1]) if unit else ""
    about = _about_en(re.sub(r"\b(?:" + "|".join(re.escape(word) for _, _, word in numbers) + r")\b", " ", low))
    change = re.search(r"\bfrom\b.*\bto\b", low)
    if change and len(numbers) >= 2:
        return Ask("turn", clause, about, sense, sign, exact=numbers[1][1] * scale, old=numbers[0][1] * scale, unit=named)
    value = numbers[-1][1]
    by = re.search(r"\b(?:by|another|extra|additional)\s+(?:[\w.]+)", low) or re.search(r"\b[\w.]+\s+(?:\w+\s+)?(?:more|fewer|less|"
        r"earlier|later|longer|shorter)\b", low)
    if by and re.search(rf"\b{re.escape(numbers[-1][2])}\b", by[0]):
        down = bool(re.search(r"\b(?:fewer|less|shorter|reduce|decrease|lower)\b", low))
        return Ask("turn", clause, about, sense, -1 if down else 1, delta=(-value if down else value) * scale, unit=named)
    return Ask("turn", clause, about, sense or "", sign, exact=value * scale, unit=named)


def _turn_en(low: str, clause: str) -> Ask | None:
    sense, sign = _sense_en(low)
    if not sign:
        return None
    strong = bool(re.search(r"\b(?:way|far|much|really|extremely|a lot)\b", low))
    weak = bool(re.search(r"\b(?:a bit|a little|slightly|somewhat)\b", low))
    step = 2.0 if strong else 1.25 if weak else 1.5
    words = [*_EN, *_COMPARED, "too", "way", "far", "much", "really", "a lot", "a bit", "a little",
             "slightly", "somewhat", "not", "enough", "very", "so", "could", "should", "would"]
    about = re.sub(r"\b(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")\b", " ", low)
    return Ask("turn", clause, _about_en(about), sense, sign, factor=step if sign > 0 else 1 / step)


def _sense_en(low: str) -> tuple[str, int]:
    found = _TOO_EN.search(low)
    if found and found["word"] in _EN:
        sense, sign = _EN[found["word"]]
        return sense, -sign
    enough = _NOT_ENOUGH.search(low)
    if enough:
        return _EN.get(enough["word"] or "", ("amount", 1))
    for phrase in sorted(_COMPARED, key=len, reverse=True):
        if re.search(rf"\b{phrase}\b", low):
            return _COMPARED[phrase]
    made = re.search(r"\b(?:is|are|feels?|looks?|seems?|make .+?)\s+(" + "|".join(_EN) + r")\b", low)
    if made:
        sense, sign = _EN[made[1]]
        return sense, sign if made[0].startswith("make") else -sign
    few = re.match(r"\b(?:there (?:is|are) )?(?:only )?(few|hardly any|barely any)\b", low)
    return ("amount", 1) if few else ("", 0)


def _about_en(text: str) -> str:
    text = re.sub(r"\b(?:make|change|please|let|set|there|is|are|was|be|the|a|an|of|to|it|its|game|should|would|could|have|has|do|"
        r"does|i|we|my|me|you|and|but|that|this|these|those|when|if|as|so|for|from|with|go|goes|get|gets|can|need|needs|want|add|"
            r"increase|reduce|decrease|raise|lower)\b", " ", text)
    return " ".join(text.split())


def _value_en(word: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", word):
        return float(word)
    return None if word in ("a", "an", "second", "no", "some", "few", "once") else english.number_of(word)


# ── Chinese ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _zh(clause: str) -> list[Ask]:
    for kind, pattern in _PLAIN_ZH:
        if re.search(pattern, clause):
            return [Ask(kind, clause, _about_zh(clause))]
    number = _number_zh(clause)
    if number is not None:
        return [number]
    swap = re.search(r"(?:把|将)?(?P<old>.+?)(?:改成|换成|变成|改为|换为|变为)(?P<new>.+)$", clause)
    if swap and not _sense_zh(swap["new"])[1] and not (_LOOK_ZH.search(swap["new"]) and len(swap["new"]) < 5):
        return [Ask("swap", clause, swap["old"].strip("把将请"), new=swap["new"].strip())]
    sense, sign = _sense_zh(clause)
    adds = re.search(r"(?:再|多)?(?:加|添|放|来)(?:上|入|进)?(?P<what>.+)|(?:没有|缺少|看不到|看不见|找不到|少了)(?P<lack>.+)", clause)
    if adds and not re.search(r"加(?:快|大|长|高|强|速|倍)", clause):
        return [Ask("add", clause, (adds["what"] or adds["lack"] or "").strip())]
    removes = re.search(r"(?:去掉|删掉|删除|拿掉|移除|不要|不想要)(?P<what>.+)", clause)
    if removes and not sign:
        return [Ask("remove", clause, removes["what"].strip())]
    if sign:
        strong, weak = bool(re.search(r"非常|大幅|得多", clause)), bool(re.search(r"一点|一些|稍|些|有点", clause))
        step = 2.0 if strong else 1.25 if weak else 1.5
        return [Ask("turn", clause, _about_zh(clause), sense, sign, factor=step if sign > 0 else 1 / step)]
    if _LOOK_ZH.search(clause):
        return [Ask("look", clause, clause)]
    return [Ask("fix", clause, _about_zh(clause))]


_PLAIN_ZH: tuple[tuple[Kind, str], ...] = (
    ("ground", r"飘在|浮在空|悬空|悬浮|没有地面|没有平地|地面(?:不平|消失)|放到平地|平整的地面|掉下去|穿过地面"),
    ("reach", r"(?:够|跳|走|爬|去|到|过)不(?:到|着|上|过|去|了)|无法到达|到达不了|卡住|被卡"),
    ("boring", r"无聊|没意思|枯燥|没事可做|什么都没发生|开头(?:太)?(?:平淡|慢)"),
    ("silent", r"没有声音|没声音|没有音乐|没音乐|听不见|听不到|无声"),
    ("key", r"按键(?:不对|错|没反应|失灵)|键(?:不对|错了|没用)|换(?:个|一个)?键|改用.+键|键位"),
)


def _number_zh(clause: str) -> Ask | None:
    sense, sign = _sense_zh(clause)
    nth = re.search(rf"第{_NUM}(?:个|种|门|位|条|块|盏|只|关)?", clause)
    if nth and re.search(r"加|添|增", clause) and (value := _value_zh(nth[1])) is not None:
        return Ask("turn", clause, _about_zh(clause.replace(nth[0], "")), "amount", 1, exact=value)
    times = re.search(rf"(?:原来的)?{_NUM}倍|加倍|翻倍|翻番|减半|一半", clause)
    if times:
        factor = 0.5 if times[0] in ("减半", "一半") else 2.0 if times[1] is None else _value_zh(times[1]) or 0.0
        if factor:
            return Ask("turn", clause, _about_zh(clause.replace(times[0], "")), sense, sign, factor=factor)
    more = re.search(rf"(?:再|多)(?:加|添|来|放|给|设)?{_NUM}(?P<unit>[一-鿿])", clause)
    if more and (value := _value_zh(more[1])) is not None:
        return Ask("turn", clause, _about_zh(clause.replace(more[0], more["unit"])), "amount", 1, delta=value, unit=more["unit"])
    numbers = [(found[1], value) for found in re.finditer(_NUM, clause) if (value := _value_zh(found[1])) is not None]
    if not numbers or (re.fullmatch(r".*一(?:点|些|下|起|样|切|直|定|会儿).*", clause) and len(numbers) == 1 and numbers[0][0] == "一"):
        return None
    if re.search(r"(?:改成|变成|换成|改为)\D*(?:两个人|一个人|一个|两个)", clause):
        return None
    scale = 60.0 if "分钟" in clause else 1.0
    unit = "second" if re.search(r"秒|分钟", clause) else ""
    about = _about_zh(re.sub(_NUM, "", clause))
    if len(numbers) >= 2 and re.search(r"从.+(?:到|改|变|为)", clause):
        return Ask("turn", clause, about, sense, sign, exact=numbers[1][1] * scale, old=numbers[0][1] * scale, unit=unit)
    value = numbers[-1][1] * scale
    if re.search(r"提前|提早|延长|增加|多|再|推迟", clause) and not re.search(r"(?:增加|延长|提高)到", clause):
        return Ask("turn", clause, about, sense, 1, delta=value, unit=unit)
    if re.search(r"减少|缩短|少", clause) and not re.search(r"(?:减少|缩短|降低)到", clause):
        return Ask("turn", clause, about, sense, -1, delta=-value, unit=unit)
    if re.search(r"改|变|设|到|为|只|次|要", clause):
        return Ask("turn", clause, about, sense, sign, exact=value, unit=unit)
    return None


def _sense_zh(clause: str) -> tuple[str, int]:
    for word, sense, sign in _ZH:
        if re.search(rf"(?:太|过于|过|有点|有些|特别|非常){word}", clause):
            return sense, -sign
        if re.search(rf"不够{word}", clause):
            return sense, sign
    for word, sense, sign in _ZH:
        if re.search(rf"(?:更|再|加|放|调|变|延|缩|减|增|提){word}|{word}(?:一点|一些|些|点儿|得多)", clause):
            return sense, sign
    for word, found in (("加快", ("pace", 1)), ("减慢", ("pace", -1)), ("延长", ("length", 1)), ("缩短", ("length", -1)),
                        ("减少", ("amount", -1)),
                        ("增加", ("amount", 1)), ("提高", ("", 1)), ("降低", ("", -1))):  # fmt: skip
        if word in clause:
            return found
    return "", 0


_FILLING_ZH = (r"请|麻烦|希望|能不能|可以|应该|太|过于|有点|一点|一些|更|改成|变成|改为|原来的|游戏|"
               r"我觉得|觉得|的时候|让|把|将|了|吧|吗|呢|啊")


def _about_zh(clause: str) -> str:
    clause = re.sub(_FILLING_ZH, " ", clause)
    clause = re.sub(r"(?:快|慢|难|容易|简单|亮|暗|黑|多|少|长|短|大|小)(?=\s|$)", " ", clause)
    return "".join(clause.split())


def _value_zh(text: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    return 0.5 if text == "半" else chinese.number_of(text)


def _merged(asks: list[Ask]) -> list[Ask]:
    """A general complaint before a number says what the number is about: "nights are too short: double the night"."""
    out: list[Ask] = []
    for ask in asks:
        before = out[-1] if out else None
        told = ask.kind == "turn" and (ask.exact is not None or ask.delta is not None or ask.factor in (0.5, 2.0, 3.0))
        if before and before.kind == "turn" and told and before.exact is None and before.delta is None and before.factor in (1.5, 1 / 1.5):
            shares = ask.about == before.about or _overlaps(ask.about, before.about) or not ask.about or ask.sense == before.sense
            if shares:
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
