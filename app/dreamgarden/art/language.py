"""The recipe language: a JSON tree of shapes and modifiers becomes the resolved tree that the native mesher takes.

Every mistake is a `RecipeError` that names the JSON path of the node. docs/recipes.md is the manual.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dreamgarden.art.expression import Value, chance, evaluate
from dreamgarden.art.joints import KINDS, LIMITS, SECONDS, Motion
from dreamgarden.errors import BadInput

Tree = dict[str, Any]

SHAPES = (
    "box", "ball", "cylinder", "cone", "capsule", "limb", "tube", "torus", "extrude", "revolve", "below",
    "group", "blend", "subtract", "intersect", "each", "use",
)  # fmt: skip
_OF_SHAPE: Mapping[str, tuple[str, ...]] = {
    "limb": ("r", "r2"), "tube": ("r", "r2"), "extrude": ("depth", "curve"), "revolve": ("curve",),
    "blend": ("soft",), "subtract": ("soft",), "intersect": ("soft",), "each": ("count", "do"), "use": ("with", "colours"),
}  # fmt: skip
MODIFIERS = (
    "at", "turn", "scale", "colour", "round", "shell", "taper", "twist", "bend", "noise", "facet", "glow", "vary",
    "detail", "sides", "when", "mirror", "repeat", "polar", "scatter", "name", "moves",
)  # fmt: skip
_INHERITED = ("facet", "glow", "vary")
MOST_COPIES = 2000
_DEEPEST = 24
_WITHIN = "#within"  # what stands below a boolean


class RecipeError(BadInput):
    """A recipe that can't be meshed; `path` is the JSON path of the node at fault."""

    def __init__(self, recipe: str, path: str, problem: str) -> None:
        self.path = path
        super().__init__(
            f"The recipe {recipe} has a fault at {path}: {problem}.",
            safe="Nothing was written.",
            then="Correct that node; docs/recipes.md lists what each one takes.",
        )


@dataclass
class Resolver:
    """Resolves one recipe's tree for given parameters.

    names    parameters and counters; colours: role → "#rrggbb".
    fetch    gives the resolved tree of another recipe, for `use`.
    moves    what its parts do that move, in the order of their numbers, which begin with 1.
    """

    recipe: str
    names: dict[str, Value]
    colours: Mapping[str, str]
    seed: int
    fetch: Callable[[str, Mapping[str, Any], Mapping[str, str], str], Tree]
    moves: list[Motion] = field(default_factory=list)
    nodes: int = 0
    _scatters: int = field(default=0)

    def fail(self, path: str, problem: str) -> RecipeError:
        return RecipeError(self.recipe, path, problem)

    # ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def number(self, value: Any, path: str, low: float = -1e4, high: float = 1e4) -> float:
        if isinstance(value, str):
            try:
                value = evaluate(value, self.names, self.seed)
            except ValueError as error:
                raise self.fail(path, str(error)) from error
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(path, f"a number is needed, not {value!r}")
        if not math.isfinite(value) or not low <= value <= high:
            raise self.fail(path, f"{value:g} is outside {low:g} to {high:g}")
        return float(value)

    def numbers(self, value: Any, path: str, count: int, low: float = -1e4, high: float = 1e4) -> list[float]:
        if not isinstance(value, list) or len(value) != count:
            raise self.fail(path, f"a list of {count} numbers is needed")
        return [self.number(v, f"{path}[{i}]", low, high) for i, v in enumerate(value)]

    def colour(self, value: Any, path: str) -> list[float]:
        if not isinstance(value, str):
            raise self.fail(path, "a colour is a role of the recipe or #rrggbb")
        name, _, factor = value.partition("@")
        text = self.colours.get(name, name)
        digits = text[1:] if text.startswith("#") else ""
        if len(digits) != 6 or any(c not in "0123456789abcdefABCDEF" for c in digits):
            raise self.fail(path, f"{name} is neither a colour of this recipe ({', '.join(self.colours)}) nor #rrggbb")
        bright = self.number(factor, path, 0, 4) if factor else 1.0
        return [min(int(digits[i : i + 2], 16) / 255 * bright, 1.0) for i in (0, 2, 4)]

    # ── nodes ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def group(self, value: Any, path: str, depth: int, under: Mapping[str, Any]) -> Tree:
        """A node, or a list of nodes as a group."""
        if isinstance(value, list):
            return {"op": "group", "path": path, "kids": self.kids(value, path, depth, under)}
        kids = self.placed(value, path, depth, under)
        if len(kids) == 1 and kids[0]["plain"]:
            node: Tree = kids[0]["node"]
            return node
        return {"op": "group", "path": path, "kids": kids}

    def kids(self, value: Any, path: str, depth: int, under: Mapping[str, Any]) -> list[Tree]:
        if not isinstance(value, list) or not value:
            raise self.fail(path, "a list of nodes is needed")
        out: list[Tree] = []
        for i, child in enumerate(value):
            out.extend(self.placed(child, f"{path}[{i}]", depth + 1, under))
        return out

    def placed(self, value: Any, path: str, depth: int, under: Mapping[str, Any]) -> list[Tree]:
        """The node's copies, each where it stands; none when its `when` is false."""
        if isinstance(value, list):
            value = {"group": value}
        if not isinstance(value, dict):
            raise self.fail(path, "a node is an object such as {\"box\": [1, 1, 1]}")
        if depth > _DEEPEST:
            raise self.fail(path, f"nodes are nested deeper than {_DEEPEST}")
        self.nodes += 1
        if self.nodes > 20000:
            raise self.fail(path, "there are more than 20,000 nodes")
        kinds = [k for k in SHAPES if k in value]
        if len(kinds) != 1:
            told = " and ".join(kinds) if kinds else "none"
            raise self.fail(path, f"a node has exactly one shape, this one has {told}")
        kind = kinds[0]
        allowed = (kind, *_OF_SHAPE.get(kind, ()), *MODIFIERS)
        for key in value:
            if key not in allowed:
                near = difflib.get_close_matches(key, allowed, 1)
                hint = f"; did you mean {near[0]}" if near else ""
                raise self.fail(path, f"{kind} has no “{key}”{hint}")
        if "when" in value and not self.truth(value["when"], f"{path}.when"):
            return []
        if "colour" in value or any(k in value for k in _INHERITED):
            under = {**under, **{k: value[k] for k in ("colour", *_INHERITED) if k in value}}
        if "moves" in value and under.get(_WITHIN):
            raise self.fail(f"{path}.moves", "what is blended, cut or hollowed out is one body; let all of it move, or a part beside it")
        if kind in ("blend", "subtract", "intersect") or "shell" in value:
            under = {**under, _WITHIN: True}
        tree = self.shape(kind, value, path, depth, under)
        if tree.get("op") == "group" and not tree["kids"]:
            return []
        self.modify(tree, kind, value, path, under)
        at = self.numbers(value["at"], f"{path}.at", 3) if "at" in value else [0.0, 0.0, 0.0]
        turn = self.turn(value["turn"], f"{path}.turn") if "turn" in value else [0.0, 0.0, 0.0]
        scale = self.scale(value["scale"], f"{path}.scale") if "scale" in value else [1.0, 1.0, 1.0]
        one = _stand(tree, at, turn, scale, plain=not any(k in value for k in ("at", "turn", "scale")))
        return self.copies([one], value, path)

    def truth(self, value: Any, path: str) -> bool:
        if isinstance(value, bool):
            return value
        if not isinstance(value, str):
            raise self.fail(path, "a condition is true, false or an expression")
        try:
            return bool(evaluate(value, self.names, self.seed))
        except ValueError as error:
            raise self.fail(path, str(error)) from error

    def turn(self, value: Any, path: str) -> list[float]:
        return self.numbers(value, path, 3) if isinstance(value, list) else [0.0, self.number(value, path), 0.0]

    def scale(self, value: Any, path: str) -> list[float]:
        if isinstance(value, list):
            return self.numbers(value, path, 3, 0.001, 1000)
        return [self.number(value, path, 0.001, 1000)] * 3

    def shape(self, kind: str, value: Mapping[str, Any], path: str, depth: int, under: Mapping[str, Any]) -> Tree:
        here, given = f"{path}.{kind}", value[kind]
        tree: Tree = {"op": kind, "path": path}
        match kind:
            case "box":
                tree["size"] = self.numbers(given, here, 3, 1e-4)
            case "ball":
                radii = given if isinstance(given, list) else [given] * 3
                tree["size"] = self.numbers(radii, here, 3, 1e-4)
            case "cylinder":
                r, h = self.numbers(given, here, 2, 1e-4)
                tree |= {"op": "cone", "size": [r, r, h]}
            case "cone":
                low, high, h = self.numbers(given, here, 3, 0)
                if h < 1e-4 or max(low, high) < 1e-4:
                    raise self.fail(here, "a cone needs a height and a radius above 0 (lower radius, upper radius, height)")
                tree["size"] = [low, high, h]
            case "capsule":
                r, h = self.numbers(given, here, 2, 1e-4)
                if h <= 2 * r:
                    tree |= {"op": "ball", "size": [r, h / 2, r]}
                    tree = {"op": "group", "path": path, "kids": [_stand(tree, [0.0, h / 2, 0.0])]}
                else:
                    tree |= {"op": "limb", "size": [r, r, 0.0], "points": [[0.0, r, 0.0], [0.0, h - r, 0.0]]}
            case "limb" | "tube":
                points = self.outline(given, here, 3, 2)
                if kind == "limb" and len(points) != 2:
                    raise self.fail(here, "a limb has two ends")
                r = self.number(value.get("r", 0.05), f"{path}.r", 1e-4)
                tree |= {"points": points, "size": [r, self.number(value.get("r2", r), f"{path}.r2", 1e-4), 0.0]}
            case "torus":
                tree["size"] = [*self.numbers(given, here, 2, 1e-4), 0.0]
            case "extrude":
                points = self.curved([[*p, 0.0] for p in self.outline(given, here, 2, 3)], value, True)
                tree |= {"points": points, "size": [self.number(value.get("depth", 0.1), f"{path}.depth", 1e-4), 0.0, 0.0]}
            case "revolve":
                points = self.curved([[*p, 0.0] for p in self.outline(given, here, 2, 2)], value, False)
                if any(p[0] < 0 for p in points):
                    points = [[max(p[0], 0.0), p[1], 0.0] for p in points]
                first, last = points[0], points[-1]
                if first[0] > 1e-6:
                    points.insert(0, [0.0, first[1], 0.0])
                if last[0] > 1e-6:
                    points.append([0.0, last[1], 0.0])
                tree["points"] = points
            case "below":
                tree |= {"op": "plane"}
                return {"op": "group", "path": path, "kids": [_stand(tree, [0.0, self.number(given, here), 0.0])]}
            case "group" | "blend" | "subtract" | "intersect":
                tree["kids"] = self.kids(given, here, depth, under)
                if kind != "group":
                    if not tree["kids"]:
                        raise self.fail(path, "none of its parts is there")
                    tree["blend"] = self.number(value.get("soft", 0), f"{path}.soft", 0)
            case "each":
                tree |= {"op": "group", "kids": self.each(value, path, depth, under)}
            case "use":
                return self.used(value, path)
        return tree

    def outline(self, value: Any, path: str, width: int, least: int) -> list[list[float]]:
        if not isinstance(value, list) or not least <= len(value) <= 400:
            raise self.fail(path, f"a list of {least} to 400 points is needed")
        return [self.numbers(p, f"{path}[{i}]", width) for i, p in enumerate(value)]

    def curved(self, points: list[list[float]], value: Mapping[str, Any], closed: bool) -> list[list[float]]:
        """With `curve`, a smooth line through the points."""
        if not value.get("curve"):
            return points
        pieces, n, out = 4, len(points), []
        for i in range(n if closed else n - 1):
            a, b, c, d = (
                points[j % n] if closed else points[min(max(j, 0), n - 1)] for j in (i - 1, i, i + 1, i + 2)
            )
            for step in range(pieces):
                t = step / pieces
                out.append([
                    0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3)
                    for p, q, r, s in zip(a, b, c, d, strict=True)
                ])
        return out if closed else [*out, points[-1]]

    def each(self, value: Mapping[str, Any], path: str, depth: int, under: Mapping[str, Any]) -> list[Tree]:
        name = value["each"]
        if not isinstance(name, str) or not name.isidentifier():
            raise self.fail(f"{path}.each", "the name of a counter is needed, such as “i”")
        if "do" not in value:
            raise self.fail(path, "each needs a node to “do”")
        count = int(self.number(value.get("count", 0), f"{path}.count", 0, MOST_COPIES))
        before = self.names.get(name)
        out: list[Tree] = []
        for i in range(count):
            self.names[name] = i
            out.extend(self.placed(value["do"], f"{path}.do", depth + 1, under))
        if before is None:
            self.names.pop(name, None)
        else:
            self.names[name] = before
        return out

    def used(self, value: Mapping[str, Any], path: str) -> Tree:
        name, given, colours = value["use"], value.get("with", {}), value.get("colours", {})
        if not isinstance(name, str) or not isinstance(given, dict) or not isinstance(colours, dict):
            raise self.fail(path, "use takes a recipe's name; with and colours are objects")
        params = {k: self.value(v, f"{path}.with.{k}") for k, v in given.items()}
        resolved = {k: self.hexed(v, f"{path}.colours.{k}") for k, v in colours.items()}
        return {"op": "group", "path": path, "kids": [_stand(self.fetch(name, params, resolved, path), [0.0] * 3)]}

    def value(self, given: Any, path: str) -> Value:
        """A parameter for another recipe: a number, an expression, or else the name of an option."""
        if isinstance(given, str):
            try:
                return evaluate(given, self.names, self.seed)
            except ValueError:
                return given
        return self.number(given, path)

    def hexed(self, given: Any, path: str) -> str:
        return "#" + "".join(f"{round(c * 255):02x}" for c in self.colour(given, path))

    def modify(self, tree: Tree, kind: str, value: Mapping[str, Any], path: str, under: Mapping[str, Any]) -> None:
        leaf = "kids" not in tree
        colour = value.get("colour", under.get("colour") if leaf else None)
        if isinstance(colour, list):
            if len(colour) != 2:
                raise self.fail(f"{path}.colour", "a gradient has two colours, below and above")
            # A gradient on a group runs over the whole group, so its parts must not take it up themselves.
            if not leaf or "colour" in value:
                tree["low"], tree["high"] = (self.colour(c, f"{path}.colour[{i}]") for i, c in enumerate(colour))
        elif colour is not None and leaf:
            tree["low"] = tree["high"] = self.colour(colour, f"{path}.colour")
        limits = {"round": (0, 100), "shell": (0, 100), "taper": (0.02, 20), "twist": (-3600, 3600),
                  "bend": (-350, 350), "detail": (0.1, 4)}
        for key, (low, high) in limits.items():
            if key in value:
                tree[key] = self.number(value[key], f"{path}.{key}", low, high)
        if "sides" in value:
            tree["sides"] = int(self.number(value["sides"], f"{path}.sides", 1 if kind == "ball" else 3, 64))
        if "noise" in value:
            by, size = self.numbers(value["noise"], f"{path}.noise", 2)
            if size <= 0:
                raise self.fail(f"{path}.noise", "noise is [how far, how large], both in metres")
            self._scatters += 1
            tree |= {"rough_by": by, "rough_size": size, "seed": (self.seed * 7919 + self._scatters * 31) & 0xFFFFFFFF}
        for key in ("facet", "glow"):
            if key in value and not isinstance(value[key], bool):
                raise self.fail(f"{path}.{key}", "true or false is needed")
            if (leaf and under.get(key)) or (not leaf and value.get(key)):
                tree[key] = True
        if "moves" in value:
            tree["moves"], tree["about"] = self.moved(value, f"{path}.moves")
        if "vary" in under and leaf:
            tree["vary"] = self.number(under["vary"], f"{path}.vary", 0, 1)

    def moved(self, value: Mapping[str, Any], path: str) -> tuple[int, list[float]]:
        """The number of the node's movement, and the point it moves about."""
        given = self.options(value["moves"], path, (*KINDS, "axis", "about", "seconds", "phase"))
        kinds = [kind for kind in KINDS if kind in given]
        if len(kinds) != 1:
            raise self.fail(path, f"a part does exactly one of {', '.join(KINDS)}")
        kind = kinds[0]
        axis = given.get("axis", {"open": "y", "bob": "y", "spin": "y", "swing": "z"}.get(kind, "x"))
        if axis not in ("x", "y", "z"):
            raise self.fail(f"{path}.axis", "an axis is x, y or z")
        amount = self.number(given[kind], f"{path}.{kind}", *LIMITS[kind])
        seconds = self.number(given.get("seconds", SECONDS[kind]), f"{path}.seconds", 0.1, 60)
        phase = self.number(given.get("phase", 0), f"{path}.phase")
        self.moves.append(Motion(str(value.get("name", kind)), kind, amount, "xyz".index(axis), seconds, phase))
        return len(self.moves), self.numbers(given.get("about", [0, 0, 0]), f"{path}.about", 3)

    # ── copies ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def copies(self, ones: list[Tree], value: Mapping[str, Any], path: str) -> list[Tree]:
        makers = {"mirror": self.mirrored, "repeat": self.repeated, "polar": self.turned, "scatter": self.scattered}
        for key, maker in makers.items():
            if key in value:
                ones = maker(ones, value[key], f"{path}.{key}")
                if len(ones) > MOST_COPIES:
                    raise self.fail(f"{path}.{key}", f"that makes {len(ones)} copies; {MOST_COPIES} are allowed")
        return ones

    def options(self, value: Any, path: str, allowed: Sequence[str]) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self.fail(path, f"an object is needed with {', '.join(allowed)}")
        for key in value:
            if key not in allowed:
                raise self.fail(path, f"there is no “{key}” here, only {', '.join(allowed)}")
        return value

    def count(self, value: Mapping[str, Any], path: str) -> int:
        return int(self.number(value.get("count", 2), f"{path}.count", 0, MOST_COPIES))

    def mirrored(self, ones: list[Tree], value: Any, path: str) -> list[Tree]:
        if value not in ("x", "y", "z"):
            raise self.fail(path, "the axis across which to mirror is x, y or z")
        scale = [-1.0 if axis == value else 1.0 for axis in "xyz"]
        return [*ones, *(_within(path, [0.0] * 3, [0.0] * 3, scale, one) for one in ones)]

    def repeated(self, ones: list[Tree], value: Any, path: str) -> list[Tree]:
        options = self.options(value, path, ("count", "step", "turn", "centre"))
        n = self.count(options, path)
        step = self.numbers(options.get("step", [1, 0, 0]), f"{path}.step", 3)
        turn = self.turn(options.get("turn", 0), f"{path}.turn")
        first = -(n - 1) / 2 if options.get("centre") else 0.0
        return [
            _within(path, [s * (first + i) for s in step], [t * i for t in turn], [1.0] * 3, one)
            for i in range(n)
            for one in ones
        ]

    def turned(self, ones: list[Tree], value: Any, path: str) -> list[Tree]:
        options = self.options(value, path, ("count", "radius", "from", "arc"))
        n = self.count(options, path)
        radius = self.number(options.get("radius", 0), f"{path}.radius")
        start = self.number(options.get("from", 0), f"{path}.from")
        arc = self.number(options.get("arc", 360), f"{path}.arc")
        gaps = n if abs(arc) >= 360 else max(n - 1, 1)
        out = []
        for i in range(n):
            angle = start + arc * i / gaps
            at = [radius * math.sin(math.radians(angle)), 0.0, radius * math.cos(math.radians(angle))]
            out += [_within(path, at, [0.0, angle, 0.0], [1.0] * 3, one) for one in ones]
        return out

    def scattered(self, ones: list[Tree], value: Any, path: str) -> list[Tree]:
        options = self.options(value, path, ("count", "over", "radius", "size", "scale", "tilt", "tint", "seed"))
        n, over = self.count(options, path), options.get("over", "disc")
        if over not in ("disc", "ring", "box", "ball", "dome"):
            raise self.fail(f"{path}.over", "things are scattered over a disc, ring, box, ball or dome")
        radius = self.number(options.get("radius", 1), f"{path}.radius", 0)
        size = self.numbers(options.get("size", [1, 0, 1]), f"{path}.size", 3, 0)
        small, large = self.numbers(options.get("scale", [0.8, 1.2]), f"{path}.scale", 2, 0.01, 100)
        tilt = self.number(options.get("tilt", 0), f"{path}.tilt")
        tint = self.number(options.get("tint", 0.1), f"{path}.tint", 0, 1)
        self._scatters += 1
        seed = self.seed * 101 + self._scatters * 977 + int(self.number(options.get("seed", 0), f"{path}.seed"))
        out = []
        for i in range(n):
            draw = [chance(i * 8 + k, seed) for k in range(7)]
            angle, golden = 360 * draw[0], 137.508 * i + 30 * (draw[0] - 0.5)
            turn = [tilt * (2 * draw[4] - 1), angle, tilt * (2 * draw[5] - 1)]
            if over == "box":
                at = [s * (r - 0.5) for s, r in zip(size, draw[1:4], strict=True)]
            elif over in ("disc", "ring"):
                far = radius if over == "ring" else radius * math.sqrt((i + 0.3 + 0.4 * draw[1]) / n)
                at = [far * math.sin(math.radians(golden)), 0.0, far * math.cos(math.radians(golden))]
            else:
                part = (i + 0.2 + 0.6 * draw[1]) / n
                y = 1 - 2 * part if over == "ball" else 1 - part
                flat = math.sqrt(max(1 - y * y, 0.0))
                at = [radius * flat * math.sin(math.radians(golden)), radius * y, radius * flat * math.cos(math.radians(golden))]
                turn = [math.degrees(math.acos(max(-1.0, min(1.0, y)))) + turn[0], golden, 0.0]
            factor = small + (large - small) * draw[6]
            for one in ones:
                copy = _within(path, at, turn, [factor] * 3, one)
                copy["tint"] = 1 + tint * (2 * draw[3] - 1)
                out.append(copy)
        return out


def _stand(node: Tree, at: list[float], turn: list[float] | None = None, scale: list[float] | None = None, *, plain: bool = False) -> Tree:
    return {"node": node, "at": at, "turn": turn or [0.0] * 3, "scale": scale or [1.0] * 3, "tint": 1.0, "plain": plain}


def _within(path: str, at: list[float], turn: list[float], scale: list[float], one: Tree) -> Tree:
    """One more frame around a placed node; the node itself stays shared between its copies."""
    return _stand({"op": "group", "path": path, "kids": [one]}, at, turn, scale)
