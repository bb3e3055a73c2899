"""Servers that speak the OpenAI protocol, and where they usually are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    """How a kind of server differs.

    key_names   environment variables that may hold its key; without any it needs none.
    schemas     it can force a reply into a JSON schema.
    length_word what it calls the most tokens of a reply.
    """

    name: str
    title: str
    base_url: str
    key_names: tuple[str, ...] = ()
    schemas: bool = True
    length_word: str = "max_tokens"


PRESETS: dict[str, Preset] = {
    each.name: each
    for each in (
        Preset("openai", "OpenAI", "https://api.openai.com/v1", ("OPENAI_API_KEY",), length_word="max_completion_tokens"),
        Preset("openrouter", "OpenRouter", "https://openrouter.ai/api/v1", ("OPENROUTER_API_KEY",)),
        Preset("ollama", "Ollama", "http://127.0.0.1:11434/v1"),
        Preset("lmstudio", "LM Studio", "http://127.0.0.1:1234/v1"),
        Preset("llamacpp", "llama.cpp server", "http://127.0.0.1:8080/v1"),
        Preset("vllm", "vLLM", "http://127.0.0.1:8000/v1"),
    )
}
OTHER = Preset("other", "an OpenAI-compatible server", "", ("OPENAI_API_KEY",))


def preset_of(base_url: str) -> Preset:
    """The preset whose address this is, or whose name; "" is OpenAI's own. Any other address is a server we know nothing of."""
    if not base_url:
        return PRESETS["openai"]
    if base_url in PRESETS:
        return PRESETS[base_url]
    plain = base_url.rstrip("/").replace("//localhost", "//127.0.0.1")
    return next((each for each in PRESETS.values() if plain == each.base_url), OTHER)


def address_of(base_url: str) -> str:
    """The address itself, where a preset's name may stand for it."""
    return base_url if "://" in base_url else preset_of(base_url).base_url
