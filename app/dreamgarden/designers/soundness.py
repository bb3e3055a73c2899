"""What can't grow of a model's plan, in words for its writer, before anything grows: sizes, names that don't meet, briefs too short."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dreamgarden.designers.agreed import Name, agreed, given_twice, names_in, unknown
from dreamgarden.designers.designer import Ability
from dreamgarden.designers.forms import GardenOutline, PartLeaves

_LEAST_BRIEF = 160  # characters of English; Chinese says as much in a third


def wrong_outline(outline: GardenOutline, count: int, least: int, most: int) -> str:
    """What can't grow of an outline, in words for its writer; "" when all of it can."""
    wrong: list[str] = []
    if count > most:
        wrong.append(f"it has {count} leaves in all, and may have {most}: join or drop what is least needed")
    if count < least:
        wrong.append(f"it has {count} leaves in all, too few for a game of several minutes: at least {least}")
    slugs = [line.slug for line in outline.parts()]
    wrong += [f"two parts are called {slug}" for slug in sorted({each for each in slugs if slugs.count(each) > 1})]
    wrong += given_twice({line.slug: line.gives for line in outline.parts()})
    there: set[str] = set()
    for line in outline.parts():
        there |= {name.name for name in names_in(line.gives) if name.kind == "data"}
        late = [name for name in names_in(line.uses) if name.kind == "data" and name.name not in there]
        wrong += [f"{line.slug} uses {name}, which no part before it gives: parts are planned in their order" for name in late]
    if all(line.verdict != "keep" for line in outline.parts()):  # what a pattern gives stands in its code
        given = agreed(*(line.gives for line in outline.parts()))
        wrong += [f"{line.slug} uses {name}, which no part gives" for line in outline.parts()
                  for name in unknown(line.uses, given) if name.kind != "data"]  # fmt: skip
    return _told_wrong(wrong)


def wrong_leaves(reply: PartLeaves, draft: set[str], there: set[str], taken: set[str], own: Sequence[object],
                 given: Mapping[tuple[str, str], Name], language: str, abilities: Sequence[Ability], least_count: int = 1) -> str:  # fmt: skip
    """What can't be built of a part's leaves, in words for their writer; "" when all of it can.

    draft, there, taken  slugs of the part's draft, of leaves elsewhere, and those among them that stay.
    own, given           names that the part has to give, and all that are agreed.
    least_count          leaves that it has to have at least.
    """
    wrong: list[str] = []
    if len(reply.leaves) < least_count:
        wrong.append(f"it has {len(reply.leaves)} leaves where the outline counts on {least_count}: the garden would be too small")
    fresh = [line for line in reply.leaves if line.verdict != "keep"]
    planned = {slug_of(line.slug) for line in reply.leaves} | {line.slug for line in reply.leaves}
    least = _LEAST_BRIEF // 3 if language == "zh" else _LEAST_BRIEF
    makes = agreed(*(line.gives for line in fresh), (f"data {slug_of(line.slug)}" for line in fresh if line.kind == "data"))
    routes = {each.route for each in abilities if each.kind == "mesh"} | {""}
    for line in fresh:
        if not line.kind:
            wrong.append(f"{line.slug} is of a kind that nothing makes: it is code, mesh or data, or goes into limits")
        if line.kind == "mesh" and line.route.strip().lower() not in routes:
            wrong.append(f"{line.slug} asks for the route {line.route}, which there is not: {', '.join(sorted(routes - {''}))} or empty")
        if line.kind == "code" and len(line.brief) < least:
            wrong.append(f"the brief of {line.slug} is too short to be written from: say what is seen and where, heard, done, and the numbers")
        if line.kind != "mesh" and slug_of(line.slug) in taken and line.slug not in draft:
            wrong.append(f"{line.slug} is the name of another leaf")
        missing = [need for need in line.needs if need_of(need) not in planned | there | draft and ("data", need_of(need)) not in given]
        wrong += [f"{line.slug} needs {need}, which is no leaf here or in the tree" for need in missing]
        wrong += [f"{line.slug} uses {name}, which nobody gives" for name in unknown(line.uses, {**given, **makes})]
    if all(line.verdict != "keep" for line in reply.leaves):
        wrong += [f"no leaf gives {name}, which the part has to give" for name in names_in(own) if name.key not in makes]
    wrong += given_twice({line.slug: line.gives for line in fresh})
    return _told_wrong(wrong)


def _told_wrong(wrong: Sequence[str]) -> str:
    lines = [f"- {each}" for each in dict.fromkeys(wrong)][:10]
    return "\n".join(["This can't be built yet:", *lines, "Send the whole object again, corrected, and nothing else."]) if lines else ""


def need_of(text: str) -> str:
    """The slug of a need as a model writes it ("mesh: lamp_post")."""
    return slug_of(text.partition(":")[2] or text)


def slug_of(text: str) -> str:
    """A file-safe name."""
    return re.sub(r"[^a-z0-9]+", "_", text.strip().lower()).strip("_") or "leaf"
