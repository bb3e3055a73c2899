"""The recipe of models that are sculpted: words → picture → cut-out → mesh, each step kept, so that a person sees where it went.

The picture is the newest that a person laid onto the node, else the painter's. A sculptor makes the mesh of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgarden.build.task import Inputs, Product, Task
from dreamgarden.designers.designer import Designer, Leaf
from dreamgarden.errors import BadInput, StorageError
from dreamgarden.make.atelier import Atelier
from dreamgarden.make.recipes import NearestRecipe, in_harmony, leaf_of, model_product, wanted_of
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.art.library import Library
    from dreamgarden.art.painter import Painted

PICTURE, CUTOUT = "picture.png", "cutout.png"
_SHOWN = 512  # pixels a side of the pictures that are kept
_DOUBTFUL = 0.5


@dataclass
class SculptRecipe:
    """A model sculpted from a picture.

    atelier   who paints and sculpts, as the settings are now.
    pictures  the garden's folder of pictures.
    """

    designer: Designer
    library: Callable[[], Library]
    atelier: Callable[[], Atelier]
    pictures: Path
    name: str = "sculpt"
    version: int = 1
    can: str = "one 3D model sculpted from a picture of it, painted or given: for single things that no recipe comes near"

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        leaf = leaf_of(task, inputs)
        wanted = wanted_of(self.designer, leaf, work.part(0, 0.05))
        laid = [str(name) for name in task.settings.get("pictures", ())]
        try:
            return self._sculpted(leaf, wanted, laid[-1] if laid else "", work)
        except BadInput as error:
            if task.settings.get("route") or not laid:
                raise
            # Nobody asked for this route: the picture led here, so without it the app's own choice holds.
            made = NearestRecipe(self.designer, self.library).run(task, inputs, work)
            return replace(made, notes={**made.notes, "instead": f"{error.what} {error.then}".strip()})

    def _sculpted(self, leaf: Leaf, wanted: Mapping[str, Any], laid: str, work: Work) -> Product:
        # Here and not above: those who only look at a garden need no numpy.
        from dreamgarden.art import finish as finishing
        from dreamgarden.art.cutout import cut_out
        from dreamgarden.art.pictures import picture_bytes, read_picture, smaller

        words = str(wanted.get("query") or leaf.title)
        atelier = self.atelier()
        painted = self._laid(laid, leaf) if laid else self._painted(atelier, words, leaf, work.part(0.05, 0.6))
        picture = read_picture(painted.picture, laid or f"of {leaf.title}")
        work.progress(0.6, "cutting it out")
        cut = cut_out(picture, laid or f"of {leaf.title}")
        begun = time.monotonic()
        # A painter's takes are other pictures; a picture that was given stays, and its takes are other ways to sculpt it.
        made = atelier.sculptor.model(cut, words, leaf.take if laid else 1, work.part(0.62, 0.8))
        seconds = time.monotonic() - begun
        model = finishing.finish(in_harmony(made.mesh, leaf), float(wanted["size"]), name=leaf.slug)
        doubt = "The thing could not be told from its ground with certainty; look at the cut-out." if cut.confidence < _DOUBTFUL else ""
        chain = [
            {"step": "words", "text": words, "by": "you" if laid else self.designer.name},
            {"step": "picture", "file": PICTURE, "by": painted.by, "prompt": painted.prompt, "seconds": round(painted.seconds, 2),
             "licence": painted.licence, "credit": painted.credit, "note": painted.note},
            {"step": "cutout", "file": CUTOUT, "by": cut.way, "confidence": cut.confidence, "note": doubt},
            {"step": "mesh", "file": "thumbnail.png", "by": made.way, "seconds": round(seconds, 2), "triangles": model.triangles},
        ]  # fmt: skip
        notes: dict[str, Any] = {"route": "sculpt", "way": made.way, "confidence": cut.confidence, "chain": chain}
        if painted.credit or painted.licence:
            said = ", ".join(word for word in (painted.credit, painted.licence) if word)
            notes["credit"] = f"{leaf.title}: sculpted from a picture ({said})"
        elif not laid:
            notes["credit"] = f"{leaf.title}: sculpted from a picture by {painted.by}"
        product = model_product(leaf.slug, model, notes, work)
        kept = {PICTURE: picture_bytes(smaller(picture, _SHOWN)), CUTOUT: picture_bytes(smaller(cut.rgba, _SHOWN))}
        return replace(product, files={**product.files, **kept})

    def _laid(self, name: str, leaf: Leaf) -> Painted:
        from dreamgarden.art.painter import Painted

        try:
            data = (self.pictures / Path(name).name).read_bytes()
        except OSError as error:
            raise StorageError(f"The picture {name} of {leaf.title} can't be read: {error.strerror}.",
                               then="Lay it onto the node again.") from error  # fmt: skip
        return Painted(data, "you", "")

    @staticmethod
    def _painted(atelier: Atelier, words: str, leaf: Leaf, work: Work) -> Painted:
        from dreamgarden.art.bodies import body_of
        from dreamgarden.art.painter import Wish

        mood = ", ".join(str(leaf.style[name]) for name in ("mood", "genre") if leaf.style.get(name))
        around = body_of(words) == "block" or atelier.painter.name.startswith("sketch")
        return atelier.painter.paint(Wish(words, mood, around, leaf.take), work)
