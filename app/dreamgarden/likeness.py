"""Likeness of texts: sentence embeddings by all-MiniLM-L6-v2, computed with numpy alone.

The model (Wang et al. 2020, "MiniLM"; sentence-transformers/all-MiniLM-L6-v2) is six layers of a BERT encoder, mean
pooling over the tokens and a unit vector of 384. Written by hand because the library that does it takes seven seconds
and half a gigabyte to start; here it is a fifth of a second, and the vectors agree to seven digits.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import os
import struct
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgarden.errors import MissingTool

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH = 384
_WORDS = "embeddings.word_embeddings.weight"
_HEADS = 12
_LAYERS = 6
_LONGEST = 256
_BATCH = 32
_MOST_THREADS = 4


class Likeness:
    """Turns texts into unit vectors; the cosine of two is how alike they are.

    folder  holds model.safetensors and tokenizer.json. Nothing is read before the first `embed`.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._weights: Mapping[str, Array] = {}
        self._tokenizer: Any = None

    def __reduce__(self) -> tuple[Any, ...]:
        # To a worker of a cluster it goes by name: the weights lie there too, and are read when they are needed.
        return Likeness, (self._folder,)

    def embed(self, texts: Sequence[str]) -> Array:
        """Unit rows, float32, shape [len(texts), 384]. Raises MissingTool when the weights are absent or altered."""
        import numpy as np

        self._load()
        out = np.zeros((len(texts), WIDTH), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # alike lengths together: less padding
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        with _single_threaded_blas(), ThreadPoolExecutor(min(len(batches), os.cpu_count() or 1, _MOST_THREADS) or 1) as pool:
            for rows, vectors in zip(batches, pool.map(lambda rows: self._encode([texts[i] for i in rows]), batches), strict=True):
                out[rows] = vectors
        return out

    def _load(self) -> None:
        if self._weights:
            return
        if self._folder is None or not (self._folder / "model.safetensors").is_file():
            raise MissingTool(
                "The weights for text likeness are not installed.",
                safe="Nothing was changed.",
                then="Run `./dreamgarden setup`.",
            )
        from tokenizers import Tokenizer

        self._weights = _read_safetensors(self._folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_LONGEST)

    def _encode(self, texts: Sequence[str]) -> Array:
        import numpy as np

        encoded = self._tokenizer.encode_batch(list(texts))
        longest = max(len(one.ids) for one in encoded)
        ids = np.zeros((len(texts), longest), dtype=np.int64)
        mask = np.zeros((len(texts), longest), dtype=np.float32)
        for row, one in enumerate(encoded):
            ids[row, : len(one.ids)] = one.ids
            mask[row, : len(one.ids)] = 1
        w = self._weights
        x = w[_WORDS][ids].astype(np.float32)
        x = x + w["embeddings.position_embeddings.weight"][:longest] + w["embeddings.token_type_embeddings.weight"][0]
        x = _norm(x, w, "embeddings.LayerNorm")
        hidden = (1 - mask)[:, None, None, :] * np.float32(-1e9)
        for layer in range(_LAYERS):
            x = _layer(x, hidden, w, f"encoder.layer.{layer}")
        pooled = (x * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
        unit: Array = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return unit


def _single_threaded_blas() -> contextlib.AbstractContextManager[Any]:
    """While it holds, one product of matrices uses one thread; we run whole batches side by side instead.

    BLAS threads wait for each other by spinning, so beside a compiler on every core they take ten times as long as one
    thread alone; and one thread adds up in one order, so a text has the same vector on every run. Without threadpoolctl
    BLAS stays as it is.
    """
    try:
        pools: Any = importlib.import_module("threadpoolctl")
    except ImportError:
        return contextlib.nullcontext()
    limited: contextlib.AbstractContextManager[Any] = pools.threadpool_limits(limits=1, user_api="blas")
    return limited


def _linear(x: Array, w: Mapping[str, Array], name: str) -> Array:
    out: Array = x @ w[f"{name}.weight"].T + w[f"{name}.bias"]
    return out


def _norm(x: Array, w: Mapping[str, Array], name: str) -> Array:
    import numpy as np

    centred = x - x.mean(-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(1e-12))
    out: Array = centred / spread * w[f"{name}.weight"] + w[f"{name}.bias"]
    return out


def _layer(x: Array, hidden: Array, w: Mapping[str, Array], name: str) -> Array:
    """One transformer block (Vaswani et al. 2017), post-norm as in BERT."""
    import numpy as np

    rows, length, width = x.shape

    def heads(part: str) -> Array:
        split = _linear(x, w, f"{name}.attention.self.{part}").reshape(rows, length, _HEADS, width // _HEADS)
        return split.transpose(0, 2, 1, 3)

    scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.float32((width // _HEADS) ** 0.5) + hidden
    scores = np.exp(scores - scores.max(-1, keepdims=True))
    scores /= scores.sum(-1, keepdims=True)
    seen = (scores @ heads("value")).transpose(0, 2, 1, 3).reshape(rows, length, width)
    x = _norm(x + _linear(seen, w, f"{name}.attention.output.dense"), w, f"{name}.attention.output.LayerNorm")
    inner = _gelu(_linear(x, w, f"{name}.intermediate.dense"))
    return _norm(x + _linear(inner, w, f"{name}.output.dense"), w, f"{name}.output.LayerNorm")


def _gelu(x: Array) -> Array:
    """x Φ(x), with erf by Abramowitz and Stegun 7.1.26 (error below 1.5e-7)."""
    import numpy as np

    z = np.abs(x) * np.float32(2**-0.5)
    t = 1 / (1 + np.float32(0.3275911) * z)
    tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    erf = np.sign(x) * (1 - tail * np.exp(-z * z))
    out: Array = (0.5 * x * (1 + erf)).astype(np.float32)
    return out


def _read_safetensors(path: Path) -> dict[str, Array]:
    """All tensors of the known weights. Raises MissingTool for any others."""
    raw = memoryview(path.read_bytes())
    with ThreadPoolExecutor(1) as pool:  # summing them up takes as long as reading them
        read = pool.submit(_tensors, raw)
        if hashlib.sha256(raw).hexdigest() != WEIGHTS_SHA256:
            raise MissingTool(
                f"The weights in {path} are not the known ones.",
                safe="They were not used.",
                then="Run `./dreamgarden setup` to install them anew.",
            )
    return read.result()


def _tensors(raw: memoryview) -> dict[str, Array]:
    """As float32, but for the words' own, of which a text needs a few. Format: u64 header length, JSON header, data
    (github.com/huggingface/safetensors).
    """
    import numpy as np

    (size,) = struct.unpack("<Q", raw[:8])
    header = json.loads(bytes(raw[8 : 8 + size]))
    types = {"F32": np.float32, "F16": np.float16}
    out: dict[str, Array] = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] not in types:
            continue
        start, end = (8 + size + at for at in entry["data_offsets"])
        flat = np.frombuffer(raw[start:end], dtype=types[entry["dtype"]])
        out[name] = flat.reshape(entry["shape"]) if name == _WORDS else flat.reshape(entry["shape"]).astype(np.float32)
    return out
