"""The key of a model's provider, from the environment or the system's keyring and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qa.llm.choice import LlmChoice
from qa.llm.failures import LlmError

VARIABLES = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "openai-like": "BYLINE_LLM_KEY"}
"""A server behind `openai-like` gets a key of its own: OpenAI's is never sent anywhere else."""

KEYRING_SERVICE = "byline"


@dataclass(frozen=True, slots=True)
class Key:
    """A secret that no message shows by accident."""

    value: str = field(repr=False)

    def __str__(self) -> str:
        return "…" if self.value else ""


def find_key(choice: LlmChoice, environment: Mapping[str, str]) -> Key:
    """The key for `choice`, empty where it needs none and has none. Raises LlmError where one is missing.

    In the keyring a key is the password of the service `byline` for the provider's name.
    """
    variable = VARIABLES.get(choice.provider)
    if variable is None:
        return Key("")
    found = environment.get(variable, "").strip() or _from_keyring(choice.provider)
    if not found and choice.provider != "openai-like":
        raise LlmError(
            f"{choice.provider} needs a key, and there is none.",
            next=f"Set {variable}, or: keyring set {KEYRING_SERVICE} {choice.provider}",
            code="llm_key",
        )
    return Key(found)


def _from_keyring(provider: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return (keyring.get_password(KEYRING_SERVICE, provider) or "").strip()
    except KeyringError:
        # No keyring on this machine, or a locked one: there is no key, which is then said.
        return ""
