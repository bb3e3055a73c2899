"""The real thing: the offline designer, the real runtime, whole gardens. Skipped where the runtime is not built."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dreamgarden import settings
from dreamgarden.errors import MissingTool

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: as the command line has it


@pytest.fixture(autouse=True, scope="session")
def built_runtime() -> Path:
    try:
        return settings.built_runtime()
    except MissingTool as error:
        pytest.skip(f"{error.what} {error.then}")


@pytest.fixture(scope="session")
def kept_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all journeys: what is learnt once (vectors, cut fonts) need not be learnt for every test."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def same_cache(kept_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DREAMGARDEN_CACHE_DIR", str(kept_cache))
