"""`Sculptor`: who makes a mesh of a picture. The native one needs nothing; Shap-E and depth need weights (weights.py)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from dreamgarden.art.bodies import body_of
from dreamgarden.art.cutout import Cut
from dreamgarden.art.gltf import to_srgb
from dreamgarden.art.model import Mesh
from dreamgarden.art.pictures import BrokenPicture, smaller
from dreamgarden.art.sculpt import Way, relief, sculpt, size_of
from dreamgarden.art.turnaround import View, views_of
from dreamgarden.art.weights import import_or_say, loaded, memory_said, place
from dreamgarden.errors import GardenError
from dreamgarden.work import Work

_SHAP_E_STEPS = 32
_CREASE = 0.5


@dataclass(frozen=True)
class Modelled:
    """A mesh of a picture, and the words for how it came about ("round hull from front, right, top")."""

    mesh: Mesh
    way: str


class Sculptor(Protocol):
    """Makes meshes of pictures."""

    @property
    def name(self) -> str:
        """Who it is, with its version or model: part of the key of everything it makes."""
        ...

    def model(self, cut: Cut, words: str, take: int, work: Work) -> Modelled:
        """The mesh. Raises BrokenPicture, GardenError with the next step, Cancelled."""
        ...


class Carver:
    """The native sculptor: inflation for one view, a visual hull for several, chosen by what the thing is.

    Further takes try the other ways, so that they can be compared.
    """

    name = "carver 1"

    def model(self, cut: Cut, words: str, take: int, work: Work) -> Modelled:
        """The mesh. Raises BrokenPicture, Cancelled."""
        views = views_of(cut.rgba)
        made = sculpt(views, words, work=work)
        if take > 1:
            others: tuple[Way, ...] = ("inflation", "slab") if len(views) == 1 else ("hull", "round hull", "inflation")
            ways = [made.way, *(way for way in others if way != made.way)]
            if (other := ways[(take - 1) % len(ways)]) != made.way:
                made = sculpt(views, words, work=work, way=other)
        return Modelled(made.mesh, f"{made.way} from {', '.join(made.sides)}")


class DepthSculptor:
    """A relief from what a monocular-depth model of transformers sees in the front view. `model`: a folder or a hub id."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._pipeline: Any = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return f"depth {self._model} 1"

    def model(self, cut: Cut, words: str, take: int, work: Work) -> Modelled:
        """The mesh. Raises MissingTool, BadInput, OutOfMemory, GardenError, BrokenPicture, Cancelled."""
        front = View("front", smaller(views_of(cut.rgba)[0].rgba, 512))
        with self._lock:
            work.check()
            nearness = self._nearness(front, work)
        made = relief(front, nearness, size_of([front], body_of(words)), work)
        return Modelled(made.mesh, "relief from the depths of the front")

    def _nearness(self, front: View, work: Work) -> Any:
        import_or_say("torch", "transformers")
        if self._pipeline is None:
            where = place()

            def load(model: str) -> Any:
                from transformers import pipeline

                return pipeline("depth-estimation", model=model, device=where.device)

            self._pipeline = loaded(self._model, load, work, needs="config.json")
        from PIL import Image

        share = front.rgba[:, :, 3:].astype(np.float32) / 255
        plain = (front.rgba[:, :, :3] * share + 235 * (1 - share)).astype(np.uint8)
        with memory_said(Path(self._model).name):
            depths = self._pipeline(Image.fromarray(plain))["depth"]
        height, width = front.rgba.shape[:2]
        near = np.asarray(depths.convert("F").resize((width, height)), np.float32)
        return (near - near.min()) / max(float(np.ptp(near)), 1e-6)


class ShapESculptor:
    """Shap-E (Jun and Nichol 2023) through diffusers. `model`: a folder or a hub id; of words, or of pictures.

    grid  points along each side of the field that is turned into a mesh.
    """

    def __init__(self, model: str, steps: int = _SHAP_E_STEPS, grid: int = 64) -> None:
        self._model, self._steps, self._grid = model, steps, grid
        self._pipeline: Any = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return f"shap-e {self._model} {self._steps} 1"

    def model(self, cut: Cut, words: str, take: int, work: Work) -> Modelled:
        """The mesh. Raises MissingTool, BadInput, OutOfMemory, GardenError, Cancelled (between stages)."""
        with self._lock:
            work.check()
            import_or_say("torch", "diffusers", "transformers")
            where = place()
            pipeline = self._loaded(where.device, where.numbers, work)
            import torch

            of_pictures = "Img2Img" in type(pipeline).__name__
            subject: Any = self._shown(cut) if of_pictures else words
            work.progress(0.2, "Shap-E imagines the body")
            watched = _Watched(pipeline.scheduler, work, self._steps)
            pipeline.scheduler = watched
            try:
                with memory_said(Path(self._model).name):
                    latents = pipeline(subject, num_inference_steps=self._steps, output_type="latent",
                                       generator=torch.Generator("cpu").manual_seed(take)).images  # fmt: skip
                    work.check()
                    work.progress(0.7, "Shap-E makes its mesh")
                    made = pipeline.shap_e_renderer.decode_to_mesh(latents[0][None], where.device, grid_size=self._grid)
            except (ValueError, IndexError, RuntimeError, ZeroDivisionError) as error:
                raise GardenError(f"{self._model} made no mesh: {error}.", then="Choose another take, or the native sculptor.") from error
            finally:
                pipeline.scheduler = watched.scheduler
        return Modelled(_upright(made), "Shap-E from the picture" if of_pictures else "Shap-E from the words")

    def _loaded(self, device: str, numbers: str, work: Work) -> Any:
        if self._pipeline is None:

            def load(model: str) -> Any:
                import torch
                from diffusers import DiffusionPipeline

                return DiffusionPipeline.from_pretrained(model, torch_dtype=getattr(torch, numbers)).to(device)

            self._pipeline = loaded(self._model, load, work)
            if not hasattr(self._pipeline, "shap_e_renderer"):
                self._pipeline = None
                raise GardenError(f"{self._model} is no Shap-E pipeline.", then="Name a folder or hub id of Shap-E in the settings.")
            self._pipeline.set_progress_bar_config(disable=True)
        return self._pipeline

    @staticmethod
    def _shown(cut: Cut) -> Any:
        from PIL import Image

        return Image.fromarray(views_of(cut.rgba)[0].rgba, "RGBA").convert("RGB")


class _Watched:
    """A scheduler that tells progress and heeds a cancel at every step: Shap-E's pipelines take no callback."""

    def __init__(self, scheduler: Any, work: Work, steps: int) -> None:
        self.scheduler, self._work, self._steps, self._done = scheduler, work, max(steps, 1), 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.scheduler, name)

    def step(self, *given: Any, **more: Any) -> Any:
        self._done += 1
        self._work.progress(0.2 + 0.5 * min(self._done / (2 * self._steps), 1.0), "Shap-E imagines the body")
        return self.scheduler.step(*given, **more)


def _upright(made: Any) -> Mesh:
    """Shap-E's mesh (Z up, front towards -Y) as ours, with its colours. Raises BrokenPicture when it is empty."""
    from dreamgarden import _native

    points = made.verts.detach().float().cpu().numpy()
    faces = made.faces.detach().cpu().numpy().astype(np.uint32)
    if not len(faces) or not np.isfinite(points).all():
        raise BrokenPicture("", "Shap-E found no surface for it")
    channels = made.vertex_channels
    colours = to_srgb(np.stack([channels[name].detach().float().cpu().numpy() for name in "RGB"], axis=1))
    points = np.ascontiguousarray(points[:, (0, 2, 1)] * np.array([1, 1, -1]), np.float32)
    a, b, c = (points[faces[:, k]] for k in range(3))
    if float((a * np.cross(b, c)).sum()) < 0:  # inside out
        faces = np.ascontiguousarray(faces[:, ::-1])
    corners = np.ascontiguousarray(colours[faces].reshape(-1, 3), np.float32)
    tags = (colours[faces].mean(axis=1) * 8).clip(0, 8).round().astype(np.uint32) @ np.array([1, 16, 256], np.uint32)
    points, faces, kept = _native.simplify(points, faces, tags.tolist(), 6000, 0.0, 20.0, _native.Stop())
    corners = np.ascontiguousarray(corners.reshape(-1, 3, 3)[kept].reshape(-1, 3))
    return Mesh(*_native.shade(points, faces, corners, _CREASE))
