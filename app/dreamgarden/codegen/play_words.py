"""The sentences by which plays are written down: what to do in a game, and what must come of it.

A brief may end with one, in English or Chinese, and a pattern declares them for its parts (docs/patterns.md):

    Try: hold W for two seconds, press E; then “door opened” happens.
    试玩：走到最近的“灯笼”，按E；然后“collected”发生。

In a part's code they are comments of the same form, so they go with it wherever it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dreamgarden.codegen.expectation import Expectation
from dreamgarden.codegen.plays import WITHIN, Play, Step, Want
from dreamgarden.errors import BadInput

_WALK, _PLAY, _LONGEST = 30.0, 40.0, 120.0  # seconds: of a walk and of playing on, when it is not said; of any step
_N = r"(?P<n>\d+(?:\.\d+)?|[a-z]+|[一二两三四五六七八九十]+)"
_SECONDS = rf"{_N}\s*(?P<unit>s|secs?|seconds?|mins?|minutes?|秒钟?|分钟?)"
_LATE = re.compile(rf"[,，]?\s*(?:within|in at most|at most|最多|不超过)\s*{_SECONDS}(?:内|之内)?$|"
                   rf"[,，]?{_SECONDS.replace('<n>', '<m>').replace('<unit>', '<their>')}(?:内|之内)$")  # fmt: skip
_NAME = r"[“\"「『](?P<name>[^”\"」』]{1,80})[”\"」』]|(?P<bare>[\w'’-]+(?: [\w'’-]+){0,3}?)"
_QUOTED = re.compile(r"[“\"「『][^”\"」』]*[”\"」』]")
_MARK = r"(?:Try(?: this)?|试玩|试一试)\s*(?:[(（](?P<title>[^)）]{0,80})[)）])?\s*[:：]\s*"
_IN_TEXT = re.compile(rf"(?<![^\s。.!！]){_MARK}(?P<said>(?:{_QUOTED.pattern}|\d\.\d|[^.。\n“\"「『])+)[.。]?")
_IN_CODE = re.compile(rf"^[ \t]*//[ \t]*{_MARK}(?P<said>[^\n]+?)[ \t]*\n?$", re.MULTILINE)
_COUNTED = ("", "one a an once 一", "two twice 二 两", "three 三", "four 四", "five 五", "six 六", "seven 七", "eight 八", "nine 九",
            "ten 十")  # fmt: skip
_NUMBERS = {word: value for value, words in enumerate(_COUNTED) for word in words.split()}
_UNSAID = {ord(sign): None for sign in "\\()（）\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u202c\u2069"}  # what could hide what follows
_KEYS = {"space": "SPACE", "空格": "SPACE", "空格键": "SPACE", "shift": "SHIFT", "tab": "TAB", "enter": "ENTER", "return": "ENTER",
         "回车": "ENTER", "ctrl": "CTRL", "escape": "ESCAPE", "esc": "ESCAPE",
         "↑": "UP", "↓": "DOWN", "←": "LEFT", "→": "RIGHT"}  # fmt: skip


def parse(said: str, title: str = "", part: str = "") -> Play:
    """The play that a sentence tells, without its mark. Raises BadInput naming the words that are not understood."""
    text = " ".join(said.split()).rstrip(".。 ")
    before, found, after = _halves(text)
    if not found:
        raise BadInput(f"“{text}” does not say what must come of it.", then="Write: Try: press E; then “door opened” happens.")
    steps: list[Step] = []
    for piece in _pieces(before):
        if (most := re.fullmatch(rf"(?:for )?(?:at most|最多|不超过)\s*{_SECONDS}", piece)) and steps:
            steps[-1] = replace(steps[-1], seconds=_seconds(most))
        else:
            steps.append(_step(piece))
    within = WITHIN
    if late := _LATE.search(after):
        within = _in_seconds(late["n"] or late["m"], late["unit"] or late["their"])
        after = after[: late.start()].rstrip(" ,，")
    wants: list[Want] = []
    checks: list[Expectation] = []
    for piece in _pieces(after, joined=True):
        one = _want(piece)
        if isinstance(one, Expectation):
            checks.append(one)
        else:
            wants.append(one)
    if not wants and not checks:
        raise BadInput(f"“{text}” does not say what must come of it.", then="Write: Try: press E; then “door opened” happens.")
    return Play(text, tuple(steps), tuple(wants), tuple(checks), min(within, _LONGEST), title.strip(), part)


def plays_in(text: str, part: str, *, code: bool = False) -> list[Play]:
    """The plays that a brief, or a part's code, tells; one that can't be understood says why in `unread`."""
    found = []
    for hit in (_IN_CODE if code else _IN_TEXT).finditer(text):
        title = hit["title"] or ""
        try:
            found.append(parse(hit["said"], title, part))
        except BadInput as error:
            found.append(Play(" ".join(hit["said"].split()), title=title, part=part, unread=error.what))
    return found


def without_plays(brief: str) -> str:
    """A brief without the plays that it tells."""
    return re.sub(r" {2,}", " ", _IN_TEXT.sub("", brief)).strip() if _IN_TEXT.search(brief) else brief


def code_without_plays(code: str) -> str:
    """A part's code without the plays that it tells."""
    return _IN_CODE.sub("", code)


def with_plays(code: str, plays: Iterable[tuple[str, str]]) -> str:
    """The code with plays, (title, sentence) each, as comments at its end; without those that odd names make unreadable."""
    lines = [f"// Try ({_line(title)}): {_line(said)}\n" for title, said in plays if _reads(said)]
    return code.rstrip("\n") + "\n\n" + "".join(lines) if lines else code


def declared(code: Mapping[str, str], briefs: Mapping[str, str]) -> list[Play]:
    """All plays of a game, by the code of its parts and by the briefs of its leaves, each once."""
    found = [play for slug, text in sorted(code.items()) for play in plays_in(text, slug, code=True)]
    found += [play for slug, text in sorted(briefs.items()) for play in plays_in(text, slug)]
    return list({(play.part, play.said): play for play in found}.values())


# ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _reads(said: str) -> bool:
    try:
        return bool(parse(_line(said)))
    except BadInput:
        return False


def _line(text: str) -> str:
    return " ".join(text.translate(_UNSAID).split())


def _halves(text: str) -> tuple[str, bool, str]:
    """What is done, and what must come of it: between them stands a semicolon, or “then” before the last piece."""
    masked = _masked(text)
    at = masked.rfind(";") if ";" in masked else masked.rfind("；")
    if at < 0:
        found = list(re.finditer(r"[,，。]?\s*(?:\band then\b|\bthen\b|然后|那么|于是|接着就|就会|之后)", masked))
        if not found:
            return text, False, ""
        return text[: found[-1].start()], True, text[found[-1].end() :].strip(" ,，")
    after = re.sub(r"^\s*(?:and\s+)?(?:then|therefore|然后|那么|于是|接着|就|之后)?[,，]?\s*", "", text[at + 1 :], count=1)
    return text[:at], True, after


def _masked(text: str) -> str:
    """The text with signs in quotes replaced, so that they divide nothing."""
    return _QUOTED.sub(lambda hit: "_" * len(hit[0]), text)


def _pieces(text: str, joined: bool = False) -> list[str]:
    """Divided at commas and “then”; `joined`: at “and” as well."""
    masked, start, found = _masked(text), 0, []
    for hit in re.finditer(_CUT + (r"|\s+and\s+" if joined else ""), masked):
        found.append(text[start : hit.start()])
        start = hit.end()
    found.append(text[start:])
    return [piece.strip() for piece in found if piece.strip()]


def _in_seconds(number: str, unit: str) -> float:
    value = _number(number)
    return min(value * (60 if unit.startswith(("min", "分")) else 1), _LONGEST)


def _seconds(hit: re.Match[str]) -> float:
    return _in_seconds(hit["n"], hit["unit"])


def _number(word: str) -> float:
    low = word.lower()
    if low in _NUMBERS:
        return float(_NUMBERS[low])
    try:
        return float(low)
    except ValueError as error:
        raise BadInput(f"“{word}” is no number.") from error


def _keys(words: str) -> tuple[str, ...]:
    found: list[str] = []
    for word in re.split(r"\s+and\s+|\s*\+\s*|\s*/\s*|\s*和\s*|\s+", words.strip()):
        word = re.sub(r"键$", "", word) if word not in _KEYS else word
        if word:
            found.append(_KEYS.get(word.lower(), word if len(word) > 1 and word.islower() else word.upper()))
    return tuple(found)


def _named(hit: re.Match[str]) -> str:
    return (hit["name"] or hit["bare"] or "").strip()


_CUT = (r"\s*[,，、;；。]\s*(?:and then|and|then|然后|再|并且|而且|且)?\s*|\s+(?:and then|then)\s+|"
        r"\s*(?:然后|接着(?!玩)|并且|而且)\s*")  # fmt: skip
_THE = "(?:the |an? )?(?:nearest |closest |next )?"
_OTHER = _NAME.replace("<name>", "<name2>").replace("<bare>", "<bare2>")
_TIMES = r"(?:\s*(?P<times>once|twice|\w+ times|[\d一二两三四五六七八九十]+[次下]))?"
_STEPS: Sequence[tuple[str, re.Pattern[str]]] = [
    ("walk", re.compile(rf"(?:walk|go|run|drive|fly|swim|sail|steer|get)(?: up| over)? to {_THE}(?:{_NAME})"
                        rf"(?:\s+(?:within|for at most|in)\s+{_SECONDS})?", re.I)),
    ("walk", re.compile(rf"(?:走|跑|开|飞|游|去)到?(?:最近的)?(?:{_NAME})(?:旁边|旁|那里|那儿|处|跟前|前)?")),
    ("aim", re.compile(rf"(?:aim|look|point) at {_THE}(?:{_NAME})(?: for {_SECONDS})?", re.I)),
    ("aim", re.compile(rf"(?:瞄准|看向|对准)(?:最近的)?(?:{_NAME})(?:{_SECONDS})?")),
    ("hold", re.compile(rf"hold(?: down)? (?:the )?(?P<keys>.+?)(?: keys?)?(?: down)?(?: for)? {_SECONDS}", re.I)),
    ("hold", re.compile(rf"按住\s*(?P<keys>.+?)(?:键)?\s*{_SECONDS}")),
    ("press", re.compile(rf"(?:press|tap|hit) (?:the )?(?P<keys>.+?)(?: keys?)?{_TIMES}", re.I)),
    ("press", re.compile(rf"按下?一?下?\s*(?P<keys>.+?)(?:键)?{_TIMES}")),
    ("click", re.compile(rf"click at (?P<x>\d+) (?P<y>\d+){_TIMES}", re.I)),
    ("click", re.compile(rf"click(?: on)? {_THE}(?:{_NAME}){_TIMES}", re.I)),
    ("click", re.compile(rf"(?:点击|点一下|点)(?:最近的)?(?:{_NAME}){_TIMES}")),
    ("until", re.compile(r"(?:wait )?until (?P<want>.+)", re.I)),
    ("until", re.compile(r"(?:等到|直到)(?P<want>.+)")),
    ("play", re.compile(rf"play(?: on)?(?: (?:for )?{_SECONDS})?(?: until (?P<want>.+))?", re.I)),
    ("play", re.compile(rf"(?:接着玩|继续玩|玩)(?:\s*{_SECONDS})?(?:直到(?P<want>.+))?")),
    ("wait", re.compile(rf"wait(?: for)? {_SECONDS}", re.I)),
    ("wait", re.compile(rf"等待?\s*{_SECONDS}")),
]  # fmt: skip


def _step(piece: str) -> Step:
    for do, form in _STEPS:
        hit = form.fullmatch(piece)
        if hit is None:
            continue
        told = hit.groupdict()
        seconds = _seconds(hit) if told.get("n") else {"walk": _WALK, "play": _PLAY, "until": _WALK}.get(do, 1.0)
        times = re.match(r"[^\s次下]+", told.get("times") or "")
        want = _want(told["want"]) if told.get("want") else None
        if isinstance(want, Expectation):
            raise BadInput(f"“{piece}” waits for what can't be waited for.")
        name = _named(hit) if "name" in told else ""
        name = re.sub(r"(?<=.)(?:旁边|旁|那里|那儿|处|跟前|前)$", "", name) if do == "walk" else name
        at = (float(told["x"]), float(told["y"])) if told.get("x") else (0.0, 0.0)
        return Step(do, name, _keys(told["keys"]) if told.get("keys") else (), seconds,
                    max(1, int(_number(times[0]))) if times else 1, at, want)  # fmt: skip
    raise BadInput(f"“{piece}” is not a step that can be played.",
                   then="Steps: walk to, press, hold, wait, click, aim at, play on, until (docs/patterns.md).")  # fmt: skip


_BY = rf"(?: (?:by )?(?P<by>{_N[1:-1].split('>', 1)[1]}))?"
_WANTS: Sequence[tuple[str, bool, re.Pattern[str]]] = [
    ("event", True, re.compile(rf"(?:{_NAME}) (?:does not|doesn't|never) (?:happens?|comes?)|no (?P<no>.+) happens", re.I)),
    ("event", True, re.compile(rf"(?:{_NAME})(?:不会?|没有?)发生")),
    ("event", False, re.compile(rf"(?:{_NAME}) (?:happens|comes|is sent|is emitted|happened)(?: (?P<often>once|twice|\w+ times))?", re.I)),
    ("event", False, re.compile(rf"(?:{_NAME})(?:就)?(?:会)?发生(?:了)?(?P<often>[\d一二两三四五六七八九十]+次)?")),
    ("won", False, re.compile(r"(?:the )?(?:game|player|it) (?:is )?(?:won|wins)|(?:游戏)?(?:就)?(?:获胜|胜利|赢了)", re.I)),
    ("lost", False, re.compile(r"(?:the )?(?:game|player|it) (?:is )?(?:lost|loses)|(?:游戏)?(?:就)?(?:失败|输了)", re.I)),
    ("advances", False, re.compile(rf"(?:{_NAME}) (?:is achieved|advances|gets on|makes progress){_BY}", re.I)),
    ("advances", False, re.compile(rf"(?:{_NAME})(?:就)?(?:会)?(?:有)?(?:进展|达成|推进)")),
    ("more", False, re.compile(rf"there (?:are|is) more (?:{_NAME})|{_THE}(?:{_OTHER}) appears", re.I)),
    ("fewer", False, re.compile(rf"there (?:are|is) (?:fewer|less) (?:{_NAME})|{_THE}(?:{_OTHER}) (?:is gone|disappears|goes)", re.I)),
    ("rises", False, re.compile(rf"(?:the )?(?:{_NAME}) (?:rises|grows|goes up|increases){_BY}", re.I)),
    ("falls", False, re.compile(rf"(?:the )?(?:{_NAME}) (?:falls|drops|goes down|sinks|decreases){_BY}", re.I)),
    ("moves", False, re.compile(rf"(?:an? |the )?(?:{_NAME}) (?:moves|turns|opens|has moved)", re.I)),
    ("fewer", False, re.compile(rf"(?:{_NAME})(?:就)?(?:会)?(?:变少|消失|不见)了?")),
    ("more", False, re.compile(rf"(?:{_NAME})(?:就)?(?:会)?(?:变多|出现)了?")),
    ("rises", False, re.compile(rf"(?:{_NAME})(?:就)?(?:会)?(?:上升|增加|升高)")),
    ("falls", False, re.compile(rf"(?:{_NAME})(?:就)?(?:会)?(?:下降|减少|降低)")),
    ("moves", False, re.compile(rf"(?:{_NAME})(?:就)?(?:会)?(?:移动|动|转动|打开)了?")),
]  # fmt: skip
_CHECK = re.compile(r"[“\"]?(?P<path>[a-z]+(?:\.[\w-]+)*)[”\"]?\s*(?P<op>==|!=|<=|>=|<|>)\s*"
                    r"(?P<value>-?\d+(?:\.\d+)?|[“\"][^”\"]*[”\"]|\w+)")
_OPS: Mapping[str, Any] = {op: op for op in ("==", "!=", "<", "<=", ">", ">=")}


def _want(piece: str) -> Want | Expectation:
    piece = piece.strip().rstrip(".。")
    if check := _CHECK.fullmatch(piece):
        text = check["value"].strip("“”\"")
        value: Any = float(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else {"true": True, "false": False}.get(text, text)
        return Expectation(0, check["path"], _OPS[check["op"]], value)
    for what, never, form in _WANTS:
        hit = form.fullmatch(piece)
        if hit is None:
            continue
        told = hit.groupdict()
        if what in ("won", "lost"):
            return Want("event", what)
        name = next((told[key].strip(" “”\"") for key in ("name", "bare", "name2", "bare2", "no") if told.get(key)), "")
        many = re.match(r"[^\s次]+", told.get("often") or "")
        least = 0.01 if what in ("rises", "falls") else 1
        by = _number(many[0]) if many else _number(told["by"]) if told.get("by") else least
        return Want(what, "player" if name.lower() in ("the player", "玩家") else name, by, never)
    raise BadInput(f"“{piece}” is nothing that a play can be seen to come to.",
                   then="It can be: “x” happens, advances, rises, falls, moves, appears, is gone; the game is won or lost.")  # fmt: skip
