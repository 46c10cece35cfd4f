"""Which model drafts, where it runs, and what leaves this machine for it. Pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Literal, cast
from urllib.parse import urlsplit

from vectorstore.errors import UsageError

Provider = Literal["openai", "anthropic", "ollama", "openai-like", "local"]

NO_MODEL = "none"
"""The spelling that asks for no model, where the environment names one."""

OPENAI_URL = "https://api.openai.com/v1"
ANTHROPIC_URL = "https://api.anthropic.com"
OLLAMA_URL = "http://127.0.0.1:11434"
LOCAL_MODEL = "SmolLM2-135M-Instruct"
FORMS = "openai:MODEL, anthropic:MODEL, ollama:MODEL, openai-like:URL#MODEL, local"


@dataclass(frozen=True, slots=True)
class LlmChoice:
    """A model and where it is served; `url` is None for one that runs inside this process."""

    provider: Provider
    model: str
    url: str | None = None

    @property
    def sent_to(self) -> str | None:
        """The host and port that a question and its evidence are sent to; None when they stay on this machine."""
        if self.url is None:
            return None
        parts = urlsplit(self.url)
        return None if _loopback(parts.hostname or "") else parts.netloc

    @property
    def spelled(self) -> str:
        """The choice as a user would write it."""
        if self.provider == "local":
            return "local"
        return (
            f"openai-like:{self.url}#{self.model}"
            if self.provider == "openai-like"
            else f"{self.provider}:{self.model}"
        )


def parse_choice(stated: str, *, ollama_url: str | None = None) -> LlmChoice | None:
    """The choice that a setting spells; None for an empty one and for `none`.

    `ollama_url` is where Ollama listens, if not at its usual place. Raises UsageError for anything else.
    """
    stated = stated.strip()
    if stated in ("", NO_MODEL):
        return None
    provider, _, rest = stated.partition(":")
    if stated == "local":
        return LlmChoice("local", LOCAL_MODEL)
    if provider == "openai-like":
        url, _, model = rest.partition("#")
        return _choice(stated, "openai-like", model, _checked_url(stated, url))
    urls = {"openai": OPENAI_URL, "anthropic": ANTHROPIC_URL, "ollama": OLLAMA_URL}
    if provider not in urls:
        raise _bad(stated, "names no model that is known here")
    url = urls[provider]
    if provider == "ollama" and ollama_url:
        url = _checked_url(stated, ollama_url if "://" in ollama_url else f"http://{ollama_url}")
    return _choice(stated, cast("Provider", provider), rest, url)


def notice(choice: LlmChoice) -> str | None:
    """What leaves the machine and where to, to be shown before the first call; None when nothing does."""
    if choice.sent_to is None:
        return None
    plain = ", unencrypted" if (choice.url or "").startswith("http:") else ""
    return (
        f"Drafted by {choice.model} at {choice.sent_to}: each question, and the sentences of articles that may answer "
        f"it with their outlet, title and date, are sent there{plain}. Whole articles, other questions and the library "
        "stay here."
    )


def _choice(stated: str, provider: Provider, model: str, url: str) -> LlmChoice:
    if not model.strip():
        raise _bad(stated, "names no model")
    return LlmChoice(provider, model.strip(), url.rstrip("/"))


def _checked_url(stated: str, url: str) -> str:
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = False
    if not whole:
        raise _bad(stated, "needs an address that begins with http:// or https://")
    if parts.username or parts.password or parts.query:
        # Said without repeating it: what stands there may be a secret.
        raise UsageError(
            "The address of the model holds a name, a password or a query.",
            next="Leave it out; a key belongs into BYLINE_LLM_KEY or the keyring.",
            code="bad_setting",
        )
    return url


def _bad(stated: str, why: str) -> UsageError:
    return UsageError(f"The model “{stated}” {why}.", next=f"Write one of {FORMS}, or {NO_MODEL}.", code="bad_setting")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
