"""Text likeness: pairs whose order anyone would give, vectors that do not depend on company, weights that are checked."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from dreamgarden import settings
from dreamgarden.errors import MissingTool
from dreamgarden.likeness import WIDTH, Likeness


@pytest.fixture(scope="module")
def likeness() -> Likeness:
    if settings.likeness_dir() is None:
        pytest.skip("the weights for text likeness are not installed")
    return Likeness(settings.likeness_dir())


def test_known_pairs(likeness: Likeness) -> None:
    """The cosines that sentence-transformers gives for all-MiniLM-L6-v2 (its model card's example, and one of ours)."""
    a, b, c = likeness.embed(["That is a happy person", "That is a happy dog", "Today is a sunny day"])
    assert float(a @ b) == pytest.approx(0.695, abs=0.005)
    assert float(a @ c) == pytest.approx(0.257, abs=0.005)


@pytest.mark.parametrize(
    ("text", "nearer", "farther"),
    [
        ("a cat asleep on a sofa", "a kitten resting on the couch", "a truck on the motorway"),
        ("collect coins and gems", "gather treasure", "a dialogue with a teacher"),
        ("somewhere to sleep", "a bed", "a sword"),
        ("the ship sinks in a storm", "a boat goes under in heavy weather", "a farmer waters cabbages"),
    ],
)
def test_what_is_alike_is_nearer(likeness: Likeness, text: str, nearer: str, farther: str) -> None:
    q, near, far = likeness.embed([text, nearer, farther])
    assert float(q @ near) > float(q @ far) + 0.15


def test_vectors_are_unit_and_the_same_in_any_company(likeness: Likeness) -> None:
    texts = ["lamp", "a red paper lantern over a quiet river", "", "灯笼", "x" * 5000, "🌱🌱🌱"] * 8
    together = likeness.embed(texts)
    assert together.shape == (48, WIDTH) and together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together[1], likeness.embed([texts[1]])[0], atol=1e-5)
    assert np.array_equal(together, likeness.embed(texts)), "the same texts have the same bits"
    assert likeness.embed([]).shape == (0, WIDTH)


def test_no_thread_is_left_behind(likeness: Likeness) -> None:
    before = threading.active_count()
    likeness.embed(["one", "two"] * 40)
    assert threading.active_count() == before


def test_missing_and_altered_weights_are_refused(likeness: Likeness, tmp_path: Path) -> None:
    for folder in (None, tmp_path / "nowhere"):
        with pytest.raises(MissingTool, match="not installed"):
            Likeness(folder).embed(["a"])
    source = settings.likeness_dir()
    assert source is not None
    shutil.copy(source / "tokenizer.json", tmp_path)
    (tmp_path / "model.safetensors").write_bytes((source / "model.safetensors").read_bytes()[:1000])
    with pytest.raises(MissingTool, match="not the known ones"):
        Likeness(tmp_path).embed(["a"])
