"""A model's reply becomes a checked value: by schema where the server can, else by reading leniently and one repair round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dreamgarden.designers.lenient_json import find_json
from dreamgarden.errors import GardenError
from dreamgarden.llm.chat import Chat, Hear, OverBudget, Question, Refused, Reply, deaf
from dreamgarden.work import Work

Form = TypeVar("Form", bound=BaseModel)


class Unreadable(GardenError):
    """The model's reply can't be used, and asking again did not help."""


def sound(value: object) -> str:
    """A check that finds nothing."""
    return ""


def ask_for(form: type[Form], chat: Chat, question: Question, work: Work, hear: Hear = deaf, check: Callable[[Form], str] = sound) -> Form:
    """Ask, and ask once more with what is wrong when the reply can't be used.

    check says what is wrong with a value that fits the form, in words for its writer; "" when nothing is. A value that fits
    and still is not sound the second time is returned: what of it can grow is for its taker to say.
    Raises Unreadable and what `ask` raises.
    """
    asked = _with_schema(form, chat, question)
    reply = chat.ask(asked, work, hear)
    value, wrong = read_form(form, reply)
    wrong = wrong or (check(value) if value is not None else "")
    if value is not None and not wrong:
        return value
    try:
        second = chat.ask(asked.followed_by(_short(reply.text), wrong), work, hear)
    except (OverBudget, Refused):
        if value is None:
            raise
        return value  # there is no second answer to be had; the first fits its form
    better, still = read_form(form, second)
    value = better or value  # what was cut twice is used as far as it goes
    if value is not None:
        return value
    raise Unreadable(f"{chat.model} gave no usable answer to “{question.purpose}”: {still.splitlines()[0]}",
                     safe="The plan is unchanged.", then="Try again, or choose another model.")


def read_form(form: type[Form], reply: Reply) -> tuple[Form | None, str]:
    """The value, and what is wrong with the reply in words for its writer ("" when nothing is). A reply that was cut
    off may have both."""
    found = find_json(reply.text)
    if found is None:
        return None, "There is no JSON object in your reply. Send the object alone, without any words around it."
    value = found.value
    if isinstance(value, list):
        value = dict.fromkeys(_lists(form)[:1], value)
    try:
        made = form.model_validate(value)
    except ValidationError as error:
        lines = [f"- {'.'.join(str(part) for part in each['loc']) or 'the object'}: {each['msg']}" for each in error.errors()[:8]]
        if reply.cut or not found.whole:
            lines.append("- your reply was cut off: be shorter")
        return None, "\n".join(["Your object does not fit:", *lines, "Send the whole object again, corrected, and nothing else."])
    if reply.cut or not found.whole:
        return made, "Your reply was cut off before its end. Send the whole object again, with fewer words in each text."
    return made, ""


def schema_of(form: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a form, as strict servers want it: closed, every member required, no references left."""
    whole = form.model_json_schema()
    shelf = whole.pop("$defs", {})
    closed: dict[str, Any] = _closed(whole, shelf)
    return closed


def _with_schema(form: type[BaseModel], chat: Chat, question: Question) -> Question:
    name = form.__name__.lower()
    return replace(question, schema=schema_of(form), schema_name=name) if chat.holds_to_schemas else question


def _closed(node: Any, shelf: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_closed(each, shelf) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _closed(shelf[node["$ref"].rpartition("/")[2]], shelf)
    out = {name: _closed(each, shelf) for name, each in node.items() if name not in ("title", "default") or isinstance(each, dict)}
    if out.get("type") == "object" and "properties" in out:
        out["additionalProperties"] = False
        out["required"] = list(out["properties"])
    return out


def _lists(form: type[BaseModel]) -> list[str]:
    """Members that hold lists: a model that sends the bare list means the first of them."""
    return [name for name, each in form.model_fields.items() if str(each.annotation).startswith(("list[", "tuple["))]


def _short(text: str) -> str:
    return text if len(text) < 6000 else text[:4000] + "\n…\n" + text[-1500:]
