"""What a language model is given to read: the question, and the evidence fenced as quoted material. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa import prompts
from qa.types import OUTLET_NOT_STATED, Evidence
from vectorstore.types import ArticleRecord

BYTES_A_TOKEN = 3
"""English has four to five, other languages fewer: an estimate that rather gives too little than too much."""

LONGEST_TITLE = 120
_BRACKETS = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "【": "(", "】": ")"})


def tokens(text: str) -> int:
    """How many tokens a text has at most, about."""
    return len(text.encode()) // BYTES_A_TOKEN + 1


def within(
    evidence: Iterable[Evidence], *, budget: int, question: str, most: int, told: str = prompts.WRITE
) -> tuple[Evidence, ...]:
    """At most so many pieces of evidence as fit into `budget` tokens with what is `told` and the question, best first.

    Each place once. Further ones were scored lower, and a model mixes up what it has too much of.
    A piece that is too long is passed over, since a later, shorter one may still fit.
    """
    left = budget - tokens(told) - tokens(question)
    given: dict[tuple[str, int, int], Evidence] = {}
    for one in evidence:
        place = (one.article.id, one.start, one.end)
        cost = tokens(_fenced(len(given) + 1, one))
        if place not in given and cost <= left:
            given[place] = one
            left -= cost
        if len(given) == most:
            break
    return tuple(given.values())


def request(question: str, given: Sequence[Evidence]) -> str:
    """The question with the numbered, fenced evidence."""
    quotations = "\n\n".join(_fenced(number, one) for number, one in enumerate(given, 1))
    return prompts.ASK.format(quotations=quotations, question=_harmless(question))


def _fenced(number: int, evidence: Evidence) -> str:
    opening = prompts.OPEN_FENCE.format(number=number, credit=_credit(evidence.article))
    return f"{opening}\n{_harmless(evidence.text)}\n{prompts.CLOSE_FENCE.format(number=number)}"


def _credit(article: ArticleRecord) -> str:
    said = [article.outlet or OUTLET_NOT_STATED, article.title[:LONGEST_TITLE], article.published or article.updated]
    return ", ".join(" ".join(_harmless(part).split()) for part in said if part)


def _harmless(text: str) -> str:
    """The text without what a fence, a citation, or a model's own control words are made of."""
    visible = "".join(mark if mark.isprintable() else " " if mark.isspace() else "" for mark in text)
    return visible.translate(_BRACKETS)
