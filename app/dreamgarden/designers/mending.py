"""What is remembered of a leaf that is to be mended: its code as the game had it, and the fault. It stands in the node's slots,
so that the key covers it; another brief or another take begins from it no longer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

MEND = "mend"


def remembered(fault: str, code: str, brief: str, take: int) -> dict[str, Any]:
    """The value of the slot: what is wrong with this code, that was written for this brief and take."""
    return {"fault": fault, "code": code, "of": _of(brief, take)}


def fault_in(slots: Mapping[str, Any]) -> str:
    """The fault that a leaf must not have; "" when none was found in it."""
    told = slots.get(MEND)
    return str(told.get("fault", "")) if isinstance(told, Mapping) else ""


def code_in(slots: Mapping[str, Any], brief: str, take: int) -> str:
    """The code that is to be mended, where brief and take are still those it was written for; else ""."""
    told = slots.get(MEND)
    return str(told.get("code", "")) if isinstance(told, Mapping) and told.get("of") == _of(brief, take) else ""


def _of(brief: str, take: int) -> str:
    return hashlib.sha256(f"{take}\n{brief}".encode()).hexdigest()[:16]
