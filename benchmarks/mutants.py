"""Good leaves, broken in the ways in which people and models break C++: one function a kind, each with its own dice.

Not a benchmark itself: repair.py breaks leaves with it. A mutant is a text that its kind should keep from compiling
(`COMPILE`), linking (`LINK`) or running (`RUN`); whoever uses one checks that it really is broken.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

Mutate = Callable[[str, random.Random], str | None]

_CALL = re.compile(
    r"(?<![\w:.>])(spawn|remove|find|things|nearest|distance|touching|walk|place|face|raycast|ground_at|on_ground|spot|spots|light|burst|"
    r"objective|achieve|meter|counter|score|emit|after|every|rnd|rnd_int|animate|flash|button|label|bar|caption|hint|say|sound|tone|music|"
    r"palette|mix|shade|alpha|bot_go|bot_press|player|camera|mouse|pressed|held|add_spot|block|wall|DrawCircleV|DrawRectangleRec|DrawLineEx|"
    r"DrawCube|DrawSphere|Vector3Distance|Vector2Distance|Clamp|Lerp)\("
)
_SYNONYMS = {
    "at": "position",
    "turn": "rotation",
    "tint": "color",
    "velocity": "vel",
    "scale": "size_scale",
    "visible": "is_visible",
    "glow": "glowing",
    "num": "numbers",
    "tags": "taglist",
    "grounded": "onGround",
    "text": "texts",
    "radius": "rad",
}


def _once(text: str, pattern: str, replace: Callable[[re.Match[str]], str], dice: random.Random, flags: int = re.MULTILINE) -> str | None:
    """One of the places where the pattern matches, replaced."""
    found = [match for match in re.finditer(pattern, text, flags) if not _in_comment(text, match.start())]
    if not found:
        return None
    match = dice.choice(found)
    return text[: match.start()] + replace(match) + text[match.end() :]


def _in_comment(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return "//" in line or line.count('"') % 2 == 1


def _within_namespace(text: str, piece: str) -> str:
    """With something more between the includes and the PART."""
    at = text.find("namespace {")
    at = text.find("PART(") if at < 0 else at
    return text[:at] + piece + "\n" + text[at:]


def _in_hook(text: str, piece: str, dice: random.Random, hooks: str = "on_start|on_step") -> str | None:
    """With a statement more at the beginning of one of its hooks."""
    return _once(text, rf"\b(?:{hooks})\(\[[^\]]*\](?:\([^)]*\))? ?\{{", lambda match: f"{match[0]}\n    {piece}\n", dice)


def missing_include(text: str, dice: random.Random) -> str | None:
    piece = dice.choice(
        [
            "std::unordered_map<string, int> seen_before;",
            "std::mt19937 dice_of_ours(7);",
            "std::queue<int> waiting_line;",
            "inline int length_of(const char* word) { return (int)strlen(word); }",
            "std::stringstream told;",
            "std::list<float> all_times;",
            "std::bitset<8> flags_of_ours;",
            "std::unordered_set<int> been;",
        ]
    )
    return _within_namespace(text, piece)


def misspelt_name(text: str, dice: random.Random) -> str | None:
    def misspell(match: re.Match[str]) -> str:
        name = match[1]
        ways = [name[:-1] if len(name) > 4 else name + "s", name[0] + name[2] + name[1] + name[3:] if len(name) > 3 else name + name[-1]]
        ways += [re.sub(r"_(\w)", lambda m: m[1].upper(), name)] if "_" in name else ["get_" + name]
        return dice.choice([way for way in ways if way != name] or [name + "x"]) + "("

    return _once(text, _CALL.pattern, misspell, dice)


def misspelt_member(text: str, dice: random.Random) -> str | None:
    return _once(
        text,
        rf"->({'|'.join(_SYNONYMS)})\b(?!\()",
        lambda match: "->" + dice.choice([_SYNONYMS[match[1]], match[1][:-1] + match[1][-1] * 2]),
        dice,
    )


def misspelt_setup(text: str, dice: random.Random) -> str | None:
    other = {"model": "mesh", "at": "position", "tint": "color", "turn": "rotation", "tags": "tag"}
    return _once(text, r"(?<=[{ ])\.(model|at|tint|turn|tags)(?= ?=)", lambda match: "." + other[match[1]], dice)


def too_few_arguments(text: str, dice: random.Random) -> str | None:
    return _once(
        text,
        r"\b(flash|sound|tone|burst|place|face|emit|objective|light|go|walk|bar|label|mix|shade|alpha|DrawCircleV|DrawLineEx|DrawCube)"
        r"\(((?:[^(),]|\([^()]*\))+), ((?:[^()]|\([^()]*\))+)\);",
        lambda match: f"{match[1]}({match[2]});",
        dice,
    )


def too_many_arguments(text: str, dice: random.Random) -> str | None:
    return _once(
        text,
        r"\b(place|remove|emit|achieve|score|flash|pop|hop|caption|hint|face|shade|alpha|palette|ground_at|on_ground|rnd_int)"
        r"\(((?:[^()]|\([^()]*\))+)\)",
        lambda match: f"{match[1]}({match[2]}, {dice.choice(['1', '0.5f', 'true', '1.0f'])}, 2, 3)",
        dice,
    )


def const(text: str, dice: random.Random) -> str | None:
    names = [match[1] for match in re.finditer(r"^\s+(?:static )?(?:float|int|bool|double|string|Vector3) (\w+) = ", text, re.MULTILINE)]
    changed = [name for name in names if re.search(rf"\b{name} ?(?:[+*-]?=(?!=)|\+\+|--)|\+\+{name}\b", text.split(f" {name} = ", 1)[1])]
    if not changed:
        return None
    name = dice.choice(changed)
    return re.sub(rf"(?m)^(\s+)((?:static )?)((?:float|int|bool|double|string|Vector3) {name} = )", r"\1\2const \3", text, count=1)


_CLASSES = """struct Mood {{ virtual ~Mood() = default; virtual float weight(float dt) const {{ return dt; }} virtual void begin() {{}} }};
struct Glad : Mood {{
  {first}
  {second}
}};
inline float weigh_mood() {{ Glad glad; glad.begin(); return glad.weight(1); }}"""


def override(text: str, dice: random.Random) -> str | None:
    first = dice.choice(
        [
            "float weight(float dt) override { return dt * 2; }",
            "float wieght(float dt) const override { return dt * 2; }",
            "float weight(int dt) const override { return dt * 2.0f; }",
        ]
    )
    return _within_namespace(text, _CLASSES.format(first=first, second="void begin() override {}"))


def const_method(text: str, dice: random.Random) -> str | None:
    piece = "struct Tally { int n = 0; int twice() { return n * 2; } };\ninline int told_of(const Tally& tally) { return tally.twice(); }"
    return _within_namespace(text, piece)


def missing_return(text: str, dice: random.Random) -> str | None:
    return _once(
        text, r"^( +)return ([^;{}\n]+);\n(?=\}|  \})", lambda match: f"{match[1]}{match[2]};\n" if dice.random() < 0.6 else "", dice
    )


def vector_type(text: str, dice: random.Random) -> str | None:
    return _once(text, r"\bVector3(?= \w+ = (?!\{))", lambda match: "Vector2", dice)


def semicolon(text: str, dice: random.Random) -> str | None:
    return _once(text, r";(?=\n +[a-zA-Z}])", lambda match: "", dice)


def bracket(text: str, dice: random.Random) -> str | None:
    return _once(text, r"\)(?= \{\n|;\n)", lambda match: "", dice)


def brace(text: str, dice: random.Random) -> str | None:
    return _once(text, r"\n {2,8}\}(?=\n)", lambda match: "", dice)


def namespace(text: str, dice: random.Random) -> str | None:
    return _once(text, _CALL.pattern, lambda match: dice.choice(["std", "raylib", "Garden", "rl"]) + "::" + match[0], dice)


def arrow(text: str, dice: random.Random) -> str | None:
    return _once(text, r"(?<=\w)->(?=\w)", lambda match: ".", dice)


def dot(text: str, dice: random.Random) -> str | None:
    return _once(text, r"(?<=[a-z])\.(?=(?:x|y|z|size\(\)|empty\(\)|push_back)\b)", lambda match: "->", dice)


def order_of_setup(text: str, dice: random.Random) -> str | None:
    part = r"\.\w+ = (?:[^,{}()]|\([^()]*\)|\{[^{}]*\})+"
    return _once(text, rf"\{{({part}), ({part})(?=[,}}])", lambda match: "{" + f"{match[2]}, {match[1]}", dice)


def shape_of_lambda(text: str, dice: random.Random) -> str | None:
    ways: list[Mutate] = [
        lambda text, dice: _once(text, r"on_step\(\[\]\(float(?: dt)?\)", lambda match: "on_step([]", dice),
        lambda text, dice: _once(text, r"on_start\(\[\]", lambda match: "on_start([](float dt)", dice),
        lambda text, dice: _once(text, r"(on_event\(\"\w+\", \[[^\]]*\])\(Thing(?: \w+)?\)", lambda match: match[1], dice),
        lambda text, dice: _once(text, r"on_paint\(\[\]", lambda match: "on_paint([](float dt)", dice),
    ]
    dice.shuffle(ways)
    return next((broken for way in ways if (broken := way(text, dice)) is not None), None)


def capture(text: str, dice: random.Random) -> str | None:
    broken = re.sub(r"(PART\(\w+\) \{\n)", r"\1  int rounds_so_far = 0;\n", text, count=1)
    return _in_hook(broken, "rounds_so_far++;", dice)


def joined_texts(text: str, dice: random.Random) -> str | None:
    return _in_hook(
        text,
        dice.choice(
            [
                'string line_of_ours = "Round " + 3 + " of " + to_string(5);',
                'string ours = "a" + "b";',
                'string all = string("n: ") + now();',
                'string_view seen = "x"; string both = seen + string("y");',
                'string it = "Round: "; it = it + score();',
            ]
        ),
        dice,
    )


def mixed_numbers(text: str, dice: random.Random) -> str | None:
    return _in_hook(
        text,
        dice.choice(
            [
                "float bounded = max(0, now());",
                "float less = min(1.0, now());",
                "float held_in = clamp(now(), 0, 1);",
                'int most = max(score(), (int)things("x").size() + 1u);',
            ]
        ),
        dice,
    )


def narrowing(text: str, dice: random.Random) -> str | None:
    return _in_hook(
        text,
        dice.choice(
            [
                "double wide = now(); Vector3 there{(float)1, 2, wide}; (void)there;",
                "Thing nobody = nullptr; (void)nobody;",
                "string who = player()->name; const char* raw = who; (void)raw;",
                "Vector3 where = player(); (void)where;",
                "Body kind = solid; (void)kind;",
                "Color shade_of = CYAN; (void)shade_of;",
            ]
        ),
        dice,
    )


def case_label(text: str, dice: random.Random) -> str | None:
    return _in_hook(text, "switch (score()) { case 0: int first_step = 1; (void)first_step; break; case 1: break; default: break; }", dice)


def unknown_header(text: str, dice: random.Random) -> str | None:
    return dice.choice(['#include "scene.h"\n', "#include <raylib-cpp.hpp>\n", '#include "engine/garden.hpp"\n']) + text


def unresolved(text: str, dice: random.Random) -> str | None:
    broken = _within_namespace(text, "float swell_of(float seconds);\n")
    return _in_hook(broken, 'value("swell") = swell_of(now());', dice)


def null(text: str, dice: random.Random) -> str | None:
    return _in_hook(
        text,
        dice.choice(
            [
                "static State* kept = nullptr; kept->glow = 1;",
                "static function<void()> told; told();",
                "int* place_of = nullptr; *place_of = 2;",
            ]
        ),
        dice,
    )


def off_by_one(text: str, dice: random.Random) -> str | None:
    return _in_hook(
        text,
        dice.choice(
            [
                "vector<int> row(4); for (size_t i = 0; i <= row.size(); i++) row[i] = (int)i;",
                "static int cells[8]; for (int i = 0; i <= 8; i++) cells[i] = i;",
                'vector<Thing> none = things("nobody at all"); none.back()->glow = 1;',
                "array<float, 5> heights{}; int last = 5 + (score() > 9999); heights[(size_t)last] = 1;",
            ]
        ),
        dice,
    )


def after_move(text: str, dice: random.Random) -> str | None:
    return _in_hook(
        text,
        dice.choice(
            [
                "vector<int> held_{1, 2}; vector<int> taken = std::move(held_); held_[1] = (int)taken.size();",
                "std::unique_ptr<int> own = std::make_unique<int>(3); auto other = std::move(own); *own = 4; (void)other;",
                "vector<int> grown{1}; int& first = grown[0]; for (int i = 0; i < 99; i++) grown.push_back(i); first = 3;",
            ]
        ),
        dice,
    )


def endless(text: str, dice: random.Random) -> str | None:
    return _in_hook(
        text,
        dice.choice(
            [
                "int n = 0; while (n < 10) { if (n != 5) n++; }",
                'for (unsigned i = 3; i >= 0; i--) value("n") = i;',
                'float until = now() + 1; while (now() < until) value("waited") += 1;',
            ]
        ),
        dice,
    )


def undefined(text: str, dice: random.Random) -> str | None:
    return _in_hook(
        text,
        dice.choice(
            [
                'volatile int large = 2147483647; int more = large + 1; value("more") = more;',
                'int zero = score() > 99999; value("part") = 5 / zero;',
                'vector<int> v{1}; value("x") = v.at(3);',
            ]
        ),
        dice,
    )


COMPILE: Mapping[str, Mutate] = {
    "missing include": missing_include,
    "misspelt name": misspelt_name,
    "misspelt member": misspelt_member,
    "misspelt setup": misspelt_setup,
    "too few arguments": too_few_arguments,
    "too many arguments": too_many_arguments,
    "const": const,
    "override": override,
    "const method": const_method,
    "missing return": missing_return,
    "vector type": vector_type,
    "semicolon": semicolon,
    "bracket": bracket,
    "brace": brace,
    "namespace": namespace,
    "arrow": arrow,
    "dot": dot,
    "order of setup": order_of_setup,
    "shape of lambda": shape_of_lambda,
    "capture": capture,
    "joined texts": joined_texts,
    "mixed numbers": mixed_numbers,
    "conversions": narrowing,
    "case label": case_label,
    "unknown header": unknown_header,
}
LINK: Mapping[str, Mutate] = {"unresolved": unresolved}
RUN: Mapping[str, Mutate] = {"null": null, "off by one": off_by_one, "after move": after_move, "endless": endless, "undefined": undefined}
