"""The vocabulary of an evaluation: what is asked, what is right, what a system returned, how that was judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from vectorstore.types import Article

Format = Literal["question set", "MultiHop-RAG", "BEIR", "SQuAD"]


@dataclass(frozen=True, slots=True)
class SpanGold:
    """The span of one article that answers. A passage holds it when it covers the span whole."""

    source: str
    start: int
    end: int

    def meets(self, source: str, start: int, end: int) -> bool:
        """Whether a sentence there and this span have a character in common."""
        return self.source == source and self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class FactGold:
    """A sentence as MultiHop-RAG quotes it. A passage holds it when, white space aside, it contains it whole."""

    source: str
    fact: str


@dataclass(frozen=True, slots=True)
class DocumentGold:
    """An article that answers, and how well (BEIR's grades; 1 and up). Any of its passages holds it."""

    source: str
    grade: int = 1


Gold = SpanGold | FactGold | DocumentGold


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and everything an answer needs. `gold` is empty when the articles do not answer it."""

    id: str
    text: str
    kind: str
    gold: tuple[Gold, ...] = ()

    @property
    def answerable(self) -> bool:
        return bool(self.gold)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Articles and questions about them. `digest` is of the articles' content, for keeping what is built from it."""

    name: str
    format: Format
    articles: tuple[Article, ...]
    questions: tuple[Question, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Returned:
    """One passage as a system returned it: `text` stands at [start:end] of the article `source`."""

    source: str
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system said to one question. `declined` is None for a system that can't decline."""

    returned: tuple[Returned, ...]
    declined: bool | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One question put to one system, judged.

    `ranks` and `grades` run beside the question's gold: the rank (1 is best) of the first passage that holds it,
    None where none does. `seconds` is the search alone. `pieces` is the longest passage in word pieces, `shared` the
    most sentences that two of the passages share.
    """

    question: str
    kind: str
    ranks: tuple[int | None, ...]
    grades: tuple[int, ...]
    seconds: float
    declined: bool | None = None
    pieces: int = 0
    shared: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Everything one system did with a data set."""

    system: str
    settings: dict[str, object]
    results: tuple[Result, ...]
    baseline: bool = False


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over questions with its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much better `system` is than `than` on the same questions, and the p of there being no difference."""

    system: str
    than: str
    metric: str
    difference: Estimate
    p: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one system: by kind of question ("all" first), by metric."""

    system: str
    questions: dict[str, int]
    estimates: dict[str, dict[str, Estimate]]
    latency_ms: dict[str, float]
    refusals: dict[str, Estimate] = field(default_factory=dict)
