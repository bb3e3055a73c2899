"""The model library: every bundled recipe and every model file in the folders a person added, found by likeness.

A folder may hold a `library.csv` (file, title, tags, licence, credit); else titles come from the file names.
The index is cached on disk; a file is read again only when its time or size changed.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from dreamgarden.art.catalogue import Catalogue
from dreamgarden.art.finish import finish
from dreamgarden.art.glosses import MOST, glosses, uses
from dreamgarden.art.gltf import BrokenModel
from dreamgarden.art.imported import glance, read_model
from dreamgarden.art.lexical import Words, stems
from dreamgarden.art.model import Mesh
from dreamgarden.art.recipe import Recipe, load_recipe, mesh_recipe, recipe_names, recipes_folder
from dreamgarden.art.sizes import usual_size
from dreamgarden.art.vectors import FAISS_FROM, Nearest, nearest_of
from dreamgarden.art.words_zh import english_words
from dreamgarden.errors import BadInput
from dreamgarden.work import Work

Kind = Literal["recipe", "file"]
Floats = NDArray[np.float32]

_ENDINGS = (".glb", ".gltf", ".obj")
_MOST_FILES = 100_000
_FORMAT = 7
_WIDTH = 384
_TEXTS = 2 + 2 * MOST  # of an entry: its sentence, its looks, definitions and uses
_LEXICAL = 0.01  # a rare shared word may turn the order of models that are about as alike, no more
_CANDIDATES = 600
_REACHED = 3  # models that are fetched from a catalogue for one query
FLOOR = 0.3  # likeness below which a model has nothing to do with what was asked


class Embedder(Protocol):
    """What the library needs of a Likeness."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """One unit row a text."""


@dataclass(frozen=True)
class Entry:
    """A model as the index knows it; `stamp` is the file's time and size."""

    path: str
    kind: Kind
    title: str
    tags: tuple[str, ...]
    title_zh: str = ""
    tags_zh: tuple[str, ...] = ()
    licence: str = ""
    credit: str = ""
    stamp: tuple[int, int] = (0, 0)
    look: str = ""

    @property
    def text(self) -> str:
        """The sentence that a query is compared with."""
        return f"a 3D model of a {clean_title(self.title)} ({' '.join(self.tags)})"

    @property
    def meanings(self) -> tuple[str, ...]:
        """What the nouns of its title mean and are for, and how it looks; the sentence itself where nothing is known."""
        title = clean_title(self.title)
        looks = (self.look,) if self.look else ()
        return (*glosses(title), *uses(title), *looks) or (self.text,)

    @property
    def words(self) -> list[str]:
        """Its stems, those of the title thrice."""
        meant = " ".join(meaning.partition(" : ")[2] or meaning for meaning in self.meanings)
        return [*stems(clean_title(self.title)) * 3, *stems(" ".join(self.tags)), *stems(meant)]


@dataclass(frozen=True)
class Hit:
    """A model that answers a query. score says how alike, up to 1 for the thing itself; `why` says what matched."""

    path: str
    title: str
    score: float
    why: str
    kind: Kind
    licence: str
    credit: str


@dataclass(frozen=True)
class _Kept:
    """An index as it was left: entries by path; its texts, their vectors, which of them each entry has; and its words."""

    entries: dict[str, Entry] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    vectors: Floats = field(default_factory=lambda: np.zeros((0, _WIDTH), np.float32))
    rows: NDArray[np.intp] = field(default_factory=lambda: np.zeros((0, _TEXTS), np.intp))
    words: Words = field(default_factory=lambda: Words([]))


class Library:
    """Search over recipes and folders.

    cache    a folder for the index; it need not exist. likeness embeds the texts.
    folders  of .glb, .gltf and .obj files, searched with their subfolders.
    catalogue  on the net, that `reach` fetches from; None for none.
    """

    def __init__(self, cache: Path, likeness: Embedder, folders: Sequence[Path] = (), *, recipes: bool = True,
                 catalogue: Catalogue | None = None) -> None:
        self._cache, self._likeness = cache, likeness
        self._folders = [Path(folder) for folder in folders]
        self._recipes, self._catalogue = recipes, catalogue
        self._fetched = cache / "catalogue" / catalogue.name if catalogue else None
        if self._fetched is not None:
            self._folders.append(self._fetched)
        self._entries: list[Entry] = []
        self._texts: list[str] = []
        self._vectors: Floats = np.zeros((0, _WIDTH), np.float32)  # one row a text
        self._rows: NDArray[np.intp] = np.zeros((0, _TEXTS), np.intp)  # of each entry's sentence, then of its meanings
        self._words = Words([])
        self._nearest: Nearest | None = None
        self.warnings: list[str] = []
        self._seen: dict[str, tuple[int, int]] | None = None

    def add_folder(self, folder: Path, work: Work | None = None) -> int:
        """Search this folder too; returns how many models it holds. Raises BadInput when it is not a folder.

        Files that can't be read are left out, each with a sentence in `warnings`.
        """
        folder = folder.expanduser().resolve()
        if not folder.is_dir():
            raise BadInput(f"{folder} is not a folder.", safe="Nothing was added.", then="Name a folder of .glb or .obj files.")
        if folder not in self._folders:
            self._folders.append(folder)
        self.refresh(work)
        return sum(1 for entry in self._entries if entry.kind == "file" and Path(entry.path).is_relative_to(folder))

    def refresh(self, work: Work | None = None) -> None:
        """Take up what changed in the folders since the last look."""
        work = work or Work()
        files = self._files()
        stamps = {str(path): stamp for path, stamp in files.items()}
        if stamps == self._seen:
            return
        kept = self._load()
        known = kept.entries
        self.warnings = []
        entries: list[Entry] = []
        tables: dict[Path, Mapping[str, Mapping[str, str]]] = {}
        for n, (path, stamp) in enumerate(files.items()):
            if n % 64 == 0:
                work.progress(0.5 * n / len(files), "looking through the library")
            old = known.get(str(path))
            entry = old if old is not None and old.stamp == stamp else self._entry(path, stamp, tables)
            if entry is not None:
                entries.append(entry)
        self._seen, self._entries = stamps, entries
        if entries and entries == list(known.values()):
            self._texts, self._vectors, self._rows, self._words, self._nearest = kept.texts, kept.vectors, kept.rows, kept.words, None
            return  # as it was left
        self._embed(entries, dict(zip(kept.texts, kept.vectors, strict=True)), work)
        self._save()

    def reach(self, query: str, work: Work | None = None) -> int:
        """Fetch what the catalogue has for a query, to be searched from now on; returns how many models are new.

        Raises CatalogueAway, BrokenModel, Cancelled; nothing happens without a catalogue.
        """
        if self._catalogue is None or self._fetched is None:
            return 0
        asked = english_words(query) if any("一" <= c <= "鿿" for c in query) else query
        return self._catalogue.gather(asked, self._fetched, _REACHED, work or Work())

    def search(self, query: str, k: int = 5, work: Work | None = None) -> list[Hit]:
        """The `k` models nearest to an English or Chinese description, best first.

        A Chinese query is matched with Chinese titles and tags by pairs of characters, and, with its known words
        translated, by likeness.
        """
        self.refresh(work)
        query = query.strip()
        if not query or not self._entries:
            return []
        chinese = any("一" <= c <= "鿿" for c in query)
        asked = english_words(query) if chinese else query
        scores = np.zeros(len(self._entries), np.float32)
        if asked:
            # Asked plainly and in the words of the index; the mean finds more than either alone.
            vector = self._likeness.embed([asked, f"a 3D model of {asked}"]).mean(axis=0)
            scores = self._alike(vector)
        pairs = np.array([_pairs_shared(query, entry) if chinese else 0.0 for entry in self._entries], np.float32)
        words = set(re.findall(r"[a-z]+", asked.lower()))
        total = scores + 0.6 * pairs
        order = np.argsort(-(total + _LEXICAL * self._words.scores(asked)), kind="stable")[: max(k, 0)]
        return [self._hit(self._entries[i], float(total[i]), query, words, float(pairs[i])) for i in order]

    def retrieve(self, hit: Hit, size_m: float = 0.0, colours: Mapping[str, str] | None = None, budget: int = 6000,
                 work: Work | None = None) -> Mesh:
        """The model of a hit, base at y = 0, longest side `size_m` metres (0: the usual size of such a thing).

        Colours are roles of a recipe; those the model doesn't have are left aside. Raises BrokenModel, RecipeError.
        """
        if hit.kind == "recipe":
            recipe = load_recipe(hit.path)
            known = {role: colour for role, colour in (colours or {}).items() if role in recipe.colours}
            mesh = mesh_recipe(recipe, {}, known, budget=min(budget, recipe.budget), work=work)
            return mesh if size_m <= 0 else finish(mesh, size_m, budget=budget).mesh
        return finish(read_model(Path(hit.path), budget), size_m or usual_size(clean_title(hit.title)), budget=budget, name=hit.title).mesh

    def _alike(self, vector: Floats) -> Floats:
        """How alike each entry is: the mean of its sentence's likeness and of that of its nearest meaning.

        In a very large library, entries none of whose texts came near are 0.
        """
        if len(self._vectors) <= FAISS_FROM:
            alike = self._vectors @ vector
            return np.asarray((alike[self._rows[:, 0]] + alike[self._rows[:, 1:]].max(axis=1)) / 2, np.float32)
        if self._nearest is None:
            self._nearest = nearest_of(self._vectors)
        some = np.zeros(len(self._vectors), bool)
        some[self._nearest.near(vector, _CANDIDATES)] = True
        chosen = np.flatnonzero(some[self._rows].any(axis=1))
        alike = np.einsum("ntd,d->nt", self._vectors[self._rows[chosen]], vector)
        scores = np.zeros(len(self._entries), np.float32)
        scores[chosen] = (alike[:, 0] + alike[:, 1:].max(axis=1)) / 2
        return scores

    # ── the index ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _files(self) -> dict[Path, tuple[int, int]]:
        out: dict[Path, tuple[int, int]] = {}
        if self._recipes:
            folder = recipes_folder()
            for name in recipe_names():
                path = folder / f"{name}.json"
                out[path] = _stamp(path)
        for folder in self._folders:
            for root, folders, names in os.walk(folder):
                folders.sort()
                for name in sorted(names):
                    if name.lower().endswith(_ENDINGS) and len(out) < _MOST_FILES:
                        path = Path(root) / name
                        try:
                            out[path] = _stamp(path)
                        except OSError:
                            continue  # gone since the folder was listed
        return out

    def _entry(self, path: Path, stamp: tuple[int, int], tables: dict[Path, Mapping[str, Mapping[str, str]]]) -> Entry | None:
        if path.suffix == ".json":
            recipe: Recipe = load_recipe(path)
            return Entry(str(path), "recipe", recipe.title, recipe.tags, recipe.title_zh, recipe.tags_zh, "MIT", "DreamGarden", stamp,
                         recipe.look)  # fmt: skip
        try:
            glance(path)
        except BrokenModel as broken:
            self.warnings.append(str(broken))
            return None
        if path.parent not in tables:
            tables[path.parent] = _table(path.parent / "library.csv")
        row = tables[path.parent].get(path.name, {})
        title = row.get("title") or path.stem.rpartition("__")[2]
        tags = row.get("tags", "") or path.parent.name.replace("_", " ")
        licence, credit = row.get("licence", ""), row.get("credit", "")
        return Entry(str(path), "file", title, tuple(tags.split()), licence=licence, credit=credit, stamp=stamp)

    def _embed(self, entries: Sequence[Entry], known: Mapping[str, Floats], work: Work) -> None:
        """Vectors of all texts of the entries; only those that are new are computed."""
        texts: dict[str, int] = {}
        rows = np.zeros((len(entries), _TEXTS), np.intp)
        for n, entry in enumerate(entries):
            meanings = entry.meanings
            padded = (entry.text, *meanings, *(meanings[:1] * (_TEXTS - 1 - len(meanings))))
            rows[n] = [texts.setdefault(text, len(texts)) for text in padded]
        out = np.zeros((len(texts), _WIDTH), np.float32)
        fresh = [text for text in texts if text not in known]
        for text in texts.keys() & known.keys():
            out[texts[text]] = known[text]
        for start in range(0, len(fresh), 128):
            work.progress(0.5 + 0.5 * start / len(fresh), "reading the library")
            some = fresh[start : start + 128]
            out[[texts[text] for text in some]] = self._likeness.embed(some)
        self._texts, self._vectors, self._rows = list(texts), out, rows
        self._words, self._nearest = Words([entry.words for entry in entries]), None

    @property
    def _index(self) -> Path:
        key = hashlib.sha256("\0".join([str(_FORMAT), str(self._recipes), *map(str, self._folders)]).encode()).hexdigest()[:16]
        return self._cache / f"library-{key}"

    def _load(self) -> _Kept:
        """The index as it was left; an unreadable one counts as none, for it can be made again."""
        try:
            listed = json.loads(self._index.with_suffix(".json").read_text(encoding="utf-8"))
            vectors = np.load(self._index.with_suffix(f".{listed['digest'][:16]}.npy"), allow_pickle=False)
            rows: list[dict[str, Any]] = listed["entries"]
            texts: list[str] = listed["texts"]
            entries = [_entry({key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}) for row in rows]
            spots = np.array(listed["rows"], np.intp).reshape(-1, _TEXTS)
            if vectors.shape != (len(texts), _WIDTH) or len(spots) != len(entries) or (len(spots) and spots.max() >= len(texts)):
                return _Kept()
            return _Kept({entry.path: entry for entry in entries}, texts, vectors, spots, Words.of_json(listed["words"]))
        except (OSError, ValueError, KeyError, TypeError, EOFError, AttributeError):
            return _Kept()

    def _save(self) -> None:
        digest = hashlib.sha256(self._vectors.tobytes()).hexdigest()
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            vectors = self._index.with_suffix(f".{digest[:16]}.npy")
            if not vectors.exists():
                _replace(vectors, lambda path: np.save(path, self._vectors))
            listed = {"digest": digest, "texts": self._texts, "entries": [asdict(entry) for entry in self._entries],
                      "rows": self._rows.tolist(), "words": self._words.to_json()}  # fmt: skip
            text = json.dumps(listed, ensure_ascii=False)
            _replace(self._index.with_suffix(".json"), lambda path: path.write_text(text, encoding="utf-8"))
            for old in self._cache.glob(f"{self._index.name}.*.npy"):
                if old != vectors:
                    old.unlink(missing_ok=True)
        except OSError as error:
            self.warnings.append(f"The library's index could not be kept in {self._cache} ({error.strerror}); it is made anew each time.")

    def _hit(self, entry: Entry, score: float, query: str, words: set[str], pairs: float) -> Hit:
        named = words & set(re.findall(r"[a-z]+", f"{clean_title(entry.title)} {' '.join(entry.tags)}".lower()))
        if pairs > 0:
            why = f"its Chinese name {entry.title_zh} and tags share characters with “{query}”"
        elif named:
            why = f"named or tagged {', '.join(sorted(named))}"
        else:
            why = f"its description is like “{query}”"
        return Hit(entry.path, entry.title, min(round(score, 4), 1.0), why, entry.kind, entry.licence, entry.credit)


def clean_title(title: str) -> str:
    """A file's title as words: "Bed_double_A" and "bedDouble2" are both "bed double"."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title)
    words = re.sub(r"[_\-.\s]+", " ", spaced).split()
    kept = [w for w in words if not (len(w) == 1 and w.isalpha()) and not w.isdigit()]
    return re.sub(r"\d+$", "", " ".join(kept or words)).strip().lower()


def _pairs_shared(query: str, entry: Entry) -> float:
    """How much of the entry's Chinese words occurs in the query: 1 for a whole title of two or more characters."""
    best = 0.0
    for weight, word in ((1.0, entry.title_zh), *((0.8, tag) for tag in entry.tags_zh)):
        if not word:
            continue
        if word in query:
            best = max(best, weight * min(1.0, 0.5 + 0.2 * len(word)))
        elif len(word) > 1:
            pairs = {word[i : i + 2] for i in range(len(word) - 1)}
            best = max(best, 0.5 * weight * sum(pair in query for pair in pairs) / len(pairs))
    return best


def _table(path: Path) -> Mapping[str, Mapping[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {row["file"]: {k: v or "" for k, v in row.items() if k} for row in csv.DictReader(file) if row.get("file")}
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return (stat.st_mtime_ns, stat.st_size)


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    fresh = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        write(fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _entry(row: dict[str, Any]) -> Entry:
    """An entry as it was kept; TypeError when it was kept by another version."""
    return Entry(**row)
