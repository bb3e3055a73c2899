"""Ways of saying it that name no more and no less: "like through honey", "goes on and on", 亮得睁不开眼. In both languages.

A clause that one of these fits asks for what the row says. What fits none may still be asked about (meaning.py).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dreamgarden.grow.feedback.ask import Ask, Kind


class Idiom(NamedTuple):
    """A way of saying it, and the fields of the ask. about: what it is always about; "?" what stands before it, in words or signs."""

    form: str
    sense: str
    sign: int
    about: str = ""
    kind: Kind = "turn"


_WALK = "player walking speed"
_IN_ENGLISH = (
    Idiom(r"\b(?:volume|music|sounds?|drums|bells)\b.*\b(?:down|lower|softer)\b|\b(?:lower|turn down|dampen)\b.*\b(?:volume|music|sounds?)\b|"
          r"\b(?:music|sounds?|soundtrack|tune|song|noise|melody)\b.*\b(?:annoy\w*|nerves|headache|grat\w+|irritat\w+|awful|terrible|horrible|"
          r"drowns?|deafen\w*|shout\w*|blast\w*)\b|\bears (?:are )?(?:hurt|ring)\w*", "loud", -1),
    Idiom(r"\b(?:volume|music|sounds?)\b.*\b(?:up|louder)\b|\b(?:raise|turn up)\b.*\b(?:volume|music|sounds?)\b|"
          r"\b(?:barely|hardly|can't|cannot) hear\b", "loud", 1),
    Idiom(r"\b(?:like|through) (?:through )?(?:honey|glue|mud|molasses|treacle|syrup|tar)\b|\blike (?:a|an old) (?:snail|tortoise|turtle|man|"
          r"sloth|grandma\w*)\b|\b(?:i|hero|player|character|guy|me)\b.*\b(?:crawls?|trudges?|creeps?|dawdles?|plods?)\b|"
          r"\btakes (?:me )?(?:ages|forever|an eternity) to (?:walk|cross|get|reach|run)\b", "pace", 1, _WALK),
    Idiom(r"\b(?:i|hero|player|character|guy|me)\b.*\b(?:overshoots?|runs? off|shoots? past|slides? past|zooms?|skids?|can't stop)\b|"
          r"\bbefore i can (?:steer|stop|turn|brake)\b", "pace", -1, _WALK),
    Idiom(r"\b(?:goes|go|going|went) on (?:and on|forever|for ever)\b|\b(?:takes|take|lasts?) (?:me )?(?:ages|forever|an eternity|too long)\b|"
          r"\bdrags? on\b|\bnever ends?\b|\b(?:tedious|long-winded)\b", "length", -1),
    Idiom(r"\bover before\b|\bbefore i (?:know|knew) it\b|\b(?:over|ends?|ended|finished|done|won) (?:in|within) (?:no time|a blink|a wink|"
          r"a flash|seconds)\b|\b(?:barely|hardly|only just) (?:started|begun|began)\b|\bthat's it\?|\bend(?:s|ed)? (?:so |too )?(?:abruptly|"
          r"suddenly)\b", "length", 1),
    Idiom(r"\b(?:can't|cannot|can never|never|impossible to|no way to) (?:actually |really |even )?(?:lose|die|fail)\b|\b(?:can|could) "
          r"(?:actually |really |also )?(?:lose|fail)\b|\bno (?:danger|challenge|risk|threat)\b|\bchild'?s play\b|\beyes (?:shut|closed)\b|"
          r"\b(?:piece of cake|walkover|cakewalk)\b|\bin my sleep\b", "ease", -1),
    Idiom(r"\b(?:never stood|don't stand|have no|no|without) (?:a )?chance\b|\b(?:keep|always|constantly|only) (?:dy|los|fail)ing\b|"
          r"\b(?:i )?(?:always|only|just) (?:die|lose|fail)\b|\b(?:can't|cannot|can never|impossible to|nobody can) (?:win|beat|survive|"
          r"make it)\b|\b(?:died|froze|lost|failed|drowned|killed)\b.*\b(?:times|again|in a row)\b|\bunforgiving\b|\bmerciless\b", "ease", 1),
    Idiom(r"\b(?P<about>[a-z ]+?) (?:everywhere|all over the place|on every corner|wherever i look)\b|\b(?:can't|cannot) move for "
          r"(?P<other>[a-z ]+)|\bswarm(?:s|ing)? with\b|\bcluttered\b|\bpacked with\b", "amount", -1, "?"),
    Idiom(r"\b(?:bare|barren|hardly any|barely any|next to no|scarcely any|deserted)\b", "amount", 1, "?"),
    Idiom(r"\b(?P<about>[a-z ]+?) (?:is|are|looks?) (?:as )?(?:big|large|tall|huge|wide) as\b|\b(?:towers?|dwarfs?) (?:over|above)?\b",
          "size", -1, "?"),
    Idiom(r"\b(?P<about>[a-z ]+?) (?:is|are|looks?) (?:as )?(?:small|tiny|little) as\b|\bneed a (?:magnifying glass|microscope)\b", "size", 1, "?"),
    Idiom(r"\b(?:everything|screen|picture|all|it) (?:is|goes|turns) (?:all )?(?:white|washed out|overexposed)\b|\bblind(?:s|ed|ing)\b|"
          r"\b(?:burns?|hurts?) my eyes\b|\bmy eyes (?:hurt|burn|water)\b|\bsunglasses\b|\bsquint\w*\b|\bglare\b", "light", -1),
    Idiom(r"^(?!.*\b(?:fog|mist|haze|snow|rain|smoke)\b).*\b(?:bump(?:ing)? into|can't see (?:where|what|the (?:path|way|road|ground)))\b|"
          r"\bmore (?:light|brightness)\b|\bpitch (?:dark|black)\b|\bneed a (?:torch|candle|flashlight)\b", "light", 1),
    Idiom(r"\b(?:not|isn't|aren't|hardly|barely) (?:at all )?(?:scary|frightening|creepy)\b|\bnightmares?\b|\bgoose ?bumps\b", "", 1, "tense", "look"),
    Idiom(r"\b(?:birthday|party|carnival|holiday)\b.*\b(?:feel|mood)\b|\b(?:feel|mood)\b.*\b(?:birthday|party|carnival|holiday)\b", "", 1,
          "festive", "look"),
)  # fmt: skip
_IN_CHINESE = (
    Idiom(r"(?:音乐|声音|曲子|配乐|音效).*(?:头疼|烦|难听|刺耳|炸|震|聒噪|受不了|小点|小一点|压低|调低|关小)|耳朵.*(?:疼|聋|受不了)", "loud", -1),
    Idiom(r"(?:音乐|声音|曲子|配乐|音效|音量).*(?:大点|大一点|大些|调高|开大)", "loud", 1),
    Idiom(r"(?:我|主角|玩家|小\S|他|她)\S*(?:像|跟)\S*(?:蜗牛|乌龟|老太太|老头|老牛)|半天(?:挪|走|动)不|慢吞吞|磨叽|挪不动|慢悠悠", "pace", 1, _WALK),
    Idiom(r"走过头|停不下来|刹不住|冲过头|收不住脚", "pace", -1, _WALK),
    Idiom(r"一下子就\S*(?:结束|完|没|打烊|到)|没玩够|玩不够|(?:刚|还没)\S*就(?:结束|完|没|到)|意犹未尽", "length", 1),
    Idiom(r"没完没了|拖拖?拉拉|拖沓|(?:老|半天)都?(?:不|没)(?:完|结束)|磨磨蹭蹭", "length", -1),
    Idiom(r"闭着眼|(?:根本|完全|怎么都|永远)?(?:输|死)不(?:了|掉)|没(?:有)?(?:一点)?(?:难度|挑战|危险|压力)|毫无(?:难度|挑战)", "ease", -1),
    Idiom(r"(?:老是|总是|一直|每次都)(?:输|死|失败)|(?:根本|怎么都|永远)?赢不(?:了|到)|过不(?:了|去)关|没(?:有)?(?:活路|机会|胜算)", "ease", 1),
    Idiom(r"(?P<about>\S+?)(?:到处都是|满地都是|满屏都是|挤成一团|密密麻麻)|(?:到处|满地|满屏)都?是(?P<other>\S+)", "amount", -1, "?"),
    Idiom(r"(?P<about>\S+?)(?:光秃秃|稀稀拉拉|没几|空荡荡|空空)", "amount", 1, "?"),
    Idiom(r"(?P<about>\S+?)(?:大得|大到)(?:吓人|离谱|像|跟|夸张|过分)", "size", -1, "?"),
    Idiom(r"(?P<about>\S+?)(?:小得|小到)(?:可怜|看不|像|跟|离谱)", "size", 1, "?"),
    Idiom(r"睁不开眼|晃眼|闪瞎|刺得|亮得\S*(?:眼|看不)|曝光过度|白茫茫一片", "light", -1),
    Idiom(r"伸手不见五指|黑漆漆|黑咕隆咚|乌漆|看不(?:见|清)(?:路|脚下|前面)(?!.*雾)", "light", 1),
    Idiom(r"(?:一点都?|根本|完全)?不(?:吓人|恐怖|可怕|阴森)", "", 1, "tense", "look"),
)  # fmt: skip
_PLACES = {"林子里": "树", "森林里": "树", "树林里": "树"}  # a bare place lacks what it is made of
_MOODS_ZH = {"tense": "气氛紧张", "festive": "气氛热闹"}


def idiom(clause: str, zh: bool) -> Ask | None:
    """What an idiom asks for; None where the clause is none of them."""
    low = clause.lower()
    for one in _IN_CHINESE if zh else _IN_ENGLISH:
        found = re.search(one.form, low)
        if found is None:
            continue
        if one.kind == "look":
            return Ask("look", _MOODS_ZH[one.about] if zh else f"the mood is {one.about}")
        groups = found.groupdict()
        about = (groups.get("about") or groups.get("other") or low) if one.about == "?" else one.about
        about = re.sub(r"\b(?:the|a|an|there|is|are|it|its|only|with|and)\b", " ", about) if not zh else _PLACES.get(about, about)
        step = 1.5 if one.sign > 0 else 1 / 1.5
        return Ask("turn", clause, " ".join(about.split()), one.sense, one.sign, factor=step)
    return None
