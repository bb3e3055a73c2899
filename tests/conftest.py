"""What every test gets: no screen, no person's settings, no network of its own."""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before any Qt import, hence at import time: windows are painted into memory.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Before numpy, as the command line has it: threads that wait for each other make small matrices slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# A test must never pay for, or wait for, somebody's server: keys are gone, and the door is closed, here and for what is started.
for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENROUTER_API_KEY", "DREAMGARDEN_API_KEY"):
    os.environ.pop(name, None)
_DOOR = str(Path(__file__).parent / "closed_door")
os.environ["PYTHONPATH"] = os.pathsep.join([_DOOR, *filter(None, [os.environ.get("PYTHONPATH", "")])])
sys.path.append(_DOOR)  # some tests hand their own path on
runpy.run_path(f"{_DOOR}/sitecustomize.py")


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A person's settings and caches stay out of the tests, and the tests out of them."""
    home = tmp_path_factory.mktemp("home")
    for name in ("LANGUAGE", "THEME", "DESIGNER", "CODER", "CRITIC", "EYES", "BASE_URL", "REPLAY", "LIBRARY"):
        monkeypatch.delenv(f"DREAMGARDEN_{name}", raising=False)
    monkeypatch.setenv("DREAMGARDEN_PLAY_TESTS", "off")  # tests say themselves when they want one
    monkeypatch.setenv("DREAMGARDEN_CONFIG_DIR", str(home / "config"))
    monkeypatch.setenv("DREAMGARDEN_CACHE_DIR", str(home / "cache"))
    yield


@pytest.fixture(scope="session")
def kept_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests that want one, in every worker: vectors and cut fonts need not be made for each of them."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "kept_cache"


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout under test."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data(checkout: Path) -> Path:
    """Larger inputs that are not part of the repository; tests that need them are skipped without."""
    folder = Path(os.environ.get("DREAMGARDEN_DATA", checkout.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"needs the data folder {folder}; name another with DREAMGARDEN_DATA")
    return folder
