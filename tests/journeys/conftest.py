"""The real thing: the offline designer, the real runtime, whole gardens. Skipped where the runtime is not built."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamgarden import settings
from dreamgarden.errors import MissingTool


@pytest.fixture(autouse=True, scope="session")
def built_runtime() -> Path:
    try:
        return settings.built_runtime()
    except MissingTool as error:
        pytest.skip(f"{error.what} {error.then}")


@pytest.fixture(autouse=True)
def same_cache(kept_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DREAMGARDEN_CACHE_DIR", str(kept_cache))
