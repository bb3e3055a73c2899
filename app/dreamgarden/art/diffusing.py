"""The painter with local weights: any text-to-image pipeline of diffusers, from a folder or the hub."""

from __future__ import annotations

import inspect
import io
import threading
import time
from pathlib import Path
from typing import Any

from dreamgarden.art.painter import AVOID, NotPainted, Painted, Wish, prompt_for
from dreamgarden.art.weights import import_or_say, loaded, memory_said, place
from dreamgarden.work import Work


class DiffusionPainter:
    """Paints with `model`, a folder or a hub id; loaded at the first picture and kept. One picture at a time.

    steps  of denoising; 0 is the pipeline's own number.
    """

    def __init__(self, model: str, steps: int = 0) -> None:
        self._model, self._steps = model, steps
        self._pipeline: Any = None
        self._device = ""
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return f"diffusers {self._model} {self._steps}"

    def paint(self, wish: Wish, work: Work) -> Painted:
        """The seed is the take. Raises MissingTool, BadInput, OutOfMemory, NotPainted, GardenError, Cancelled (within a step)."""
        begun = time.monotonic()
        with self._lock:
            work.check()
            pipeline = self._loaded(work)
            import torch

            prompt = prompt_for(wish)
            takes = inspect.signature(pipeline.__call__).parameters
            given: dict[str, Any] = {"prompt": prompt, "generator": torch.Generator("cpu").manual_seed(wish.take)}
            if self._steps:
                given["num_inference_steps"] = self._steps
            if "negative_prompt" in takes:
                given["negative_prompt"] = AVOID
            if "callback_on_step_end" in takes:
                given["callback_on_step_end"] = lambda pipe, step, *rest: self._step(pipe, step, rest[-1], work)
            with memory_said(Path(self._model).name):
                pictures = pipeline(**given).images
            work.check()
        if not pictures or pictures[0].convert("L").getextrema()[1] < 4:  # a filter of the pipeline paints black what it refuses
            raise NotPainted(f"{self._model} painted nothing but black.", then="Word the brief differently, or choose another take.")
        out = io.BytesIO()
        pictures[0].save(out, "PNG")
        return Painted(out.getvalue(), Path(self._model).name, prompt, time.monotonic() - begun)

    def _loaded(self, work: Work) -> Any:
        if self._pipeline is None:
            import_or_say("torch", "diffusers", "transformers")
            where = place()

            def load(model: str) -> Any:
                import torch
                from diffusers import AutoPipelineForText2Image

                pipeline = AutoPipelineForText2Image.from_pretrained(model, torch_dtype=getattr(torch, where.numbers))
                return pipeline.to(where.device)

            self._pipeline = loaded(self._model, load, work)
            self._pipeline.set_progress_bar_config(disable=True)
        return self._pipeline

    @staticmethod
    def _step(pipeline: Any, step: int, values: dict[str, Any], work: Work) -> dict[str, Any]:
        steps = max(int(getattr(pipeline, "num_timesteps", 0) or 1), 1)
        work.progress(0.1 + 0.85 * (step + 1) / steps, f"painting, step {step + 1} of {steps}")  # raises Cancelled
        return values
