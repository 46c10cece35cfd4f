"""What can go wrong with a model, as one error whose message holds no secret."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from time import time

from vectorstore.errors import BylineError

MOST_SAID = 160
"""Characters of a server's own words that are passed on."""

_SECRETS = re.compile(r"\b(?:sk|pk|key|api[-_]?key|bearer|token)[-_=: ]+[^\s,;\"']{6,}", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class LlmError(BylineError):
    """The model gave no draft. `again` is true where another try may help, after `wait` seconds if the server said."""

    code = "llm"

    def __init__(
        self, message: str, *, next: str = "", code: str | None = None, again: bool = False, wait: float | None = None
    ) -> None:
        super().__init__(message, next=next, code=code)
        self.again = again
        self.wait = wait


def status_error(status: int, *, host: str, said: str = "", retry_after: str | None = None, key: str = "") -> LlmError:
    """The error for an HTTP status that is no success."""
    if status in (401, 403):
        # A server's words on a wrong key tend to repeat it.
        return LlmError(
            f"{host} refused the key ({status}).", next="Check the key and what it may use.", code="llm_key"
        )
    words = _said(said, key)
    if status == 429:
        return LlmError(
            f"{host} takes no more requests for now (429){words}.",
            next="Ask again later.",
            code="llm_rate_limit",
            again=True,
            wait=seconds(retry_after),
        )
    if status >= 500 or status in (408, 409):
        return LlmError(
            f"{host} failed ({status}){words}.",
            next="Ask again later.",
            code="llm_server",
            again=True,
            wait=seconds(retry_after),
        )
    return LlmError(
        f"{host} refused the request ({status}){words}.", next="Check the model's name.", code="llm_refused"
    )


def connection_error(host: str) -> LlmError:
    """The error for a server that can't be reached, or that hangs up."""
    return LlmError(
        f"The connection to {host} failed.",
        next="Check that it runs and can be reached.",
        code="llm_connection",
        again=True,
    )


def broken_error(host: str) -> LlmError:
    """The error for an answer that is not what the protocol says."""
    return LlmError(
        f"{host} sent an answer that can't be read.", next="Check what serves the model.", code="llm_broken"
    )


def timeout_error(host: str, *, waited: float) -> LlmError:
    """The error for a model that takes too long."""
    return LlmError(
        f"{host} took more than {waited:g} seconds.",
        next="Ask again, or raise BYLINE_LLM_SECONDS.",
        code="llm_timeout",
    )


def scrubbed(text: str, key: str = "") -> str:
    """`text` on one line without the key and without whatever looks like one."""
    plain = _CONTROLS.sub(" ", text)
    if key:
        plain = plain.replace(key, "…")
    return _SECRETS.sub("…", plain).strip()


def seconds(retry_after: str | None) -> float | None:
    """What a Retry-After header asks to wait, in seconds or until a date; None where it says nothing."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time())
    except ValueError:
        return None


def _said(text: str, key: str) -> str:
    plain = scrubbed(text, key)
    if len(plain) > MOST_SAID:
        plain = plain[: MOST_SAID - 1] + "…"
    return f": “{plain.rstrip('.')}”" if plain else ""
