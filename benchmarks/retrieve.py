"""How often a description finds its model: recall@1 and @5 of the library's search, beside plain MiniLM and plain BM25.

    python benchmarks/retrieve.py FOLDER QUERIES.csv [--misses] [--million]

Plain MiniLM compares the query with the title, and with "a 3D model of a TITLE (TAGS)"; plain BM25 with title and tags.
--million searches a million made-up vectors through faiss, beside numpy looking at every one.

FOLDER holds .glb files (and a library.csv with their titles and tags); QUERIES.csv has the columns query and files, the
latter the names of all right answers with ";" between them. Only the folder is searched, not the bundled recipes.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dreamgarden import settings
from dreamgarden.art.lexical import Words, stems
from dreamgarden.art.library import Library, clean_title
from dreamgarden.art.vectors import EveryOne, Faiss
from dreamgarden.likeness import Likeness


def read_queries(path: Path) -> list[tuple[str, set[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["query"], set(row["files"].split(";"))) for row in csv.DictReader(file)]


def by_title(folder: Path, likeness: Likeness, queries: Sequence[str]) -> list[list[str]]:
    """The five nearest titles of library.csv (or file names), by the cosine of plain embeddings."""
    names = sorted(path.name for path in folder.glob("*.glb"))
    titles = {name: Path(name).stem.rpartition("__")[2] for name in names}
    table = folder / "library.csv"
    if table.is_file():
        with table.open(encoding="utf-8", newline="") as file:
            titles |= {row["file"]: row["title"] for row in csv.DictReader(file) if row["file"] in titles}
    alike = likeness.embed(list(queries)) @ likeness.embed([titles[name] for name in names]).T
    return [[names[i] for i in np.argsort(-row, kind="stable")[:5]] for row in alike]


def by_sentence(folder: Path, likeness: Likeness, queries: Sequence[str]) -> list[list[str]]:
    """The five nearest sentences "a 3D model of a TITLE (TAGS)", by the cosine of plain embeddings."""
    with (folder / "library.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    vectors = likeness.embed([f"a 3D model of a {clean_title(row['title'])} ({row['tags']})" for row in rows])
    alike = likeness.embed(list(queries)) @ vectors.T
    return [[rows[i]["file"] for i in np.argsort(-scores, kind="stable")[:5]] for scores in alike]


def by_words(folder: Path, queries: Sequence[str]) -> list[list[str]]:
    """The five best by BM25 over title and tags."""
    with (folder / "library.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    words = Words([stems(f"{clean_title(row['title'])} {row['tags']}") for row in rows])
    return [[rows[i]["file"] for i in np.argsort(-words.scores(query), kind="stable")[:5]] for query in queries]


def million() -> None:
    """Clustered vectors, as those of texts are: faiss beside numpy, in the same run."""
    chance = np.random.default_rng(0)
    middles = chance.normal(size=(2000, 384)).astype(np.float32)
    vectors = np.empty((1_000_000, 384), np.float32)
    for start in range(0, len(vectors), 50_000):
        some = middles[chance.integers(0, len(middles), 50_000)] + 0.7 * chance.normal(size=(50_000, 384)).astype(np.float32)
        vectors[start : start + 50_000] = some / np.linalg.norm(some, axis=1, keepdims=True)
    begin = time.perf_counter()
    coarse = Faiss(vectors)
    built = time.perf_counter() - begin
    exact = EveryOne(vectors)
    hits, ours, theirs = 0, [], []
    for row in chance.integers(0, len(vectors), 50):
        query = vectors[row] + 0.03 * chance.normal(size=384).astype(np.float32)
        query /= np.linalg.norm(query)
        begin = time.perf_counter()
        found = coarse.near(query, 10)
        ours.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        true = exact.near(query, 10)
        theirs.append(time.perf_counter() - begin)
        hits += len(set(found.tolist()) & set(true.tolist()))
    print(f"a million vectors: faiss {np.median(ours) * 1000:.1f} ms a query at recall {hits / 500:.2f} (built in {built:.0f} s), "
          f"numpy {np.median(theirs) * 1000:.0f} ms, ratio {np.median(theirs) / np.median(ours):.0f}")  # fmt: skip


def recall(found: Sequence[Sequence[str]], wanted: Sequence[set[str]], k: int) -> float:
    return sum(bool(wants & set(names[:k])) for names, wants in zip(found, wanted, strict=True)) / len(wanted)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("queries", type=Path)
    asked.add_argument("--misses", action="store_true", help="list the queries whose first answer is wrong")
    asked.add_argument("--million", action="store_true", help="search a million vectors too (needs faiss-cpu and 4 GB)")
    given = asked.parse_args()
    pairs = read_queries(given.queries)
    queries, wanted = [query for query, _ in pairs], [files for _, files in pairs]
    likeness = Likeness(settings.likeness_dir())
    likeness.embed(["a first one reads the weights"])

    begin = time.perf_counter()
    titles = by_title(given.folder, likeness, queries)
    took_titles = time.perf_counter() - begin
    with tempfile.TemporaryDirectory() as cache:
        library = Library(Path(cache), likeness, [given.folder], recipes=False)
        begin = time.perf_counter()
        library.refresh()
        indexed = time.perf_counter() - begin
        begin = time.perf_counter()
        found = [[Path(hit.path).name for hit in library.search(query, 5)] for query in queries]
        each = (time.perf_counter() - begin) / len(queries)
        begin = time.perf_counter()
        Library(Path(cache), likeness, [given.folder], recipes=False).refresh()
        again = time.perf_counter() - begin
        begin = time.perf_counter()
        fresh = Library(Path(cache), Likeness(settings.likeness_dir()), [given.folder], recipes=False)
        fresh.search("something to sit on", 5)
        first = time.perf_counter() - begin

    print(f"{len(queries)} queries of {given.queries.name} over {given.folder}")
    print("searched by          recall@1  recall@5")
    for name, lists in (("MiniLM, title", titles), ("MiniLM, sentence", by_sentence(given.folder, likeness, queries)),
                        ("BM25", by_words(given.folder, queries)), ("library", found)):
        print(f"{name:<20} {recall(lists, wanted, 1):>8.2f}  {recall(lists, wanted, 5):>8.2f}")
    print(f"index: {indexed:.1f} s cold, {again * 1000:.0f} ms warm; a search: {each * 1000:.0f} ms; all by title: {took_titles:.1f} s; "
          f"the first answer with nothing loaded: {first * 1000:.0f} ms")  # fmt: skip
    if given.million:
        million()
    for warning in library.warnings:
        print(warning)
    if given.misses:
        for query, names, wants in zip(queries, found, wanted, strict=True):
            if names[0] not in wants:
                print(f"  {query}: {names[0]} (wanted {', '.join(sorted(wants))})")


if __name__ == "__main__":
    main()
