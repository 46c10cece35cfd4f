"""Whether a drafted sentence says anything at all: a question does not, nor does a bare name. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from qa.checks.tokens import Token, is_content, tokens
from qa.grammar import AUXILIARIES


def unasserted(said: str) -> Iterator[str]:
    """Why a sentence says nothing that could be true; a question in quotation marks is what somebody said."""
    if said.rstrip().endswith("?"):
        yield "it asks, and says nothing"
    elif not any(_may_say(token) for token in tokens(said)):
        yield "it names something, and says nothing of it"


def _may_say(token: Token) -> bool:
    """Whether a word may be the verb of a sentence, or what stands beside one: a name's words are not."""
    return token.word in AUXILIARIES or (is_content(token) and token.text[:1].islower())
