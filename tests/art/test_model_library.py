"""The library: recipes and folders found by likeness, in two languages, with broken files left out by name."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("dreamgarden._native", reason="the native module is not built")

from dreamgarden import settings
from dreamgarden.art.finish import write_glb
from dreamgarden.art.glosses import MOST, glosses, uses
from dreamgarden.art.gltf import BrokenModel
from dreamgarden.art.lexical import Words, stems
from dreamgarden.art.library import Library, clean_title
from dreamgarden.art.recipe import load_recipe, mesh_recipe
from dreamgarden.art.sizes import usual_size
from dreamgarden.art.vectors import EveryOne, Faiss, nearest_of
from dreamgarden.art.words_zh import english_words
from dreamgarden.errors import BadInput, Cancelled, MissingTool
from dreamgarden.likeness import Likeness
from dreamgarden.work import Work


class Counted:
    """Vectors by the words of a text alone, and a count of the texts that were asked for."""

    def __init__(self) -> None:
        self.texts = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += len(texts)
        out = np.full((len(texts), 384), 1e-6, np.float32)
        for row, text in zip(out, texts, strict=True):
            for word in text.lower().replace("(", " ").replace(")", " ").split():
                if word not in ("a", "3d", "model", "of"):
                    row[int.from_bytes(hashlib.md5(word.encode()).digest()[:4]) % 384] += 1
            row /= np.linalg.norm(row)
        return out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good models and a broken one."""
    models = tmp_path / "models"
    models.mkdir()
    for name in ("chair", "lantern"):
        (models / f"set__{name}.glb").write_bytes(write_glb(mesh_recipe(load_recipe(name)), name))
    (models / "sea_dragon.glb").write_bytes(b"glTF but not really a model at all")
    return models


@pytest.fixture(scope="module")
def real() -> Likeness:
    likeness = Likeness(settings.likeness_dir())
    if settings.likeness_dir() is None:
        pytest.skip("the weights for text likeness are not installed")
    return likeness


def test_a_folder_is_searched_and_a_broken_file_is_left_out_by_name(tmp_path: Path, folder: Path) -> None:
    library = Library(tmp_path / "cache", Counted(), recipes=False)
    assert library.add_folder(folder) == 2
    (warning,) = library.warnings
    assert "sea_dragon.glb" in warning and "left out" in warning
    assert [Path(hit.path).name for hit in library.search("lantern", 1)] == ["set__lantern.glb"]
    assert all("dragon" not in hit.path for hit in library.search("sea dragon", 9))


def test_broken_obj_files_are_left_out_too(tmp_path: Path, folder: Path) -> None:
    (folder / "not_text.obj").write_bytes(bytes(range(256)))
    (folder / "letter.obj").write_text("dear reader\n", encoding="utf-8")
    (folder / "table.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", encoding="utf-8")
    library = Library(tmp_path / "cache", Counted(), recipes=False)
    assert library.add_folder(folder) == 3
    assert sorted(name for name in ("not_text", "letter", "sea_dragon") if any(name in warning for warning in library.warnings)) == [
        "letter", "not_text", "sea_dragon",
    ]  # fmt: skip


def test_new_changed_and_removed_files_are_noticed(tmp_path: Path, folder: Path) -> None:
    library = Library(tmp_path / "cache", Counted(), [folder], recipes=False)
    assert len(library.search("thing", 9)) == 2
    shutil.copy(folder / "set__chair.glb", folder / "wooden_throne.glb")
    assert [hit.title for hit in library.search("wooden throne", 1)] == ["wooden_throne"]
    shutil.copy(folder / "set__chair.glb", folder / "sea_dragon.glb")
    assert [hit.title for hit in library.search("sea dragon", 1)] == ["sea_dragon"]
    assert library.warnings == []
    (folder / "wooden_throne.glb").unlink()
    assert len(library.search("wooden throne", 9)) == 3


def test_what_is_known_is_not_embedded_again(tmp_path: Path, folder: Path) -> None:
    first = Counted()
    Library(tmp_path / "cache", first, [folder], recipes=False).refresh()
    assert first.texts >= 2
    second = Counted()
    library = Library(tmp_path / "cache", second, [folder], recipes=False)
    library.refresh()
    assert second.texts == 0
    assert len(library.warnings) == 1, "a broken file is named every time"
    assert len(library.search("chair", 9)) == 2


@pytest.mark.parametrize("ending", [".json", ".npy"])
def test_a_damaged_index_is_made_again(tmp_path: Path, folder: Path, ending: str) -> None:
    cache = tmp_path / "cache"
    Library(cache, Counted(), [folder], recipes=False).refresh()
    (kept,) = (path for path in cache.iterdir() if path.suffix == ending)
    kept.write_bytes(kept.read_bytes()[:40])
    counted = Counted()
    assert len(Library(cache, counted, [folder], recipes=False).search("chair", 9)) == 2
    assert counted.texts > 2


def test_a_cache_that_cannot_be_written_is_said_and_search_goes_on(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "cache").write_text("a file stands where the folder should be", encoding="utf-8")
    library = Library(tmp_path / "cache", Counted(), [folder], recipes=False)
    assert len(library.search("chair", 9)) == 2
    assert any("could not be kept" in warning for warning in library.warnings)


def test_titles_tags_and_credit_come_from_library_csv(tmp_path: Path, folder: Path) -> None:
    with (folder / "library.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["file", "title", "tags", "licence", "credit"])
        table.writerow(["set__chair.glb", "Rocking seat", "porch veranda", "CC0-1.0", "Ada"])
    library = Library(tmp_path / "cache", Counted(), [folder], recipes=False)
    (hit,) = library.search("rocking seat veranda", 1)
    assert (hit.title, hit.licence, hit.credit) == ("Rocking seat", "CC0-1.0", "Ada")
    assert "rocking" in hit.why and "veranda" in hit.why


def test_a_found_model_comes_in_metres_on_the_ground(tmp_path: Path, folder: Path) -> None:
    library = Library(tmp_path / "cache", Counted(), [folder], recipes=False)
    (hit,) = library.search("chair", 1)
    assert max(library.retrieve(hit).size) == pytest.approx(usual_size("chair"), rel=1e-3)
    mesh = library.retrieve(hit, 2.5, {"no such role": "#ffffff"}, budget=200)
    assert max(mesh.size) == pytest.approx(2.5, rel=1e-3) and abs(float(mesh.low[1])) < 1e-5 and len(mesh.faces) <= 200
    Path(hit.path).write_bytes(Path(hit.path).read_bytes()[:3000])
    with pytest.raises(BrokenModel, match=r"set__chair\.glb"):
        library.retrieve(hit)


def test_a_missing_folder_is_refused_and_a_vanished_one_is_empty(tmp_path: Path, folder: Path) -> None:
    library = Library(tmp_path / "cache", Counted(), recipes=False)
    with pytest.raises(BadInput, match="is not a folder"):
        library.add_folder(tmp_path / "nowhere")
    library.add_folder(folder)
    shutil.rmtree(folder)
    assert library.search("chair") == []


def test_an_empty_question_finds_nothing_and_a_cancelled_look_stops(tmp_path: Path, folder: Path) -> None:
    library = Library(tmp_path / "cache", Counted(), [folder], recipes=False)
    assert library.search("   ") == [] and library.search("chair", 0) == []
    work = Work()
    work.cancel()
    with pytest.raises(Cancelled):
        Library(tmp_path / "other", Counted(), [folder], recipes=False).refresh(work)


def test_a_folder_of_thousands_is_looked_through_quickly(tmp_path: Path, folder: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for n in range(1500):
        os.link(folder / "set__chair.glb", many / f"thing_{n}.glb")
    library = Library(tmp_path / "cache", Counted(), [many], recipes=False)
    library.refresh()
    begin = time.process_time()
    library.search("thing", 5)
    assert time.process_time() - begin < 0.5


@pytest.mark.parametrize(
    ("query", "english"),
    [
        ("一只猫在屋顶上", "cat"),
        ("红色的灯笼", "lantern"),
        ("奶奶和木屋", "grandmother cabin"),
        ("纸船漂过荷花", "paper boat lotus"),
        ("无", ""),
    ],
)
def test_chinese_words_for_things_are_known(query: str, english: str) -> None:
    assert english_words(query) == english


def test_chinese_queries_find_recipes(tmp_path: Path) -> None:
    library = Library(tmp_path / "cache", Counted())
    wanted = {"灯笼": "lantern", "纸船": "paper_boat", "老奶奶": "grandmother", "樱花树": "blossom_tree", "摩天轮": "ferris_wheel",
              "小鸭子": "duckling", "一座灯塔": "lighthouse", "茶馆": "tea_house", "蛞蝓": "slug", "钢琴": "piano"}  # fmt: skip
    for query, name in wanted.items():
        hits = library.search(query, 3)
        assert name in [Path(hit.path).stem for hit in hits], (query, [hit.title for hit in hits])


@pytest.mark.parametrize(
    ("title", "nouns"),
    [("bed double", {"bed"}), ("towerwindmill", {"tower", "windmill"}), ("dragons", {"dragon"}), ("xyzzy", set())],
)
def test_the_nouns_of_a_title_are_explained(title: str, nouns: set[str]) -> None:
    found = glosses(title)
    assert nouns <= {line.partition(" : ")[0] for line in found} and len(found) <= MOST
    assert bool(nouns) == bool(found)


@pytest.mark.parametrize(
    ("title", "words"), [("Bed_double_A", "bed double"), ("bedDouble2", "bed double"), ("A", "a"), ("tree-oak.03", "tree oak")]
)
def test_titles_become_words(title: str, words: str) -> None:
    assert clean_title(title) == words


def test_descriptions_find_their_models_more_often_than_titles_alone_would(
    real: Likeness, shared_data: Path, tmp_path: Path, checkout: Path
) -> None:
    """On every fifth model and all that the queries name; the whole is benchmarks/retrieve.py."""
    with (shared_data / "queries_dev.csv").open(encoding="utf-8") as file:
        queries = [(row["query"], set(row["files"].split(";"))) for row in csv.DictReader(file)]
    wanted = set().union(*(files for _, files in queries))
    some = tmp_path / "some"
    some.mkdir()
    for n, path in enumerate(sorted((shared_data / "library").glob("*.glb"))):
        if n % 5 == 0 or path.name in wanted:
            (some / path.name).symlink_to(path)
    shutil.copy(shared_data / "library" / "library.csv", some)
    library = Library(tmp_path / "cache", real, [some], recipes=False)
    found = [[Path(hit.path).name for hit in library.search(query, 5)] for query, _ in queries]
    first = sum(names[0] in files for names, (_, files) in zip(found, queries, strict=True)) / len(queries)
    five = sum(bool(files & set(names)) for names, (_, files) in zip(found, queries, strict=True)) / len(queries)
    assert first >= 0.7 and five >= 0.95


def test_what_a_thing_is_for_is_known() -> None:
    assert any("milk" in line for line in uses("cow"))
    assert [line.partition(" : ")[0] for line in uses("tower windmill")] == ["tower", "windmill"]
    assert uses("xyzzy") == ()


def test_a_rare_shared_word_counts_more_than_a_common_one() -> None:
    words = Words([stems(text) for text in ("a red chest of gold", "a red box", "a red red cart")])
    assert words.scores("the golden chests are red").argmax() == 0
    assert words.scores("reds").max() < words.scores("chest").max()
    assert not words.scores("of a zebra").any()


def test_few_vectors_are_looked_at_one_by_one_and_many_by_faiss() -> None:
    chance = np.random.default_rng(3)
    vectors = chance.normal(size=(4000, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert isinstance(nearest_of(vectors), EveryOne)
    asked = vectors[7] + 0.05 * chance.normal(size=64).astype(np.float32)
    exact = EveryOne(vectors).near(asked, 10)
    assert exact[0] == 7 and (np.diff(vectors[exact] @ asked) <= 0).all()
    pytest.importorskip("faiss", reason="faiss is not installed: ./dreamgarden setup --with search")
    assert 7 in Faiss(vectors).near(asked, 10) and len(set(exact) & set(Faiss(vectors).near(asked, 10))) >= 5


def test_a_library_too_large_to_look_through_asks_for_faiss(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dreamgarden.art.library.FAISS_FROM", 1)
    monkeypatch.setattr("dreamgarden.art.vectors.FAISS_FROM", 1)
    library = Library(tmp_path / "cache", Counted(), [folder], recipes=False)
    try:
        import faiss  # noqa: F401
    except ImportError:
        with pytest.raises(MissingTool, match="faiss-cpu"):
            library.search("lantern", 1)
    else:
        assert [Path(hit.path).name for hit in library.search("lantern", 1)] == ["set__lantern.glb"]
