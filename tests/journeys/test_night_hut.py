"""A garden on foot told again from its tape: a night in a hut with a stove, wood, wind and a voice; in space, with carved models."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamgarden.game.probing import Prober
from dreamgarden.grow.feedback.proposal import Complaint
from dreamgarden.project import Project
from dreamgarden.work import Work

TAPE = Path(__file__).parent.parent / "recorded" / "hut.jsonl.gz"
PROMPT = ("Survive one winter night alone in a small radio hut on a mountain. The stove eats wood, the wind eats warmth, and something "
          "outside answers my radio calls.")  # fmt: skip
COMPLAINT = "Nights are too short: double the length of the night and make the radio reply five times."
PARTS = {"mountain", "hut", "furnishing", "door", "night", "fire", "firewood", "walker", "storm", "warmth", "radio_calls", "outside",
         "heavens", "gauges"}  # fmt: skip
MODELS = {"pine", "boulder", "iron_stove", "field_radio", "desk", "bed", "log"}
WISHES = {
    "storm": (
        " Inside one sees no farther than 1.3 times as far as outside, so that the window is white in the storm; snow is thick in it "
        "(strength 1), and ten soft banks of snow drive past."
    ),
    "pine": (
        " Each tier is a dark cone with a thinner white cone of snow lying on its upper two thirds, drooping at the rim; snow on the "
        "tip; a bare trunk."
    ),
}


def test_a_night_is_survived_by_stove_wood_and_radio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DREAMGARDEN_REPLAY", str(TAPE))
    monkeypatch.setattr(Prober, "__call__", lambda *_: None)  # parts alone are tried with the other tapes; here it only takes time
    home = tmp_path / "hut"
    with Project.create(home, PROMPT) as project:
        grown = project.grow(Work())
        assert not grown.failed and not grown.blocked
        assert {file.stem for file in (home / "game" / "parts").glob("*.cpp")} == PARTS
        assert {file.stem for file in (home / "game" / "assets").glob("*.glb")} == MODELS
        bundled = (home / "game" / "assets" / "pine.glb").read_bytes()
        for slug, wish in WISHES.items():
            node = project.journal.plan.by_slug(slug)
            assert node is not None
            project.edit(slug, brief=node.brief + wish)
        project.wish("route", {"node": "pine", "route": "recipe"})  # the library's pine carries no snow: the model carves one
        assert sorted(project.build(Work()).ran) == ["code:mountain", "code:storm", "game", "mesh:pine"]  # the land plants it by its size
        assert (home / "game" / "assets" / "pine.glb").read_bytes() != bundled

        evening = project.playtest(Work(), frames=300).played.state
        assert evening["values"]["wind"] < 0.35 and evening["objectives"]["dawn"]["need"] == 1
        assert sum("pine" in thing["tags"] for thing in evening["things"]) >= 40
        played = project.playtest(Work(), frames=5900)
        state = played.played.state
        assert played.screen == "won" and not played.problems
        assert state["values"]["answers_heard"] == 5 and state["meters"]["warmth"] > 0
        assert state["events"]["fed"] >= 4 and state["events"]["window_flew"] == 1 and state["events"]["storm_begun"] == 1

        proposal = project.watch.feedback(Complaint(COMPLAINT), Work())
        assert [project.journal.plan[id].slug for change in proposal.changes for id in change.nodes] == ["night"] and proposal.questions
        project.watch.heed(proposal.changes, proposal.label, Work())
        assert sorted(project.build(Work()).ran) == ["code:night", "game"]
        later = project.playtest(Work(), frames=900).played.state["values"]
        assert later["hour_now"] == pytest.approx(18 + 13 * 30 / 360, abs=0.05)
