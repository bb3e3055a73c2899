"""Small arithmetic in recipes: `"height * 0.5"`, `"30 * i"`, `"hat == 'cap'"`. Not Python: only what is listed here.

Angles are in degrees. Names are the recipe's parameters and the counters of `each`.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

Value = float | str | bool

_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Mod, ast.USub, ast.UAdd, ast.Not, ast.And, ast.Or)
_COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_LONGEST = 200


def _mix(a: float, b: float, t: float) -> float:
    return a + (b - a) * t


def chance(number: float, seed: int = 0) -> float:
    """A number from 0 to 1 that always belongs to `number` and `seed`."""
    x = (round(number * 1024) * 0x9E3779B1 + seed * 0x85EBCA77 + 0x165667B1) & 0xFFFFFFFF
    for multiplier in (0x7FEB352D, 0x846CA68B):
        x ^= x >> 16
        x = (x * multiplier) & 0xFFFFFFFF
    return (x ^ (x >> 16)) / 2**32


_FUNCTIONS: dict[str, Any] = {
    "sin": lambda a: math.sin(math.radians(a)),
    "cos": lambda a: math.cos(math.radians(a)),
    "sqrt": math.sqrt,
    "abs": abs,
    "floor": math.floor,
    "min": min,
    "max": max,
    "mix": _mix,
}


def evaluate(text: str, names: Mapping[str, Value], seed: int) -> Value:
    """The value of an expression. Raises ValueError with a sentence that says what is wrong with it."""
    code, used = _compiled(text)
    for name in used:
        if name not in names:
            known = ", ".join(sorted(names)) or "none"
            raise ValueError(f"“{text}” uses {name}, which is not a parameter (known: {known})")
    scope = {**_FUNCTIONS, "rnd": lambda n: chance(n, seed), **names}
    try:
        value = eval(code, {"__builtins__": {}}, scope)  # only the syntax that _compiled let through
    except (ArithmeticError, TypeError, ValueError) as error:
        raise ValueError(f"“{text}” can't be worked out: {error}") from error
    if isinstance(value, complex):
        raise ValueError(f"“{text}” has no real value")
    return value  # type: ignore[no-any-return]


@lru_cache(maxsize=4096)
def _compiled(text: str) -> tuple[CodeType, tuple[str, ...]]:
    if len(text) > _LONGEST:
        raise ValueError(f"an expression is longer than {_LONGEST} characters")
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"“{text}” is not arithmetic") from error
    used: set[str] = set()
    _check(tree.body, text, used)
    return compile(tree, "<recipe>", "eval"), tuple(sorted(used))


def _check(node: ast.AST, text: str, used: set[str], comparing: bool = False) -> None:
    match node:
        case ast.Constant(value=bool() | int() | float()):
            return
        case ast.Constant(value=str()) if comparing:
            return
        case ast.Name(id=name):
            used.add(name)
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _OPERATORS):
            _check(left, text, used)
            _check(right, text, used)
        case ast.UnaryOp(op=op, operand=operand) if isinstance(op, _OPERATORS):
            _check(operand, text, used)
        case ast.BoolOp(values=values):
            for value in values:
                _check(value, text, used)
        case ast.Compare(left=left, ops=ops, comparators=others) if all(isinstance(op, _COMPARISONS) for op in ops):
            for value in (left, *others):
                _check(value, text, used, comparing=True)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            for value in (test, body, orelse):
                _check(value, text, used)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS or name == "rnd":
            for value in args:
                _check(value, text, used)
        case _:
            raise ValueError(f"“{text}” uses something that expressions don't have")
