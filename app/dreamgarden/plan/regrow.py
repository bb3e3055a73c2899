"""Growing a branch again: proposed children become one edit that keeps what continues and what is a person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dreamgarden.errors import BadInput
from dreamgarden.plan.edit import AddNodes, Edit, Patch
from dreamgarden.plan.match import match
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan


def regrow(plan: Plan, parent: str, proposed: Sequence[Node]) -> Patch:
    """The edit that makes `proposed` what grows on `parent`.

    Proposed nodes have ids of their own that are not in the plan (`plan.next_ids`), hang on `parent` or on one
    another, and need one another or leaves of the plan. One that continues an old node (match.py) takes over its
    id, slug, take, pin, note and muting, and its words too where they are a person's. One that is proposed without
    children keeps those it has. Old nodes that nothing continues leave, except those with a person's words, pin,
    note or take on them or below.
    """
    same: dict[str, str] = {}
    below: dict[str, list[Node]] = {}
    for node in proposed:
        below.setdefault(node.parent or "", []).append(node)
    pairs = [(parent, parent)]
    orphans: list[Node] = []
    for old_parent, new_parent in pairs:
        young = below.get(new_parent, [])
        found = match(plan.children(old_parent), young)
        for index, id in found.items():
            same[young[index].id] = id
            if young[index].id in below:
                pairs.append((id, young[index].id))
        continued = set(found.values())
        for child in plan.children(old_parent):
            if child.id not in continued:
                orphans.extend(plan.subtree(child.id))
    kept = {node.id for node in orphans if _is_a_persons(node)}
    kept |= {above.id for id in kept for above in plan.ancestors(id)}
    gone = tuple(node.id for node in orphans if node.id not in kept)

    left = set(gone)
    put: list[Node] = []
    slugs = {node.slug for node in plan if node.id not in left}
    for node in proposed:
        was = plan.get(same.get(node.id, ""))
        home = same.get(node.parent or "", node.parent)
        needs = tuple(dict.fromkeys(same.get(need, need) for need in node.needs))
        fresh = replace(node, parent=home, needs=tuple(need for need in needs if need not in left))
        if was is None:
            slug = plan.free_slug(fresh.slug, slugs) if fresh.slug in slugs else fresh.slug
            slugs.add(slug)
            put.append(replace(fresh, slug=slug))
        else:
            put.append(_continuing(was, fresh))
    mine = {node.id for node in put}
    for user in {user.id: user for id in gone for user in plan.dependents(id)}.values():
        if user.id not in left and user.id not in mine:
            put.append(replace(user, needs=tuple(need for need in user.needs if need not in left)))

    order: dict[str, tuple[str, ...]] = {}
    for old_parent, new_parent in pairs:
        now = [same.get(node.id, node.id) for node in below.get(new_parent, [])]
        stay = [id for id in plan.child_ids(old_parent) if id in kept and id not in now]
        order[old_parent] = (*now, *stay)
    return Patch(tuple(put), gone, order, f"Grow “{plan[parent].title}” again")


def as_proposal(edit: Edit, plan: Plan) -> AddNodes:
    """Only what a growth adds, as proposals for a person to accept: nothing that is there changes or leaves.

    Raises BadInput when it adds nothing.
    """
    grown = edit.nodes if isinstance(edit, AddNodes) else edit.put if isinstance(edit, Patch) else ()
    fresh = [node for node in grown if node.id not in plan]
    if not fresh:
        raise BadInput("The designer has nothing new to propose here.", safe="The plan is unchanged.",
                       then="Edit the brief to ask for something else.")
    there = {node.id for node in fresh}
    kept = [replace(node, proposed=True, needs=tuple(n for n in node.needs if n in plan or n in there)) for node in fresh]
    return AddNodes(tuple(kept))


def _is_a_persons(node: Node) -> bool:
    return node.author == "person" or bool(node.pinned) or bool(node.note) or node.muted or node.take > 1


def _continuing(was: Node, fresh: Node) -> Node:
    words = (was.title, was.brief) if was.author == "person" else (fresh.title, fresh.brief)
    return replace(fresh, id=was.id, slug=was.slug, title=words[0], brief=words[1], author=was.author,
                   take=was.take, pinned=was.pinned, muted=was.muted, note=was.note)
