"""`Judge`: decides whether a task has to run, and says why; before a run and within it, by the same comparison."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from dreamgarden.build.demand import Demand
from dreamgarden.build.key import ABSENT, digest, key
from dreamgarden.build.ledger import Ledger, Parts
from dreamgarden.build.reason import Reason, own_digest, parts_of, why
from dreamgarden.build.store import Store
from dreamgarden.build.task import Artifact, Recipe, Task
from dreamgarden.errors import BadInput

PINNED = "pinned"
"""The setting that holds the body digest of the artifact to keep. It is no part of the key."""


@dataclass(frozen=True)
class Verdict:
    """What was decided about a task whose inputs are all settled.

    artifact  what its key left earlier; None when it has to run.
    inputs    role → artifact, of the inputs that are there.
    """

    task: Task
    recipe: Recipe
    key: str
    settings: Mapping[str, Any]
    seen: Mapping[str, str]
    inputs: Mapping[str, Artifact]
    artifact: Artifact | None

    @property
    def parts(self) -> Parts:
        return parts_of(self.task, self.settings, self.recipe.version, self.seen)

    @property
    def own(self) -> str:
        return own_digest(self.task.recipe, self.recipe.version, self.settings)


@dataclass(frozen=True)
class Settled:
    """A task that has what it would make.

    seen    role → digest of what it sees of its inputs.
    latest  what it has is what was made or asked for last under its name, so that nothing in it is another since.
    """

    there: Artifact
    key: str
    seen: Mapping[str, str]
    latest: bool


class Judge:
    """Compares tasks with the ledger and the store. Changes neither."""

    def __init__(self, store: Store, ledger: Ledger, recipes: Mapping[str, Recipe]) -> None:
        self._store = store
        self._ledger = ledger
        self._recipes = recipes

    def pinned(self, task: Task) -> Artifact | None:
        """The artifact that a person keeps for the task, if it is in the store."""
        body = task.settings.get(PINNED)
        artifact = self._ledger.by_body(body) if body else None
        return artifact if artifact is not None and self.whole(artifact) else None

    def whole(self, artifact: Artifact) -> bool:
        """Whether all its files are in the store."""
        return all(self._store.has(each) for each in artifact.files.values())

    def verdict(self, task: Task, inputs: Mapping[str, Artifact]) -> Verdict:
        """Decide. `inputs` holds the artifacts that are there. Raises BadInput for a task that can't be described."""
        recipe = self._recipe(task)
        settings = _settings(task)
        seen = {role: shown(task, role, inputs.get(role)) for role in task.inputs}
        try:
            made_of = key(task.recipe, recipe.version, settings, seen)
        except (TypeError, ValueError) as error:
            raise BadInput(f"The settings of {task.name} can't be kept: {error}.") from error
        return Verdict(task, recipe, made_of, settings, seen, inputs, self.left_by(made_of))

    def left_by(self, key: str) -> Artifact | None:
        """What the key left, if all of it is still in the store."""
        artifact = self._ledger.artifact(key)
        return artifact if artifact is not None and self.whole(artifact) else None

    def made_of(self, task: Task) -> Artifact | None:
        """What was made last of the task's own parts, if all of it is still in the store."""
        artifact = self._ledger.latest_of(own_digest(task.recipe, self._recipe(task).version, _settings(task)))
        return artifact if artifact is not None and self.whole(artifact) else None

    def why(self, verdict: Verdict) -> str:
        """The sentence for a verdict that says: run."""
        if verdict.task.settings.get(PINNED):
            return "its pinned artifact is not in the store"
        return why(verdict.task, verdict.parts, self._ledger.last(verdict.task.name))

    def forecast(self, demand: Demand) -> list[Reason]:
        """What would run and why, in the order in which it can; what is reused or can't run is left out."""
        return self.survey(demand)[1]

    def survey(self, demand: Demand) -> tuple[dict[str, Artifact], list[Reason]]:
        """What is there already, by task, and what would run and why."""
        known: dict[str, Artifact] = {}
        open_: dict[str, Reason] = {}
        for name, task in demand.tasks.items():
            found = self.standing(task, known, open_)
            if isinstance(found, Reason):
                open_[name] = found
            elif found is not None:
                known[name] = found if isinstance(found, Artifact) else found.there
        return known, list(open_.values())

    def standing(self, task: Task, known: Mapping[str, Artifact], open_: Collection[str]) -> Settled | Artifact | Reason | None:
        """How a task stands when these tasks are known and those will run.

        What it has; for one that a person pinned, only the artifact; or why it will run; None when it can't, because
        something it needs is neither known nor will run.
        """
        if (kept := self.pinned(task)) is not None:
            return kept
        if any(source not in known and source not in open_ and role not in task.optional for role, source in task.inputs.items()):
            return None
        inputs = {role: known[source] for role, source in task.inputs.items() if source in known}
        unsettled = {role for role, source in task.inputs.items() if source in open_}
        if unsettled:
            return self._supposition(task, inputs, unsettled)
        verdict = self.verdict(task, inputs)
        if verdict.artifact is None:
            return Reason(task.name, self.why(verdict), on=verdict.key)
        return Settled(verdict.artifact, verdict.key, verdict.seen, self._ledger.last_key(task.name) == (verdict.key, "done"))

    def _supposition(self, task: Task, inputs: Mapping[str, Artifact], unsettled: Collection[str]) -> Reason:
        recipe, settings = self._recipe(task), _settings(task)
        seen = {role: shown(task, role, inputs.get(role)) for role in task.inputs if role not in unsettled}
        last = self._ledger.last(task.name)
        parts = parts_of(task, settings, recipe.version, seen)
        sentence = why(task, parts, last, unsettled)
        # Only where nothing was ever made of these own parts can no outcome of the inputs lead back to something.
        own = own_digest(task.recipe, recipe.version, settings)
        return Reason(task.name, sentence, sure=not self._ledger.knows(own), on=own)

    def _recipe(self, task: Task) -> Recipe:
        recipe = self._recipes.get(task.recipe)
        if recipe is None:
            raise BadInput(f"{task.name} asks for the recipe {task.recipe}, which does not exist.",
                           then=f"There are: {', '.join(sorted(self._recipes))}.")
        return recipe


def _settings(task: Task) -> Mapping[str, Any]:
    return {name: value for name, value in task.settings.items() if name != PINNED}


def shown(task: Task, role: str, artifact: Artifact | None) -> str:
    """The digest of what a task sees of an input."""
    if artifact is None:
        return ABSENT
    return digest(f"{artifact.interface}+{artifact.body}".encode()) if role in task.whole else artifact.interface

