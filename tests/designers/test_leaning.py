"""Leaning: what is learnt from labelled phrases tells texts apart that share no whole phrase with them."""

from __future__ import annotations

import numpy as np

from dreamgarden.designers.leaning import SharedLeaning, VectorLeaning, counted


def words(text: str) -> dict[str, float]:
    return counted((word, 1.0) for word in text.split())


def test_vectors_lean_to_the_class_they_lie_with() -> None:
    noise = np.random.default_rng(3)
    centres = np.eye(8, dtype=np.float32)[:3]
    labels = [n % 3 for n in range(60)]
    rows = np.stack([centres[n] + 0.3 * noise.standard_normal(8) for n in labels]).astype(np.float32)
    leaning = VectorLeaning(rows, labels, 3)
    fresh = np.stack([centres[n] + 0.3 * noise.standard_normal(8) for n in labels]).astype(np.float32)
    found = leaning.of(fresh)
    assert found.shape == (60, 3) and (found.argmax(1) == labels).mean() > 0.85
    assert abs(float(found.sum(1).mean())) < 0.2, "what leans to one leans away from the others"


def test_a_class_with_few_phrases_is_not_drowned_by_one_with_many() -> None:
    rows = np.array([[1, 0]] * 30 + [[0.8, 0.6]], dtype=np.float32)
    leaning = VectorLeaning(rows, [0] * 30 + [1], 2)
    assert leaning.of(np.array([[0.7, 0.7]], dtype=np.float32)).argmax() == 1


def test_shared_words_lean_and_common_ones_say_nothing() -> None:
    takes = ["steals the hen", "steals a crown", "robs the bank", "robs a nest", "sneaks out of the jail", "sneaks into a palace"]
    grows = ["waters the corn", "waters a rose", "sows the beans", "sows a field", "digs beside the shed", "digs behind a barn"]
    leaning = SharedLeaning([words(text) for text in takes + grows], [0] * 6 + [1] * 6, 2)
    assert leaning.of(words("somebody steals apples")).argmax() == 0
    assert leaning.of(words("somebody waters apples")).argmax() == 1
    assert not leaning.of(words("nothing known")).any() and not leaning.of(words("the")).any()


def test_weights_of_grams_add_up() -> None:
    assert counted([("a", 1.0), ("b", 0.5), ("a", 0.5)]) == {"a": 1.5, "b": 0.5}
