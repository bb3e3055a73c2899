"""Who designs a garden: from a person's settings to a designer, with its models, its budget and its transcript."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgarden import settings
from dreamgarden.events import Emit, Notice
from dreamgarden.settings import Settings

if TYPE_CHECKING:
    from dreamgarden.designers.designer import Designer
    from dreamgarden.designers.patterns import PatternDesigner
    from dreamgarden.llm.chat import Chat

OFFLINE = "patterns"
CALLS = "calls.db"


def hire(chosen: Settings, garden: Path, *, read_only: bool = False) -> Designer:
    """The designer that a person chose for the garden in this folder. Nothing is asked of any server yet.

    read_only  nothing is written into the garden: answers are not remembered.

    Raises StorageError when the transcript can't be kept. A missing key or model is told at the first call.
    """
    sketch = offline()
    if chosen.designer == OFFLINE and not chosen.replay:
        return sketch
    # Here and not above: opening a garden to look at it needs no models.
    from dreamgarden.designers.model import ModelDesigner, Roles
    from dreamgarden.designers.prompts import Prompts
    from dreamgarden.llm.budget import Budgeted, Limits, Prices, Purse
    from dreamgarden.llm.openai import OpenAIChat
    from dreamgarden.llm.overheard import Overheard
    from dreamgarden.llm.pace import Pace
    from dreamgarden.llm.secrets import key_for
    from dreamgarden.llm.transcript import Recorded, Transcript

    key = key_for(chosen.base_url)
    transcript = Transcript(":memory:" if read_only else garden / ".garden" / CALLS, (key,) if key else ())
    if chosen.replay:
        transcript.load_tape(Path(chosen.replay))
    planner = transcript.models()[0] if chosen.designer == OFFLINE else chosen.designer
    budget = chosen.budget
    purse = Purse(Limits(budget.calls, budget.tokens, budget.money, budget.minutes))
    pace = Pace()

    prices = Prices(*chosen.prices)

    def chat(model: str) -> Chat:
        return Overheard(answering(model), lambda event: designer.emit(event), purse)

    def answering(model: str) -> Chat:
        if chosen.replay:
            return Recorded(transcript, model=model)
        server = OpenAIChat(model, chosen.base_url, key, timeout=chosen.timeout, patience=2 * chosen.timeout, pace=pace,
                            tell=lambda text: designer.tell(text))  # fmt: skip
        # The transcript is outside the purse: what was paid once is free, also when the budget is spent.
        return Recorded(transcript, Budgeted(server, purse, prices))

    roles = Roles(chat(planner), chat(chosen.coder or planner), chat(chosen.critic or planner), chat(chosen.eyes) if chosen.eyes else None)
    prompts = Prompts(settings.templates_dir(), settings.garden_sources_dir(), settings.assets_dir() / "recipes")
    designer = ModelDesigner(roles, sketch, prompts, check=_fault_of, memory=transcript.about, purse=purse)
    return designer


def listen(designer: Designer, emit: Emit) -> None:
    """What a designer with models has to say goes to `emit` from now on: sentences as notices, what is written, what it costs."""
    from dreamgarden.designers.designer import Successor

    if isinstance(designer, Successor):
        designer.tell, designer.emit = (lambda text: emit(Notice(text, "warning"))), emit


def spent_in(garden: Path) -> dict[str, Any]:
    """What all calls for the garden in this folder took, whenever they were made: {"total", "nodes": slug → the same}.

    Members as in events.ModelSpent; money after today's prices. Raises StorageError.
    """
    from dreamgarden.llm.budget import Prices, Spent
    from dreamgarden.llm.overheard import told
    from dreamgarden.llm.transcript import Transcript

    file = garden / ".garden" / CALLS
    if not file.is_file():
        return {"total": told(Spent()), "nodes": {}}
    prices = Prices(*settings.load().prices)
    total, nodes = Spent(), dict[str, Spent]()
    transcript = Transcript(file, read_only=True)
    try:
        for slug, reply in transcript.replies():
            total = total.plus(reply, prices.of(reply))
            nodes[slug] = nodes.get(slug, Spent()).plus(reply, prices.of(reply))
    finally:
        transcript.close()
    return {"total": told(total), "nodes": {slug: told(spent) for slug, spent in sorted(nodes.items())}}


def words_in(garden: Path, slug: str) -> list[dict[str, str]]:
    """What was said with models about a node of the garden in this folder: {"purpose", "asked", "answer"} of each call.

    slug  of the node; "style" for what was asked about the whole. Raises StorageError.
    """
    from dreamgarden.llm.transcript import Transcript

    file = garden / ".garden" / CALLS
    if not file.is_file():
        return []
    transcript = Transcript(file, read_only=True)
    try:
        had = transcript.about(slug)
    finally:
        transcript.close()
    return [{"purpose": purpose, "asked": str(asked), "answer": answer} for purpose, asked, answer in had]


def models_of(base_url: str, environ: Mapping[str, str] = os.environ) -> list[str]:
    """The models that a server has. Raises ServerAway, Refused, BadInput without a key."""
    from dreamgarden.llm.openai import OpenAIChat
    from dreamgarden.llm.secrets import key_for

    return OpenAIChat("", base_url, key_for(base_url, environ)).models()


def offline() -> PatternDesigner:
    """The designer that needs no server: the sketch which every other one builds on."""
    # Here and not above: its knowledge is not needed to show, play or export a garden.
    from dreamgarden.designers.patterns import PatternDesigner
    from dreamgarden.likeness import Likeness

    like = Likeness(settings.likeness_dir())
    recipes = settings.assets_dir() / "recipes"
    return PatternDesigner(settings.templates_dir(), recipes, settings.cache_dir(), like.embed)


def _fault_of(recipe: Mapping[str, Any]) -> str:
    """What is wrong with a recipe of shapes, for its writer; "" when it can be meshed."""
    from dreamgarden.art import recipe as shapes
    from dreamgarden.errors import BadInput

    try:
        made = shapes.read_recipe(dict(recipe), "you sent")
        shapes.mesh_recipe(made)
    except BadInput as error:
        return f"{error.what} Send the whole object again, corrected."
    return ""
