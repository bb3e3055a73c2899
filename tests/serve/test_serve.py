"""The garden process: a line in, lines out, nothing else on stdout, and it ends with its parent."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

import tiny_runtime
from dreamgarden import project
from dreamgarden.designers.designer import Draft, Leaf, Sprout
from dreamgarden.holding import Hold
from dreamgarden.protocol import decode, encode
from dreamgarden.serve.server import Server
from dreamgarden.work import Work
from scripted_designer import ScriptedDesigner, code


class Line:
    """A served garden, as the window sees it."""

    def __init__(self) -> None:
        there, self._write = os.pipe()
        self._read, answers = os.pipe()
        self.requests: BinaryIO = os.fdopen(self._write, "wb")
        self._server = Server(os.fdopen(there, "rb"), os.fdopen(answers, "wb"))
        self._box: queue.Queue[dict[str, Any]] = queue.Queue()
        self.thread = threading.Thread(target=self._server.serve)
        self.thread.start()
        self._reader = threading.Thread(target=self._listen)
        self._reader.start()
        self._next = 0

    def ask(self, verb: str, **arguments: Any) -> int:
        self._next += 1
        self.requests.write(encode({"id": self._next, "verb": verb, **arguments}))
        self.requests.flush()
        return self._next

    def hear(self) -> dict[str, Any]:
        return self._box.get(timeout=60)

    def until(self, id: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        told = []
        while True:
            message = self.hear()
            if "ok" in message and message["id"] == id:
                return told, message
            told.append(message)

    def answer(self, verb: str, **arguments: Any) -> Any:
        _, message = self.until(self.ask(verb, **arguments))
        assert message["ok"], message
        return message["result"]

    def end(self) -> None:
        self.requests.close()
        self.thread.join(30)
        self._server._answers.close()
        self._reader.join(30)

    def _listen(self) -> None:
        with os.fdopen(self._read, "rb") as stream:
            for line in stream:
                self._box.put(decode(line))


@pytest.fixture
def designer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ScriptedDesigner:
    monkeypatch.setenv("DREAMGARDEN_RUNTIME", str(tiny_runtime.make(tmp_path / "runtime")))
    monkeypatch.setenv("DREAMGARDEN_LANGUAGE", "en")
    one = ScriptedDesigner([Sprout("World", "Where.", "part", "world", children=(code("land"), code("moths", "land")))])
    monkeypatch.setattr(project, "hire", lambda chosen, folder, **how: one)
    return one


@pytest.fixture
def line(designer: ScriptedDesigner) -> Iterator[Line]:
    line = Line()
    yield line
    line.end()
    assert not line.thread.is_alive()


def test_grow_tells_events_and_answers_once(line: Line, tmp_path: Path) -> None:
    id = line.ask("grow", prompt="Moths above a land", garden=str(tmp_path / "g"), size=10)
    told, last = line.until(id)
    kinds = [one["event"] for one in told]
    assert kinds.count("node_added") == 4 and "progress" in kinds and kinds[-1] == "finished"
    assert told[[one["event"] for one in told].index("node_added")]["node"]["kind"] == "seed"
    assert all(one["request"] == id for one in told if one["event"] != "progress")
    assert last["ok"] and last["result"]["failed"] == [] and last["result"]["game"]


def test_every_verb_of_the_protocol(line: Line, tmp_path: Path) -> None:
    line.answer("grow", prompt="Moths above a land", garden=str(tmp_path / "g"))
    shown = line.answer("open", garden=str(tmp_path / "g"))
    ids = {row["slug"]: row["id"] for row in shown["nodes"]}
    told, answer = line.until(line.ask("edit", node=ids["moths"], brief="Moths that glow."))
    assert answer["result"]["undo"] and any(one["event"] == "node_changed" for one in told)
    assert line.answer("why", node=ids["moths"])["reason"] == "brief changed"
    assert line.answer("build", nodes=[])["ran"] == ["code:moths"]  # the same code: the game stays
    added = line.answer("add", parent=ids["world"], title="Rain", brief="It rains.", kind="code")
    line.answer("move", node=added["id"], parent=ids["world"], before=ids["land"])
    rows = line.answer("open", garden=str(tmp_path / "g"))["nodes"]
    assert [row["slug"] for row in rows if row["parent"] == ids["world"]] == ["rain", "land", "moths"]
    assert line.answer("prune", nodes=[added["id"]])["undo"]
    assert line.answer("undo")["label"] and line.answer("redo")["label"]
    assert line.answer("pin", node=ids["land"], on=True)["undo"]
    assert line.answer("take", node=ids["moths"], take=0)["undo"]
    told, answer = line.until(line.ask("mute", nodes=[ids["moths"]], on=True))
    assert answer["ok"] and [one["node"]["muted"] for one in told if one["event"] == "node_changed"] == [True]
    assert line.answer("mute", nodes=[ids["moths"]], on=False)["undo"]
    assert line.answer("note", node=ids["land"], text="Too flat.")["undo"]
    rows = line.answer("open", garden=str(tmp_path / "g"))
    assert next(row for row in rows["nodes"] if row["slug"] == "land")["note"] == "Too flat." and rows["undo"] == "Write a note"
    assert "PART(moths)" in line.answer("leaf", node=ids["moths"])["files"]["moths.cpp"]
    assert line.answer("play", args=["--headless"])["pid"] > 0
    assert line.answer("stop", request=0) == {}
    assert line.answer("close") == {}


def test_it_speaks_the_language_that_was_chosen(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line.answer("grow", prompt="Moths above a land", garden=str(tmp_path / "g"))
    monkeypatch.setenv("DREAMGARDEN_LANGUAGE", "zh")
    told, answer = line.until(line.ask("edit", node="moths", brief="Moths that glow."))
    assert answer["result"]["undo"] == "修改说明"
    assert "说明改变了" in [one["node"]["reason"] for one in told if one["event"] == "node_changed"]
    _, refused = line.until(line.ask("prune", nodes=["seed"]))
    assert refused["error"]["what"] == "种子不能修剪。"
    monkeypatch.setenv("DREAMGARDEN_LANGUAGE", "en")
    assert line.answer("undo")["label"] == "Edit brief"


def test_a_batch_is_one_step_of_undo(line: Line, tmp_path: Path) -> None:
    garden = str(tmp_path / "g")
    line.answer("grow", prompt="Moths above a land", garden=garden)
    before = line.answer("open", garden=garden)["nodes"]
    steps = [
        {"verb": "add", "parent": "world", "title": "Weather", "brief": "What falls.", "kind": "part", "before": "land"},
        {"verb": "add", "parent": "$0", "title": "Rain", "brief": "It rains.", "kind": "code"},
        {"verb": "move", "nodes": ["moths"], "parent": "$0"},
        {"verb": "mute", "nodes": ["$1"]},
    ]
    told, answer = line.until(line.ask("batch", steps=steps, label="Paste a branch"))
    assert answer["result"]["undo"] == "Paste a branch"
    weather, rain, *others = answer["result"]["ids"]
    assert others == ["", ""] and [one["node"]["id"] for one in told if one["event"] == "node_added"] == [weather, rain]
    rows = {row["id"]: row for row in line.answer("open", garden=garden)["nodes"]}
    assert rows[rain]["parent"] == weather and rows[rain]["muted"] and rows[weather]["index"] == 0
    assert line.answer("undo")["label"] == "Paste a branch"
    assert line.answer("open", garden=garden)["nodes"] == before
    line.answer("redo")
    _, refused = line.until(line.ask("batch", steps=[steps[0], {"verb": "prune", "nodes": ["seed"]}], label=""))
    assert refused["error"]["what"].startswith("Step 2: ") and "None of the steps" in refused["error"]["safe"]
    assert {row["id"] for row in line.answer("open", garden=garden)["nodes"]} == set(rows)


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("edit", {"node": "moths"}),
        ("edit", {"node": "moths", "brief": " "}),
        ("add", {"parent": "world", "title": "Rain", "kind": "nonsense"}),
        ("add", {"parent": "moths", "title": "Rain", "kind": "code"}),
        ("add", {"parent": "world", "title": ""}),
        ("move", {"parent": "world"}),
        ("move", {"node": "world", "parent": "land"}),
        ("prune", {"nodes": ["seed"]}),
        ("take", {"node": "world"}),
        ("pin", {"node": "moths"}),
        ("note", {"node": "nothing like it", "text": "x"}),
        ("batch", {"steps": []}),
        ("batch", {"steps": [{"verb": "grow"}]}),
    ],
)
def test_wishes_that_can_not_be_done(line: Line, designer: ScriptedDesigner, tmp_path: Path, verb: str, given: dict[str, Any]) -> None:
    with project.Project.create(tmp_path / "g", "Moths above a land", designer) as planted:
        planted.grow(Work(), build=False)
    before = line.answer("open", garden=str(tmp_path / "g"))
    _, message = line.until(line.ask(verb, **given))
    assert message["ok"] is False and message["error"]["what"] and "mistake" not in message["error"]["what"]
    assert line.answer("open", garden=str(tmp_path / "g")) == before


def test_mistakes_are_answered_in_sentences(line: Line, tmp_path: Path) -> None:
    for verb, arguments in (("dance", {}), ("build", {}), ("open", {"garden": str(tmp_path)}), ("open", {}), ("why", {"node": "n9"})):
        _, message = line.until(line.ask(verb, **arguments))
        assert message["ok"] is False and message["error"]["what"]
    line.requests.write(b"this is no json\n[1]\n")
    line.requests.flush()
    assert line.hear()["ok"] is False and line.hear()["ok"] is False


def test_requests_overlap_and_one_is_stopped(
    line: Line, designer: ScriptedDesigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    write = designer.write

    def slowly(leaf: Leaf, work: Work) -> Draft:
        while leaf.slug == "moths" and not held.is_set():
            work.check()
            time.sleep(0.01)
        return write(leaf, work)

    monkeypatch.setattr(designer, "write", slowly)
    growing = line.ask("grow", prompt="Moths above a land", garden=str(tmp_path / "g"))
    while line.hear().get("task") != "code:land":
        pass
    asked = line.ask("why", node="moths")
    _, answer = line.until(asked)
    assert answer["ok"]  # answered while the other one is busy
    line.ask("stop", request=growing)
    _, stopped = line.until(growing)
    assert stopped["ok"] is False and stopped["error"]["cancelled"] and "kept" in stopped["error"]["safe"]
    held.set()
    assert line.answer("build", nodes=[])["failed"] == []


def test_a_pause_holds_what_has_not_begun_and_going_on_finishes_it(
    line: Line, designer: ScriptedDesigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, held = threading.Event(), threading.Event()
    write = designer.write

    def slowly(leaf: Leaf, work: Work) -> Draft:
        if leaf.slug == "moths":
            reached.set()
            held.wait(60)
            work.check()
        return write(leaf, work)

    monkeypatch.setattr(designer, "write", slowly)
    growing = line.ask("grow", prompt="Moths above a land", garden=str(tmp_path / "g"))
    assert reached.wait(60)
    told, answer = line.until(line.ask("pause", on=True))
    assert answer["ok"] and line.answer("why", node="moths")["reason"]  # questions are answered meanwhile
    held.set()
    time.sleep(0.5)
    while not line._box.empty():
        told.append(line.hear())
    assert not [one for one in told if one.get("task") == "code:moths" and one["event"] == "task_finished"]
    line.ask("pause", on=False)
    told, finished = line.until(growing)
    assert finished["ok"] and finished["result"]["failed"] == []
    assert [one for one in told if one.get("task") == "code:moths" and one["event"] == "task_finished"]


def test_a_paused_growth_can_be_stopped(line: Line, designer: ScriptedDesigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reached = threading.Event()
    write = designer.write

    def slowly(leaf: Leaf, work: Work) -> Draft:
        reached.set()
        while leaf.slug == "moths":
            work.check()
        return write(leaf, work)

    monkeypatch.setattr(designer, "write", slowly)
    growing = line.ask("grow", prompt="Moths above a land", garden=str(tmp_path / "g"))
    assert reached.wait(60)
    line.answer("pause", on=True)
    line.ask("stop", request=0)
    _, stopped = line.until(growing)
    assert stopped["error"]["cancelled"]


def test_who_yields_looks_on_until_the_garden_is_free(line: Line, designer: ScriptedDesigner, tmp_path: Path) -> None:
    project.Project.create(tmp_path / "g", "Moths above a land", designer).close()
    with Hold(tmp_path / "g").taken("growing"):
        shown = line.answer("open", garden=str(tmp_path / "g"), yields=True)
        assert shown["read_only"] and "growing" in shown["holder"]
        _, refused = line.until(line.ask("edit", node="n1", title="Other"))
        assert not refused["ok"] and "reading only" in refused["error"]["what"]
    shown = line.answer("open", garden=str(tmp_path / "g"), yields=True)
    assert not shown["read_only"] and shown["holder"] == ""
    assert line.answer("edit", node="n1", title="Other")["undo"]


def test_a_garden_is_seen_at_a_glance_before_it_is_open(line: Line, designer: ScriptedDesigner, tmp_path: Path) -> None:
    line.answer("grow", prompt="Moths above a land", garden=str(tmp_path / "g"))
    known = {row["id"]: row for row in line.answer("open", garden=str(tmp_path / "g"))["nodes"]}
    leaf = next(row for row in known.values() if row["kind"] == "code")
    line.answer("edit", node=leaf["id"], brief="Other words.")
    other = line.answer("open", garden=str(tmp_path / "g"))["nodes"]
    project.Project.create(tmp_path / "between", "Nothing", designer).close()
    line.answer("open", garden=str(tmp_path / "between"))
    id = line.ask("open", garden=str(tmp_path / "g"), glance=True)
    early = line.ask("why", node=leaf["id"])  # asked before the garden is open, and yet about that garden
    told, last = line.until(id)
    answered = next((one for one in told if one.get("id") == early and "ok" in one), None) or line.until(early)[1]
    seen = next(one for one in told if one.get("event") == "glance")
    assert [row["id"] for row in seen["nodes"]] == [row["id"] for row in other]
    rows = {row["id"]: {**row, "state": row.get("state", "idea"), "reason": row.get("reason", "")} for row in seen["nodes"]}
    assert last["ok"] and "nodes" not in last["result"] and last["result"]["undo"]
    for row in last["result"]["standing"]:
        rows[row["id"]].update(row)
    told_leaves = {row["id"]: (row["state"], row["reason"], row["brief"]) for row in other if row["kind"] not in ("seed", "part")}
    assert {id: (rows[id]["state"], rows[id]["reason"], rows[id]["brief"]) for id in told_leaves} == told_leaves
    assert "brief changed" in answered["result"]["reason"]


def test_opening_another_garden_stops_what_runs_on_the_first(
    line: Line, designer: ScriptedDesigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.answer("grow", prompt="Moths above a land", garden=str(tmp_path / "one"))
    write = designer.write

    def slowly(leaf: Leaf, work: Work) -> Draft:
        while leaf.slug == "moths" and leaf.seed == "Another":
            work.check()
            time.sleep(0.01)
        return write(leaf, work)

    monkeypatch.setattr(designer, "write", slowly)
    growing = line.ask("grow", prompt="Another", garden=str(tmp_path / "two"))
    while line.hear().get("task") != "code:land":
        pass
    opening = line.ask("open", garden=str(tmp_path / "one"))
    answers = {}
    while len(answers) < 2:
        message = line.hear()
        if "ok" in message:
            answers[message["id"]] = message
    assert answers[growing]["error"]["cancelled"] and answers[opening]["ok"]


def test_the_process_speaks_only_the_protocol_and_ends_with_its_parent(tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "dreamgarden.serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ) as served:
        assert served.stdin and served.stdout
        served.stdin.write(encode({"id": 1, "verb": "open", "garden": str(tmp_path)}))
        served.stdin.flush()
        assert json.loads(served.stdout.readline())["error"]["what"]
        served.stdin.close()
        assert served.wait(20) == 0
        assert served.stdout.read() == b""


def test_a_garden_can_be_opened_to_look_only_and_then_for_good(line: Line, tmp_path: Path) -> None:
    garden = str(tmp_path / "garden")
    line.answer("grow", prompt="Moths above a quiet land", garden=garden, size=8)
    line.answer("plant", prompt="Another dream of moths", garden=str(tmp_path / "other"))
    shown = line.answer("open", garden=garden, read_only=True)
    assert shown["read_only"] and shown["holder"] == "" and len(shown["nodes"]) == 4
    refused = line.until(line.ask("edit", node="moths", title="Bats"))[1]
    assert not refused["ok"] and "reading only" in refused["error"]["what"]
    shown = line.answer("open", garden=garden)
    assert not shown["read_only"]
    assert line.answer("edit", node="moths", title="Bats")["undo"]
    ids = {row["slug"]: row["id"] for row in shown["nodes"]}
    assert line.answer("attend", selected=[ids["moths"]], visible=[ids["world"], "n999"]) == {}
    tasks = {task.name: task.priority for task in line._server.project._making.tasks(line._server.project.journal.plan)}
    assert (tasks["code:moths"], tasks["code:land"]) == (-3, -2)
