"""What a Chinese complaint asks for: its clauses, and of each the kind, the number, the comparison. It knows no plan."""

from __future__ import annotations

import re

from dreamgarden.designers import chinese
from dreamgarden.grow.feedback.ask import KEYS, Ask, Kind, key_named
from dreamgarden.grow.feedback.idioms import idiom

_SIDES: tuple[tuple[str, str, int], ...] = (
    ("快", "pace", 1), ("慢", "pace", -1), ("困难", "ease", -1), ("难", "ease", -1), ("容易", "ease", 1),
    ("简单", "ease", 1), ("轻松", "ease", 1),
    ("刺眼", "light", 1), ("亮", "light", 1), ("昏暗", "light", -1), ("黑", "light", -1), ("暗", "light", -1),
    ("小声", "loud", -1), ("大声", "loud", 1), ("吵闹", "loud", 1), ("吵", "loud", 1), ("响", "loud", 1), ("安静", "loud", -1),
    ("轻", "loud", -1),
    ("密", "amount", 1), ("多", "amount", 1), ("拥挤", "amount", 1), ("稀少", "amount", -1), ("少", "amount", -1), ("空", "amount", -1),
    ("漫长", "length", 1), ("长", "length", 1), ("短", "length", -1), ("久", "length", 1), ("巨大", "size", 1), ("大", "size", 1),
    ("高", "high", 1), ("低", "high", -1), ("小", "size", -1), ("矮", "size", -1), ("远", "sight", 1), ("近", "sight", -1),
)  # fmt: skip
_SKIES = {"雾": "mist", "雨": "rain", "雪": "snow", "风": "wind", "暴风": "storm"}
_NUM = r"(\d+(?:\.\d+)?|[零一二两三四五六七八九十百半]+)"
_LOOK = re.compile(r"颜色|色调|气氛|氛围|夜|晚上|黄昏|黎明|早晨|清晨|早上|上午|下午|白天|中午|傍晚|凌晨|日落|日出|下雨|下雪|起雾|雾|"
                   r"暖|冷色|配色|天气|[红橙黄绿蓝紫粉黑白灰金]色|恐怖|吓人|阴森|欢快|温馨|紧张|平静|梦幻|热闹")  # fmt: skip
_KEY = (r"(空格键?|回车键?|[上下左右](?:方向|箭头)键?|(?<![A-Za-z])[A-Za-z0-9](?![A-Za-z0-9])\s*键?|"
        r"(?:[Ss]hift|[Tt]ab|[Cc]trl|[Ee]nter|[Ss]pace)\s*键?)")  # fmt: skip
_DEAD = re.compile(rf"(?:按(?:下)?\s*)?{_KEY}\s*(?:不起作用|没反应|没有反应|没用|失灵|不灵|不管用|按了没)")
_KEYED = re.compile(rf"(?:用|按|改成|改为|换成|改到|放到|换到|设为|应该是|改用)\s*{_KEY}")
_CUT = re.compile(r"[,;.!?。、:\n]+|并且|而且|同时|另外|,?然后")
_SIGNAL = re.compile(r"[太更再加添去删不没改换变应要多少键只缺过]|一点|一些|有点|想|希望|飘|漂|浮|悬|无聊|够|\d|[半两三四五六七八九十百倍]")
_PLAIN: tuple[tuple[Kind, str], ...] = (
    ("ground", r"[飘漂浮]在(?!.*(?:换|改)成)|浮空|悬空|悬浮|没有地面|没有平地|地面(?:不平|消失)|放到平地|平整的地面|掉下去|穿过地面|陷进"),
    ("reach", r"(?:够|跳|走|爬|去|到|过)不(?:到|着|上|过|去|了)|无法到达|到达不了|卡住|被卡"),
    ("boring", r"无聊|没意思|枯燥|没事可做|什么都没发生|开头(?:太)?(?:平淡|慢)"),
    ("silent", r"没有声音|没声音|没有音乐|没音乐|听不见|听不到|无声"),
    ("key", r"按键(?:不对|错|没反应|失灵)|键(?:不对|错了|没用)|换(?:个|一个)?键|键位"),
)
_SHORT_OF_TIME = re.compile(r"来不及|时间(?:不够|不足|太紧|太少)|(?:用|耗|烧|没)(?:得|完)?太快|结束(?:得)?太(?:快|早)|"
                            r"太快(?:就)?(?:结束|没|用完)")  # fmt: skip
_COUNTED = "个只座条盏朵棵件位头匹张把台辆艘片次秒分米倍点些岁天轮波枚颗对组层名种块门关人小金步"
_COUNTER = r"[只个条座盏朵棵件位头匹张把台辆艘片些]"


def clauses(text: str) -> list[str]:
    """The pieces of a text that ask for something each; a piece that says nothing of more, less or other stays with the one before."""
    out: list[str] = []
    for piece in (part.strip(" ,.") for part in _CUT.split(text)):
        if not piece:
            continue
        if out and not _SIGNAL.search(piece) and not _LOOK.search(piece):
            out[-1] += f"、{piece}"
        else:
            out.append(piece)
    return out


def asks(clause: str) -> list[Ask]:
    """What one clause asks for."""
    if (keyed := _keyed(clause)) is not None:
        return [keyed]
    if re.search(r"(?:什么|啥)(?:都|也)看不(?:见|到|清)|看不清", clause):
        return [Ask("turn", clause, "", "light", 1, factor=1.5)]
    if not _sense(clause)[1] and (told := idiom(clause, zh=True)) is not None:
        return [told]
    clause = re.sub(r"^天(?:色)?(?=(?:太|好|这么|实在|有点)?[黑暗亮])", "", clause)  # 天太黑: it is too dark; 天空太黑 is the sky
    for kind, pattern in _PLAIN:
        if re.search(pattern, clause):
            return [Ask(kind, clause, _about(clause))]
    if _SHORT_OF_TIME.search(clause):
        return [Ask("turn", clause, _about(_SHORT_OF_TIME.sub("", clause)) or "时间", "length", 1, factor=1.5)]
    if (sky := _sky(clause)) is not None:
        return [sky]
    adds = re.search(rf"^(?:请|再|想|希望|多|能|可以)*(?:加|添|放|来|要有|要)(?:上|入|进)?(?:一|几|点)?{_COUNTER}(?P<what>.+)", clause)
    if adds and not re.search(r"[太更]", clause):
        return [Ask("add", clause, adds["what"].strip("、 "))]
    number = _number(clause)
    if number is not None:
        return [number]
    swap = re.search(r"(?:把|将)?(?P<old>.+?)(?:改成|换成|变成|改为|换为|变为|换做)(?P<new>.+)$", clause)
    if swap and not _sense(swap["new"])[1] and not (_LOOK.search(swap["new"]) and len(swap["new"]) < 5):
        new = re.sub(rf"^(?:一|几){_COUNTER}", "", swap["new"].strip())
        return [Ask("swap", clause, swap["old"].strip("把将请"), new=new)]
    sense, sign = _sense(clause)
    adds = re.search(r"(?:再|多)?(?:加|添|放|来)(?:上|入|进)?(?P<what>.+)|(?:没有|缺少|看不到|看不见|找不到|少了)(?P<lack>.+)", clause)
    if adds and not re.search(r"加(?:快|大|长|高|强|速|倍)", clause) and not (sign and adds["lack"]):  # 太黑了看不见路 misses no road
        return [Ask("add", clause, (adds["what"] or adds["lack"] or "").strip())]
    removes = re.search(r"(?:去掉|删掉|删除|拿掉|移除|不要|不想要|别放|取消)(?P<what>.+)", clause)
    if removes and not sign:
        return [Ask("remove", clause, removes["what"].strip())]
    if sign:
        strong, weak = bool(re.search(r"非常|大幅|得多|太.*了点也不", clause)), bool(re.search(r"一点|一些|稍|些|有点", clause))
        step = 2.0 if strong else 1.25 if weak else 1.5
        return [Ask("turn", clause, _about(clause), sense, sign, factor=step if sign > 0 else 1 / step)]
    if _LOOK.search(clause):
        return [Ask("look", clause, clause)]
    return [Ask("fix", clause, _about(clause))]


# ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _keyed(clause: str) -> Ask | None:
    if dead := _DEAD.search(clause):
        return Ask("key", clause, "", sign=-1, new=_key(dead[1]))
    wanted = re.sub(rf"(?:而不是|不要用?|别用|不用|代替)\s*{_KEY}.*$", "", clause)
    found = _KEYED.search(wanted)
    key = _key(found[1]) if found else ""
    if not found or not key or not (re.search("键|[A-Z]", found[1]) or any(word in found[1].lower() for word in KEYS)):
        return Ask("fix", clause, "", purpose=True) if not wanted.strip() else None
    about = re.sub(r"[把将请来]|应该|想", " ", wanted.replace(found.group(), " "))
    return Ask("key", clause, "".join(about.split()), sign=1, new=key)


def _key(words: str) -> str:
    return key_named(re.sub(r"\s*键$", "", words.strip()))


def _sky(clause: str) -> Ask | None:
    """Weather that is too much or too little: 雾太浓, 雨再大一点."""
    found = re.search(r"(?P<what>暴风|雾|雨|雪|风)(?:下得|得)?(?P<way>太|更|再|不够|少|小|淡)(?:加)?"
                      r"(?P<how>浓|大|厚|多|强|重|淡|小|少|弱|轻|一点|一些|点)?", clause)  # fmt: skip
    if not found:
        return None
    less = (found["way"] == "太") == (found["how"] in ("浓", "大", "厚", "多", "强", "重")) and found["way"] in ("太", "更", "再")
    less = less or (found["way"] in ("更", "再") and found["how"] in ("淡", "小", "少", "弱", "轻")) or found["way"] in ("少", "小", "淡")
    if found["way"] in ("更", "再") and found["how"] in ("浓", "大", "厚", "多", "强", "重"):
        less = False
    return Ask("look", clause, clause, sign=-1 if less else 1, new=_SKIES[found["what"]])


def _number(clause: str) -> Ask | None:
    sense, sign = _sense(clause)
    nth = re.search(rf"第{_NUM}(?:个|种|门|位|条|块|盏|只|关)?", clause)
    if nth and re.search(r"加|添|增", clause) and (value := _value(nth[1])) is not None:
        return Ask("turn", clause, _about(clause.replace(nth[0], "")), "amount", 1, exact=value)
    if "速度" in clause and not sense:
        sense = "pace"
    times = re.search(rf"(?:原来的)?{_NUM}倍|加倍|翻倍|翻番|减半|一半", clause)
    if times:
        factor = 0.5 if times[0] in ("减半", "一半") else 2.0 if times[1] is None else _value(times[1]) or 0.0
        if factor:
            return Ask("turn", clause, _about(clause.replace(times[0], "")), sense, sign, factor=factor)
    more = re.search(rf"(?:再|多)(?:加|添|来|放|给|设)?{_NUM}(?P<unit>[一-鿿])", clause)
    if more and more["unit"] not in "点些" and (value := _value(more[1])) is not None:
        scale = 60.0 if clause[more.end() - 1:].startswith("分钟") else 1.0
        unit = "second" if more["unit"] in "秒分" else more["unit"]
        return Ask("turn", clause, _about(clause.replace(more[0], more["unit"])), "amount", 1, delta=value * scale, unit=unit)
    # A music box, 八音盒, is not eight of anything.
    numbers = [(found[1], value) for found in re.finditer(_NUM, clause) if (value := _value(found[1])) is not None
               and (found[1][0].isdigit() or found.end() == len(clause) or clause[found.end()] in _COUNTED)]  # fmt: skip
    if not numbers or (re.fullmatch(r".*一(?:点|些|下|起|样|切|直|定|会儿).*", clause) and len(numbers) == 1 and numbers[0][0] == "一"):
        return None
    becomes = r"(?:改成|变成|换成|改为)"
    if re.search(rf"{becomes}\D*(?:两个人|一个人|一个|两个)", clause) and not re.search(rf"{becomes}[一两]个$", clause):
        return None
    scale = 60.0 if "分钟" in clause else 1.0
    unit = "second" if re.search(r"秒|分钟", clause) else ""
    about = _about(re.sub(rf"{_NUM}{_COUNTER}?", "", clause))
    if len(numbers) >= 2 and re.search(r"从.+(?:到|改|变|为)", clause):
        return Ask("turn", clause, about, sense, sign, exact=numbers[1][1] * scale, old=numbers[0][1] * scale, unit=unit)
    if len(numbers) >= 2 and re.search(r"而不是|不是", clause):
        first, other = (numbers[0][1], numbers[1][1]) if "而不是" in clause else (numbers[1][1], numbers[0][1])
        return Ask("turn", clause, about, sense, sign, exact=first * scale, old=other * scale, unit=unit)
    value = numbers[-1][1] * scale
    if re.search(r"提前|提早|延长|增加|多|再|推迟", clause) and not re.search(r"(?:增加|延长|提高)到", clause):
        return Ask("turn", clause, about, sense, 1, delta=value, unit=unit)
    if re.search(r"减少|缩短|少", clause) and not re.search(r"(?:减少|缩短|降低)到", clause):
        return Ask("turn", clause, about, sense, -1, delta=-value, unit=unit)
    if re.search(r"改|变|设|到|为|只|次|要|换|给|够|有", clause):
        return Ask("turn", clause, about, sense, sign, exact=value, unit=unit)
    return None


def _sense(clause: str) -> tuple[str, int]:
    for word, sense, sign in _SIDES:
        if re.search(rf"(?:太|过于|过|有点|有些|特别|非常|实在){word}", clause):
            return sense, -sign
        if re.search(rf"不够{word}", clause):
            return sense, sign
    for word, sense, sign in _SIDES:
        if re.search(rf"(?:更|再|加|放|调|变|延|缩|减|增|提|降){word}|{word}(?:一点|一些|点儿|点|些|得多)", clause):
            return sense, sign
    for word, found in (("加快", ("pace", 1)), ("减慢", ("pace", -1)), ("放慢", ("pace", -1)), ("延长", ("length", 1)),
                        ("缩短", ("length", -1)),
                        ("减少", ("amount", -1)), ("增加", ("amount", 1)), ("提高", ("", 1)), ("降低", ("", -1)),
                        ("放大", ("size", 1)), ("缩小", ("size", -1))):  # fmt: skip
        if word in clause:
            return found
    return "", 0


_FILLING = (r"看不(?:见|清|到)\S{0,3}|"
            r"请|麻烦|希望|能不能|可以|应该|太|过于|有点|一点|一些|更|改成|变成|换成|改为|原来的|游戏|只要|就够|至少|最多|"
            r"我觉得|觉得|的时候|让|把|将|了|吧|吗|呢|啊|给我|只|再")  # fmt: skip


def _about(clause: str) -> str:
    clause = re.sub(_FILLING, " ", clause)
    clause = re.sub(r"(?:快|慢|难|容易|简单|亮|暗|黑|多|少|长|短|大|小|高|低|密|吵|响)(?=\s|$)", " ", clause)
    return "".join(clause.split())


def _value(text: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    return 0.5 if text == "半" else chinese.number_of(text)
