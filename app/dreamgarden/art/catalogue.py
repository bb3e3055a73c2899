"""Online catalogues of free models: what fits a description is fetched into a folder of the library, with licence and credit.

Poly Haven (polyhaven.com, all CC0) is the first; another one is another class with `name` and `gather`. Nothing here runs
unless the person chose a catalogue in the settings.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.error import URLError
from urllib.parse import quote

from dreamgarden.art.gltf import LARGEST_FILE
from dreamgarden.art.lexical import Words, stems
from dreamgarden.art.packing import packed
from dreamgarden.errors import GardenError
from dreamgarden.work import Work

POLY_HAVEN = "https://api.polyhaven.com"
_SECONDS = 15.0
_LARGEST_LIST = 32 * 2**20
_TABLE = "library.csv"


class CatalogueAway(GardenError):
    """The catalogue does not answer, or not as it should."""


class Catalogue(Protocol):
    """Models on the net that can be searched."""

    @property
    def name(self) -> str:
        """What it is called; also its folder's name."""
        ...

    def gather(self, query: str, folder: Path, most: int, work: Work) -> int:
        """Fetch up to `most` models that fit into `folder`; returns how many are new. Raises CatalogueAway, Cancelled."""
        ...


class PolyHaven:
    """Poly Haven's models, at 1k. `address` is its API."""

    name = "polyhaven"

    def __init__(self, address: str = POLY_HAVEN) -> None:
        self._address = address.rstrip("/")
        self._listed: Mapping[str, Any] | None = None
        self._words = Words([])

    def gather(self, query: str, folder: Path, most: int, work: Work) -> int:
        """Its list is read once; a model that is in the folder is not fetched again."""
        work.progress(0.1, "looking through Poly Haven")
        if self._listed is None:
            listed = self._json("/assets?type=models")
            safe = {name: one for name, one in listed.items() if re.fullmatch(r"[A-Za-z0-9_\-]+", name) and isinstance(one, dict)}
            self._listed = dict(sorted(safe.items()))
            self._words = Words([self._said(one) for one in self._listed.values()])
        scores = self._words.scores(query)
        names = list(self._listed)
        best = [names[i] for i in (-scores).argsort(kind="stable")[:most] if scores[i] > 0]
        fresh = 0
        for n, name in enumerate(best):
            work.progress(0.2 + 0.8 * n / len(best), f"fetching {name} from Poly Haven")
            target = folder / f"{name}.glb"
            if not target.is_file():
                data = self._model(name, target)
                folder.mkdir(parents=True, exist_ok=True)
                new = target.with_suffix(".new")
                new.write_bytes(data)
                self._note(folder, name, self._listed[name])
                new.replace(target)
                fresh += 1
        return fresh

    @staticmethod
    def _said(one: Mapping[str, Any]) -> list[str]:
        tags = [str(word) for part in ("tags", "categories") for word in one.get(part) or ()]
        return [*stems(str(one.get("name", ""))) * 3, *stems(" ".join(tags))]

    def _model(self, name: str, target: Path) -> bytes:
        files = self._json(f"/files/{quote(name)}")
        try:
            sizes = files["gltf"]
            whole = sizes.get("1k") or next(iter(sizes.values()))
            entry = whole["gltf"]
            pieces = {str(piece): str(one["url"]) for piece, one in (entry.get("include") or {}).items()}
            scene = json.loads(self._fetched(str(entry["url"])))
        except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
            raise CatalogueAway(f"Poly Haven has no glTF of {name} as it should be ({type(error).__name__}).") from error
        return packed(scene, lambda piece: self._fetched(pieces[piece]), target)

    def _note(self, folder: Path, name: str, one: Mapping[str, Any]) -> None:
        """A line for the library: title, tags, licence and credit."""
        table = folder / _TABLE
        new = not table.is_file()
        authors = ", ".join(sorted(one.get("authors") or {})) or "Poly Haven"
        tags = " ".join(str(word).replace(" ", "_") for part in ("categories", "tags") for word in (one.get(part) or ())[:6])
        with table.open("a", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            if new:
                rows.writerow(("file", "title", "tags", "licence", "credit"))
            rows.writerow((f"{name}.glb", one.get("name", name), tags, "CC0-1.0", f"{authors} (polyhaven.com/a/{name})"))

    def _json(self, path: str) -> Mapping[str, Any]:
        data = self._fetched(self._address + path, _LARGEST_LIST)
        try:
            value = json.loads(data)
        except (ValueError, RecursionError) as error:
            what = "a web page" if data[:200].lstrip().startswith(b"<") else "no JSON"
            raise CatalogueAway(f"Poly Haven answered with {what}.", then="Try again later.") from error
        if not isinstance(value, dict):
            raise CatalogueAway("Poly Haven answered with something else than a list of models.", then="Try again later.")
        return value

    def _fetched(self, url: str, most: int = LARGEST_FILE) -> bytes:
        if not url.startswith(("https://", self._address + "/")):
            raise CatalogueAway(f"Poly Haven names an address that is not safe: {url[:80]}.")
        # Here and not above: those who never ask the net need not wait for it.
        from urllib.request import Request, urlopen

        try:
            with urlopen(Request(url, headers={"User-Agent": "DreamGarden"}), timeout=_SECONDS) as answer:
                data: bytes = answer.read(most + 1)
        except (URLError, OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise CatalogueAway(f"Poly Haven does not answer: {reason}.", safe="The models that are here are searched.",
                                then="Look at the network, or switch the catalogue off.") from error  # fmt: skip
        if len(data) > most:
            raise CatalogueAway(f"Poly Haven sent more than {most // 2**20} MB for one file.")
        return data
