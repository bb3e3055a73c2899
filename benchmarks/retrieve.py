"""How often a description finds its model: recall@1 and @5 of the library's search, beside likeness to the title alone.

    python benchmarks/retrieval.py FOLDER QUERIES.csv [--misses]

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
from dreamgarden.art.library import Library
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


def recall(found: Sequence[Sequence[str]], wanted: Sequence[set[str]], k: int) -> float:
    return sum(bool(wants & set(names[:k])) for names, wants in zip(found, wanted, strict=True)) / len(wanted)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("queries", type=Path)
    asked.add_argument("--misses", action="store_true", help="list the queries whose first answer is wrong")
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

    print(f"{len(queries)} queries of {given.queries.name} over {given.folder}")
    print("searched by          recall@1  recall@5")
    for name, lists in (("title alone", titles), ("library", found)):
        print(f"{name:<20} {recall(lists, wanted, 1):>8.2f}  {recall(lists, wanted, 5):>8.2f}")
    print(f"index: {indexed:.1f} s cold, {again * 1000:.0f} ms warm; a search: {each * 1000:.0f} ms; all by title: {took_titles:.1f} s")
    for warning in library.warnings:
        print(warning)
    if given.misses:
        for query, names, wants in zip(queries, found, wanted, strict=True):
            if names[0] not in wants:
                print(f"  {query}: {names[0]} (wanted {', '.join(sorted(wants))})")


if __name__ == "__main__":
    main()
