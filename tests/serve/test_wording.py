"""What the garden says is told in Chinese too: every label, every reason, every refusal of an edit."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dreamgarden.plan import edit as edits
from dreamgarden.plan.edit import Edit
from dreamgarden.plan.node import Node
from dreamgarden.serve.wording import said, spoken, told
from dreamgarden.serve.wording_zh import SENTENCES

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LEAF = Node("n2", "n1", "Moths", "They fly.", "code", "moths")
LABELS: list[Edit] = [
    edits.AddNodes((LEAF,)),
    edits.AddNodes((LEAF, LEAF)),
    edits.Prune(("n2",)),
    edits.Prune(("n2", "n3")),
    edits.Move(("n2",), "n1"),
    edits.Move(("n2", "n3"), "n1"),
    edits.Rename("n2", "Owls"),
    edits.EditBrief("n2", "x"),
    edits.SetNeeds("n2", ()),
    edits.SetKind("n2", "mesh"),
    edits.SetRoute("n2", "retrieve"),
    edits.SetRoute("n2", ""),
    edits.SetSlots("n2", {}),
    edits.Pin("n2", "d"),
    edits.Pin("n2", ""),
    edits.Take("n2", 3),
    edits.Mute(("n2",)),
    edits.Mute(("n2", "n3"), False),
    edits.Note("n2", "x"),
    edits.Note("n2", ""),
    edits.Tag(("n2",), "red"),
    edits.Tag(("n2", "n3"), ""),
    edits.Accept(("n2",)),
    edits.Accept(("n2", "n3")),
]


@pytest.mark.parametrize("edit", LABELS, ids=lambda edit: edit.label)
def test_every_label_has_chinese_words(edit: Edit) -> None:
    assert CHINESE.search(said(edit.label, "zh")) and said(edit.label, "en") == edit.label


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("brief changed", "说明改变了"),
        ("take 2 chosen, brief changed", "选用了第 2 版，说明改变了"),
        ("interface of canal_map changed", "canal_map 的接口改变了"),
        ("Moths: brief changed; The land: never built", "Moths：说明改变了；The land：还没有制作过"),
        ("needs “The land”, which failed", "需要“The land”，而它失败了"),
        ("Step 2: The seed can't be pruned.", "第 2 步：种子不能修剪。"),
        ("Rename to “Edit brief, {} and {0}”", "改名为“Edit brief, {} and {0}”"),
        (
            "moths.cpp does not compile: line 3: 'x' was not declared. "
            "The game is built without it, or with its last good version. Edit the brief, ask for another take, or leave it out.",
            "moths.cpp 无法编译：line 3: 'x' was not declared。游戏不含它，或使用它上一个可用的版本。请修改说明、换一版，或停用它。",
        ),
        ("A sentence that nobody knows.", "A sentence that nobody knows."),
        ("", ""),
    ],
)
def test_reasons(english: str, chinese: str) -> None:
    assert said(english, "zh") == chinese


def refusals(file: Path) -> Iterator[str]:
    """The sentences of the errors that a module raises, with {} for what they quote."""
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("BadInput", "StorageError", "MissingTool", "_busy"):
            for given in [*call.args, *(word.value for word in call.keywords)]:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value
                elif isinstance(given, ast.JoinedStr):
                    yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in given.values)


@pytest.mark.parametrize("module", ["planting", "grow/growth", "make/keepsakes"])
def test_refusals_that_the_window_shows_most_have_chinese_words(checkout: Path, module: str) -> None:
    found = list(refusals(checkout / "app" / "dreamgarden" / f"{module}.py"))
    missing = [text for text in found if text and text not in SENTENCES and "dreamgarden grow" not in text]
    assert len(found) > 5 and not missing


def test_gaps_agree() -> None:
    for english, chinese in SENTENCES.items():
        assert english.count("{}") == chinese.count("{}"), english
        assert CHINESE.search(chinese) or chinese == "{}／{}", english


def test_only_sentences_of_ours_are_told_otherwise() -> None:
    row = {"id": "n2", "title": "never built", "brief": "Stopped.", "note": "Pin", "reason": "never built"}
    message = {"id": 7, "ok": True, "result": {"nodes": [row], "undo": "Pin", "files": {"reason": "Pin"}}}
    assert told(message, "en") == message
    spoke = told(message, "zh")["result"]
    assert spoke["nodes"] == [{**row, "reason": "还没有制作过"}] and spoke["undo"] == "固定" and spoke["files"] == {"reason": "Pin"}
    assert told({"event": "progress", "note": "linking"}, "zh")["note"] == "正在链接"
    assert told({"event": "notice", "text": "Stopped."}, "zh")["text"] == "已停止。"
    assert told({"event": "node_changed", "node": row}, "zh")["node"]["note"] == "Pin"


def test_the_language_is_the_persons_or_the_systems() -> None:
    assert spoken("zh", {"LANG": "en_US.UTF-8"}) == "zh" and spoken("en", {"LANG": "zh_CN.UTF-8"}) == "en"
    assert spoken("", {"LANG": "zh_CN.UTF-8"}) == "zh" and spoken("", {}) == "en"


def sentences(file: Path) -> Iterator[str]:
    """The sentences that a module makes, its docstrings aside, with something in their gaps."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    words = [each.value for each in ast.walk(tree) if isinstance(each, ast.Expr)]
    inner = {part for each in ast.walk(tree) if isinstance(each, ast.JoinedStr) for part in each.values}
    for each in ast.walk(tree):
        if isinstance(each, ast.JoinedStr) or (isinstance(each, ast.Constant) and isinstance(each.value, str)):
            parts = each.values if isinstance(each, ast.JoinedStr) else [each]
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in parts)
            whole = re.fullmatch(r"[A-Z“7].* .*[a-z7)”]\.", text) and not re.search(r"[a-z]7\.$|, 7\.$", text)
            if each not in words and each not in inner and whole:  # what ends with a piece of its own is told by its pieces
                yield text


@pytest.mark.parametrize("module", ["game/scene_checks", "game/picture_checks", "game/key_checks", "watch/losses", "watch/repairing"])
def test_what_is_found_and_mended_has_chinese_words(checkout: Path, module: str) -> None:
    made = [re.sub(r"\{\w+\}", "7", text) for text in sentences(checkout / "app" / "dreamgarden" / f"{module}.py")]
    assert len(made) > 1 and [text for text in made if not CHINESE.search(said(text, "zh"))] == []
    finding = {"what": "“hut” is 7 m long, not 2 m as planned.", "subject": "hut"}
    assert told({"findings": [finding]}, "zh")["findings"][0]["what"] == "“hut”有 7 m 长，不是计划的 2 m。"
    high = "Taken back: “hut” stands 1.5 m above the ground (3 of them)."
    assert said(high, "zh") == "撤回：“hut”离地面 1.5 m（共 3 个）。"
