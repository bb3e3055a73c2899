"""Keys of servers: from the keyring or the environment, never from a file of ours, never into one."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from dreamgarden.llm.presets import address_of, preset_of

SERVICE = "dreamgarden"
_LIKE_A_KEY = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|hf|ghp|gho|glpat|AKIA|AIza)[-_]?[A-Za-z0-9_\-]{16,}\b|(?i:bearer)\s+[A-Za-z0-9._~+/\-]{12,}=*"
)
HIDDEN = "[a key was here]"


def key_for(base_url: str, environ: Mapping[str, str] = os.environ) -> str:
    """The key for a server: DREAMGARDEN_API_KEY, the server's own variable, then the keyring; "" when there is none."""
    for name in ("DREAMGARDEN_API_KEY", *preset_of(base_url).key_names):
        if found := environ.get(name, "").strip():
            return found
    return _in_keyring(urlsplit(address_of(base_url)).netloc)


def without_keys(text: str, *known: str) -> str:
    """The text with everything in it hidden that is, or looks like, a key."""
    for secret in known:
        if len(secret) >= 8:
            text = text.replace(secret, HIDDEN)
    return _LIKE_A_KEY.sub(HIDDEN, text)


def keep(base_url: str, key: str) -> None:
    """Put a key into the system's keyring. Raises whatever the keyring raises when there is none."""
    import keyring

    keyring.set_password(SERVICE, urlsplit(address_of(base_url)).netloc, key)


def _in_keyring(host: str) -> str:
    try:
        import keyring

        return keyring.get_password(SERVICE, host) or ""
    except Exception:  # no keyring package, none running, or it is locked: then the environment is all there is
        return ""
