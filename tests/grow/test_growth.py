"""Growth: level by level, one undo step an expansion, within bounds; what people did survives a second growth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from dreamgarden.designers.designer import Draft, Failure, Leaf, Sprout, Surroundings
from dreamgarden.errors import BadInput, Cancelled
from dreamgarden.events import Event, Notice
from dreamgarden.grow.growth import expand, grow
from dreamgarden.plan.edit import EditBrief, Prune, Take
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.work import Work


class Gardener:
    """A designer that answers from a table: title of a node → its sprouts."""

    name = "gardener"
    version = 1

    def __init__(self, **answers: Sequence[Sprout]) -> None:
        self.answers = dict(answers)
        self.asked: list[tuple[str, int]] = []

    def style(self, seed: str, work: Work) -> dict[str, Any]:
        return {"language": "en"}

    def grow(self, node: Node, around: Surroundings, work: Work) -> list[Sprout]:
        self.asked.append((node.slug, around.budget))
        return list(self.answers.get(node.slug, ()))

    def write(self, leaf: Leaf, work: Work) -> Draft:
        raise NotImplementedError

    def mend(self, leaf: Leaf, failure: Failure, work: Work) -> Draft | None:
        return None


class Beds:
    """A plan with its steps and notices."""

    def __init__(self) -> None:
        self.plan = Plan.planted("moths and a lamp")
        self.steps = 0
        self.notices: list[str] = []

    def submit(self, edit: Any) -> Plan:
        self.plan = self.plan.apply(edit)
        self.steps += 1
        return self.plan

    def told(self, event: Event) -> None:
        assert isinstance(event, Notice)
        self.notices.append(event.text)

    def grow(self, designer: Gardener, **bounds: int) -> Plan:
        return grow(self.submit, self.plan, self.plan.root.id, designer, Work(), self.told, **bounds)

    def expand(self, slug: str, designer: Gardener, **bounds: int) -> Plan:
        node = self.plan.by_slug(slug)
        assert node is not None
        return expand(self.submit, self.plan, node.id, designer, Work(), self.told, **bounds)

    def slugs(self) -> list[str]:
        return [node.slug for node in self.plan]


def sprout(slug: str, kind: str = "code", needs: tuple[str, ...] = (), **more: Any) -> Sprout:
    return Sprout(slug.title(), f"The {slug}.", kind, slug, needs, **more)


TREE: dict[str, list[Sprout]] = {
    "seed": [Sprout("Style", "", "style", "style"), sprout("world", "aspect"), sprout("goal", "aspect")],
    "world": [sprout("meadow", "part")],
    "goal": [sprout("moths", "part")],
    "meadow": [sprout("land"), sprout("tree", "mesh")],
    "moths": [sprout("flying", needs=("moth", "land")), sprout("moth", "mesh", seed_words=("moths", "wolves"))],
}


def test_the_whole_grows_before_its_details_and_each_answer_is_one_step() -> None:
    beds, designer = Beds(), Gardener(**TREE)
    beds.grow(designer)
    assert [slug for slug, _ in designer.asked] == ["seed", "world", "goal", "meadow", "moths"]
    assert beds.steps == 5
    flying, land = beds.plan.by_slug("flying"), beds.plan.by_slug("land")
    assert flying and land and land.id in flying.needs and len(flying.needs) == 2
    moth = beds.plan.by_slug("moth")
    assert moth and moth.seed_words == ("moths",), "only words of the seed"


def test_growing_on_asks_only_for_what_has_not_grown() -> None:
    beds = Beds()
    beds.grow(Gardener(**{k: v for k, v in TREE.items() if k != "moths"}))
    designer = Gardener(**TREE)
    beds.grow(designer)
    assert [slug for slug, _ in designer.asked] == ["moths"]


def test_the_budget_of_leaves_holds() -> None:
    beds, designer = Beds(), Gardener(**TREE)
    beds.grow(designer, leaves=3)
    assert len(beds.plan.leaves()) == 3
    assert any("as many as it may have" in n or "as large as it may be" in n for n in beds.notices)


def test_the_depth_holds() -> None:
    endless = Gardener(seed=[sprout("a", "part")], a=[sprout("b", "part")], b=[sprout("c", "part")], c=[sprout("d", "part")])
    beds = Beds()
    beds.grow(endless, depth=2)
    assert beds.slugs() == ["seed", "a", "b"]


@pytest.mark.parametrize(("wrong", "says"), [
    (sprout("x", "song"), "of the kind song"),
    (sprout("x", "mesh", route="dreamt"), "no recipe makes"),
    (Sprout(" ", "b", "code", "x"), "no title"),
    (sprout("x", "code", children=(sprout("y"),)), "is a leaf and has children"),
    (sprout("x", "aspect"), "can't hang"),
])
def test_what_no_recipe_can_do_is_not_planted(wrong: Sprout, says: str) -> None:
    beds = Beds()
    beds.grow(Gardener(seed=[sprout("p", "part")], p=[wrong, sprout("good")]))
    assert beds.slugs() == ["seed", "p", "good"]
    assert any(says in notice for notice in beds.notices)


def test_a_need_that_nobody_is_is_dropped_and_said() -> None:
    beds = Beds()
    beds.grow(Gardener(seed=[sprout("flying", needs=("moth",))]))
    assert beds.plan.by_slug("flying").needs == ()  # type: ignore[union-attr]
    assert any("needs moth" in notice for notice in beds.notices)


def test_two_leaves_of_one_name_get_two_names() -> None:
    beds = Beds()
    beds.grow(Gardener(seed=[sprout("a", "part"), sprout("b", "part")], a=[sprout("tree", "mesh")], b=[sprout("tree", "mesh")]))
    assert [s for s in beds.slugs() if s.startswith("tree")] == ["tree", "tree_2"]


def test_growing_again_keeps_ids_and_what_a_person_did() -> None:
    beds = Beds()
    beds.grow(Gardener(**TREE))
    land, tree = beds.plan.by_slug("land"), beds.plan.by_slug("tree")
    assert land and tree
    beds.submit(EditBrief(land.id, "Steep land."))
    beds.submit(Take(tree.id, 3))
    again = dict(TREE, meadow=[sprout("land"), sprout("pond")])
    beds.expand("meadow", Gardener(**again))
    assert beds.plan[land.id].brief == "Steep land."
    assert beds.plan[tree.id].take == 3, "a person's take outlives a proposal without it"
    assert beds.plan.by_slug("pond")


def test_what_was_pruned_grows_again_only_when_asked() -> None:
    beds = Beds()
    beds.grow(Gardener(**TREE))
    beds.submit(Prune((beds.plan.by_slug("tree").id,)))  # type: ignore[union-attr]
    beds.grow(Gardener(**TREE))
    assert "tree" not in beds.slugs()
    beds.expand("meadow", Gardener(**TREE))
    assert "tree" in beds.slugs()


def test_a_leaf_says_that_it_is_fine_enough() -> None:
    beds = Beds()
    beds.grow(Gardener(**TREE))
    with pytest.raises(BadInput, match="is a leaf"):
        beds.expand("tree", Gardener())


def test_cancelling_keeps_what_has_grown() -> None:
    beds, work = Beds(), Work()

    class Stopping(Gardener):
        def grow(self, node: Node, around: Surroundings, work: Work) -> list[Sprout]:
            if node.slug == "goal":
                work.cancel()
            return super().grow(node, around, work)

    with pytest.raises(Cancelled):
        grow(beds.submit, beds.plan, "n1", Stopping(**TREE), work, beds.told)
    assert {"style", "meadow"} <= set(beds.slugs())


def test_other_branches_grow_when_one_can_not() -> None:
    class Picky(Gardener):
        def grow(self, node: Node, around: Surroundings, work: Work) -> list[Sprout]:
            if node.slug == "meadow":
                raise BadInput("No meadow today.")
            return super().grow(node, around, work)

    beds = Beds()
    beds.grow(Picky(**TREE))
    assert "No meadow today." in beds.notices and "moth" in beds.slugs()
