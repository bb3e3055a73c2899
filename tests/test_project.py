"""A garden on disk: what is built, what is kept, what is left out, and what stays a person's."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import tiny_runtime
from dreamgarden.designers.designer import Sprout
from dreamgarden.errors import BadInput, Cancelled, StorageError
from dreamgarden.events import Event, Finished, NodeAdded, NodeChanged, NodeRemoved, StateChanged, TaskFinished
from dreamgarden.game import play
from dreamgarden.game.play import run
from dreamgarden.project import Project
from dreamgarden.work import Work
from scripted_designer import ScriptedDesigner, code

SPROUTS = (
    Sprout("Style", "The look.", "style", "style"),
    Sprout("World", "Where it is.", "part", "world", children=(code("land"), code("moths", "land", "tales"))),
    Sprout("Tales", "What is told.", "data", "tales"),
)


@pytest.fixture
def designer() -> ScriptedDesigner:
    return ScriptedDesigner(SPROUTS)


@pytest.fixture
def project(tmp_path: Path, designer: ScriptedDesigner, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.setenv("DREAMGARDEN_RUNTIME", str(tiny_runtime.make(tmp_path / "runtime")))
    with Project.create(tmp_path / "garden", "Moths gather above a quiet land", designer) as project:
        yield project


def built(project: Project, *nodes: str) -> tuple[Finished, list[Event]]:
    events: list[Event] = []
    return project.build(Work(), events.append, nodes), events


def grown(project: Project) -> Finished:
    return project.grow(Work())


def parts_of(project: Project) -> set[str]:
    lines = (project.folder / "game" / "parts.cmake").read_text().splitlines()
    return {line[len("garden_part(") : -1] for line in lines if line.startswith("garden_part(")}


def test_a_prompt_becomes_a_game_that_runs(project: Project) -> None:
    finished = grown(project)
    assert finished.failed == [] and finished.blocked == []
    assert set(finished.ran) == {"style", "code:land", "code:moths", "data:tales", "game"}
    assert finished.nodes == 6 and finished.leaves == 4
    game = project.folder / "game"
    assert parts_of(project) == {"land", "moths"}
    assert "The moths." in (game / "parts" / "moths.cpp").read_text()
    assert json.loads((game / "data" / "style.json").read_text())["title"] == "Tiny"
    assert "Moths gather" in (game / "README.md").read_text()
    played = run(project.game, Work(), frames=10)
    assert played.ok and played.state["screen"] == "won"


def test_nothing_changed_nothing_runs(project: Project) -> None:
    grown(project)
    finished, _ = built(project)
    assert finished.ran == [] and finished.reused == 5


def test_a_new_body_with_the_same_interface_stops_there(project: Project, designer: ScriptedDesigner) -> None:
    designer.bodies["land"] = "(void)$brief;"
    grown(project)
    project.edit("land", brief="A much wider land.")
    assert project.why("land")["reason"] == "brief changed"
    finished, _ = built(project)
    assert finished.ran == ["code:land", "game"]
    label = project.undo()
    assert label
    finished, _ = built(project)
    assert finished.ran == [] and finished.failed == []  # the old version came back from the store
    assert "The land." in (project.folder / "game" / "parts" / "land.cpp").read_text()


def test_a_part_that_does_not_compile_is_left_out_and_said(project: Project, designer: ScriptedDesigner) -> None:
    designer.bodies["moths"] = "int x = lantern;"
    finished = grown(project)
    moths = project.journal.plan.find("moths")
    assert [row["node"] for row in finished.failed] == [moths.id]
    assert "lantern" in finished.failed[0]["reason"]
    assert parts_of(project) == {"land"}
    assert "# garden_part(moths)  left out: " in (project.folder / "game" / "parts.cmake").read_text()
    assert run(project.game, Work(), frames=10).ok
    shown = {row["slug"]: row for row in project.show()["nodes"]}
    assert shown["moths"]["state"] == "failed" and shown["land"]["state"] == "done"
    assert project.leaf("moths")["diagnostics"][0]["line"] == 3
    assert "> " in designer.failures[0].text  # its writer saw the line


def test_dependents_of_a_failed_part_are_blocked(project: Project, designer: ScriptedDesigner) -> None:
    designer.bodies["land"] = "return 3;"
    finished = grown(project)
    plan = project.journal.plan
    assert finished.blocked == [plan.find("moths").id]
    shown = {row["slug"]: row["state"] for row in project.show()["nodes"]}
    assert (shown["land"], shown["moths"]) == ("failed", "blocked")


def test_the_compilers_own_fix_comes_before_the_writer(project: Project, designer: ScriptedDesigner) -> None:
    designer.bodies["moths"] = "int lantern = 3; (void)lantrn;"
    assert grown(project).failed == []
    assert designer.failures == []
    assert "(void)lantern;" in (project.folder / "game" / "parts" / "moths.cpp").read_text()
    assert project.leaf("moths")["notes"]["tried"] == ["line 3: lantrn is lantern"]


def test_the_writer_mends_after_a_failure(project: Project, designer: ScriptedDesigner) -> None:
    designer.bodies["moths"] = "int x = lantern;"
    designer.better["moths"] = "int x = 3; (void)x;"
    assert grown(project).failed == []
    assert project.leaf("moths")["notes"]["tried"]


def test_the_last_good_version_stays_in_the_game(project: Project, designer: ScriptedDesigner) -> None:
    grown(project)
    designer.bodies["moths"] = "int x = lantern;"
    project.edit("moths", brief="Moths that carry lanterns.")
    finished, _ = built(project)
    assert len(finished.failed) == 1
    assert parts_of(project) == {"land", "moths"}
    assert "PART(moths) {\n\n}" in (project.folder / "game" / "parts" / "moths.cpp").read_text()


@pytest.mark.parametrize("body", ["*(volatile int*)0 = 1;", "for (volatile int i = 0;; i = i + 1) {}"])
def test_a_part_that_breaks_the_game_is_found_and_left_out(
    project: Project, designer: ScriptedDesigner, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(play, "PROBE_CPU_SECONDS", 1)
    designer.bodies["moths"] = body
    events: list[Event] = []
    finished = project.grow(Work(), events.append)
    moths = project.journal.plan.find("moths")
    assert [row["node"] for row in finished.failed] == [moths.id]
    assert parts_of(project) == {"land"}
    assert any(isinstance(event, StateChanged) and event.id == moths.id and event.state == "failed" for event in events)
    assert {row["slug"]: row["state"] for row in project.show()["nodes"]}["moths"] == "failed"


def test_a_file_changed_by_hand_is_kept_and_compiled(project: Project, designer: ScriptedDesigner) -> None:
    grown(project)
    mine = project.folder / "game" / "parts" / "moths.cpp"
    mine.write_text('#include "garden.h"\n#include <cstdio>\nPART(moths) { std::puts("mine"); }\n')
    note = project.folder / "game" / "notes.txt"
    note.write_text("my own")
    project.edit("land", brief="Another land.")
    finished, events = built(project)
    assert finished.failed == []
    assert "mine" in mine.read_text() and note.read_text() == "my own"
    assert b"mine" in project.game.program.read_bytes()
    assert any("moths.cpp is yours now" in getattr(event, "text", "") for event in events)


def test_a_part_broken_by_hand_is_read_with_the_lines_that_are_wrong(project: Project, designer: ScriptedDesigner) -> None:
    grown(project)
    mine = project.folder / "game" / "parts" / "moths.cpp"
    text = '#include "garden.h"\nPART(moths) {\n    lantern glow = 3;\n}\n'
    mine.write_text(text)
    built(project)
    leaf = project.leaf("moths")
    assert leaf["files"]["moths.cpp"] == text
    assert [(one["line"], one["severity"]) for one in leaf["diagnostics"]][:1] == [(3, "error")]
    mine.write_text(text.replace("lantern glow", "int glow"))
    built(project)
    assert not [one for one in project.leaf("moths")["diagnostics"] if one["severity"] == "error"]


def test_building_some_nodes_builds_what_they_need_and_a_game_of_it(project: Project) -> None:
    grown(project)
    project.edit("land", brief="One.")
    project.edit("tales", brief="Two.")
    finished, _ = built(project, "land")
    assert finished.ran == ["code:land", "game"]
    assert "data:tales" in {reason.task for reason in project._making.forecast(project.journal.plan)}


def test_pruned_parts_leave_the_game(project: Project) -> None:
    grown(project)
    events: list[Event] = []
    project.prune(["moths"], events.append)
    assert any(isinstance(event, NodeRemoved) for event in events)
    built(project)
    assert parts_of(project) == {"land"}
    assert not (project.folder / "game" / "parts" / "moths.cpp").exists()


def test_a_pinned_leaf_stays_whatever_changes(project: Project, designer: ScriptedDesigner) -> None:
    grown(project)
    project.pin("moths")
    designer.written.clear()
    project.edit("moths", brief="Quite other moths.")
    built(project)
    assert designer.written == []
    project.pin("moths", on=False)
    built(project)
    assert designer.written == ["moths"]


def test_takes_are_new_until_chosen_again(project: Project, designer: ScriptedDesigner) -> None:
    grown(project)
    project.take("moths")
    assert project.journal.plan.find("moths").take == 2
    assert built(project)[0].ran[0] == "code:moths"
    project.take("moths", 1)
    assert built(project)[0].ran == []


def test_a_muted_leaf_is_a_decision_and_no_failure(project: Project, designer: ScriptedDesigner) -> None:
    designer.bodies["moths"] = "int x = lantern;"
    grown(project)
    project.mute(["moths"])
    finished, _ = built(project)
    assert finished.failed == [] and finished.blocked == []


def test_events_tell_of_edits_with_rows(project: Project) -> None:
    grown(project)
    events: list[Event] = []
    project.edit("land", title="Wide land", emit=events.append)
    changed = [event.node for event in events if isinstance(event, NodeChanged)]
    assert ("Wide land", "person") in [(row["title"], row["author"]) for row in changed]
    events.clear()
    _, id = project.add("world", "Rain", "Rain falls.", "code", events.append)
    added = [event.node for event in events if isinstance(event, NodeAdded)]
    assert [row["id"] for row in added] == [id] and added[0]["index"] == 2


def test_cancel_keeps_what_was_finished(project: Project, designer: ScriptedDesigner) -> None:
    work = Work()

    def stop_after_the_first(event: Event) -> None:
        if isinstance(event, TaskFinished) and event.task == "data:tales":
            work.cancel()

    with pytest.raises(Cancelled):
        project.grow(work, stop_after_the_first)
    assert project.engine.ledger.last_good("data:tales") is not None
    assert grown(project).failed == []


def test_two_builds_at_once_are_told_apart(project: Project) -> None:
    with project._hold.taken("growing"), pytest.raises(StorageError, match="is growing it since"):
        project.build(Work())


def test_a_garden_survives_being_opened_again(project: Project, designer: ScriptedDesigner) -> None:
    grown(project)
    with Project.open(project.folder, designer) as again:
        assert again.build(Work()).ran == []
        assert [row["state"] for row in again.show()["nodes"]] == ["done"] * 6


def test_a_folder_with_files_is_refused_and_untouched(tmp_path: Path, designer: ScriptedDesigner) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(BadInput, match="is no garden"):
        Project.create(tmp_path, "A garden", designer)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_export_to_folder_and_archive(project: Project, tmp_path: Path) -> None:
    import zipfile

    grown(project)
    project.export(tmp_path / "out", Work())
    assert (tmp_path / "out" / "CMakeLists.txt").is_file() and (tmp_path / "out" / "parts" / "land.cpp").is_file()
    with pytest.raises(BadInput):
        project.export(tmp_path / "out", Work())
    project.export(tmp_path / "x.zip", Work())
    assert "x/parts/land.cpp" in zipfile.ZipFile(tmp_path / "x.zip").namelist()
    project.export(tmp_path / "scene.glb", Work())
    assert (tmp_path / "scene.glb").read_bytes()[:4] == b"glTF"


def test_going_back_costs_no_writing_no_compile_and_no_link(
    project: Project, designer: ScriptedDesigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    designer.bodies["land"] = "(void)$brief;"
    grown(project)
    for step in (
        lambda: project.edit("land", brief="A much wider land."),
        lambda: project.take("moths"),
        lambda: project.prune(["tales"]),
        lambda: project.wish("need", {"node": "moths", "other": "land", "on": False}),
    ):
        step()
        assert built(project)[0].failed == []
    calls: list[str] = []
    compiler = project._making.compiler
    monkeypatch.setattr(compiler, "compile", lambda *given: calls.append("compile"))
    monkeypatch.setattr(compiler, "link", lambda *given: calls.append("link"))
    designer.written.clear()

    def free() -> None:
        finished, _ = built(project)
        assert finished.ran == [] and finished.failed == [] and calls == [] and designer.written == []

    for _ in range(4):
        project.undo()
        free()
    assert "The land." in (project.folder / "game" / "parts" / "land.cpp").read_text()
    for _ in range(4):
        project.redo()
        free()
    for _ in range(2):
        project.undo()
    project.take("moths", 1)
    free()
    project.edit("land", brief="The land.")
    free()


def test_words_that_change_no_code_change_only_the_comment(project: Project, designer: ScriptedDesigner) -> None:
    grown(project)
    project.edit("moths", brief="Moths, in other words.")
    assert built(project)[0].ran == ["code:moths"]  # asked for once; it is what it was, so the game is not made again
    assert "in other words" in (project.folder / "game" / "parts" / "moths.cpp").read_text()


# ── Two at one garden ───────────────────────────────────────────────────────────────────────────────────────────────


def test_who_only_looks_is_in_nobodys_way(project: Project, designer: ScriptedDesigner) -> None:
    grown(project)
    with project._hold.taken("growing"), Project.open(project.folder, designer, read_only=True) as other:
        assert other.holder.startswith(f"process {os.getpid()} is growing it since ")
        assert {row["state"] for row in other.show()["nodes"]} == {"done"}
        assert other.why("moths")["reason"] == "nothing it depends on changed"
        for change in (
            lambda: other.edit("moths", brief="Other moths."),
            lambda: other.build(Work()),
            lambda: other.grow(Work()),
            lambda: other.clean(0),
            lambda: other.undo(),
        ):
            with pytest.raises(StorageError, match="reading only"):
                change()
        with pytest.raises(StorageError, match="is held: process"), Project.open(project.folder, designer) as third:
            third.build(Work())
    assert project.holder == "" and len(project.journal.steps()) == 1
    project.edit("moths", brief="Other moths.")
    with Project.open(project.folder, designer, read_only=True) as other:
        assert {row["slug"]: row["state"] for row in other.show()["nodes"]}["moths"] == "stale"


def test_a_garden_that_was_never_built_can_be_looked_at(project: Project, designer: ScriptedDesigner) -> None:
    project.grow(Work(), build=False)
    hidden = project.folder / ".garden"
    for file in hidden.glob("ledger.db*"):
        file.unlink()
    with Project.open(project.folder, designer, read_only=True) as other:
        assert other.why("moths")["reason"] == "never built"
    assert not list(hidden.glob("ledger.db*"))


def test_cleaning_keeps_what_the_plan_needs(project: Project) -> None:
    grown(project)
    done = project.clean(0)
    assert done.freed > 0 and done.kept == done.needed > 0
    assert not (project.folder / ".garden" / "workshop").exists()
    assert built(project)[0].ran == []
