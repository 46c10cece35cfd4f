"""The vocabulary of an answer. `Answer.to_json` is the one shape that every interface shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from qa.turns import FollowUp
from qa.understood import Understood
from vectorstore.types import ArticleRecord, Filters

SCHEMA = 1
OUTLET_NOT_STATED = "outlet not stated"

Status = Literal["answered", "not_in_sources", "error"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of one article's story that may answer the question. `text` is verbatim at [start:end]."""

    article: ArticleRecord
    start: int
    end: int
    text: str
    score: float
    before: str = ""
    """The sentence of the story before it, where the passage has one."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is said, and the evidence of each article that says it, best first."""

    witnesses: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a point stands in print: outlet, article, and the exact span of its text."""

    n: int
    outlet: str | None
    outlet_basis: str
    title: str
    authors: tuple[str, ...]
    published: str | None
    updated: str | None
    dateline: str | None
    url: str | None
    credits: tuple[str, ...]
    article_id: str
    source: str
    start: int
    end: int
    quote: str
    context: str = ""
    """The sentence before it, verbatim, where it says “he” or “it” of someone or something that stands there."""


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence of an answer and the citations that carry it."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What the answer rests on: how many articles, of which outlets (None: not stated), under which filters."""

    articles: int
    outlets: tuple[str | None, ...]
    filters: Filters = Filters()
    left_out_for_no_date: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as data: a stable code, what is wrong, what to do next; `usage` when it is the asker's to mend."""

    code: str
    message: str
    next: str
    usage: bool = False


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote the points that are shown, and which model was asked and where, if one was.

    `kind` is "quotes" also where a model was asked and nothing of its draft is shown. `sent_to` is the host that the
    question and its evidence were sent to; None where they stayed on this machine.
    """

    kind: Literal["quotes", "llm"] = "quotes"
    model: str | None = None
    sent_to: str | None = None


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A sentence of a draft that was left out, and why in plain words."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What Byline says to one question."""

    question: str
    status: Status
    points: tuple[Point, ...] = ()
    searched: Searched = Searched(articles=0, outlets=())
    understood: Understood | None = None
    """What the question was taken to mean; None when it was searched as it stands on request, or not at all."""
    message: str = ""
    error: Problem | None = None
    probability: float | None = None
    """That the articles answer, 0 to 1; None where nothing was read."""
    reasons: tuple[str, ...] = ()
    """Why they are held not to answer, in plain words."""
    nearest: Point | None = None
    """What comes nearest to an answer where there is none."""
    writer: Writer = Writer()
    unsupported: tuple[Unsupported, ...] = ()
    writer_error: Problem | None = None
    """Why a model that was asked wrote nothing that is shown, or not all that it would have."""
    follow_up: FollowUp | None = None
    """How it was read after the questions before it; None where nothing was before or it was searched as it stands."""

    @property
    def asked(self) -> str:
        """The question as it was understood: as typed, where it stands alone."""
        return self.follow_up.text if self.follow_up else self.question

    @property
    def cited(self) -> tuple[Point, ...]:
        """All that is quoted: the points, or what comes nearest to one."""
        return self.points or ((self.nearest,) if self.nearest else ())

    @property
    def leans(self) -> bool:
        """Whether something was taken from the questions before."""
        return self.follow_up is not None and self.follow_up.leans

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON values; `error` is there only with status "error"."""
        shown: dict[str, Any] = {
            "schema": SCHEMA,
            "question": self.question,
            "asked": self.asked,
            "follow_up": self.follow_up.to_json() if self.follow_up and self.follow_up.leans else None,
            "status": self.status,
            "points": [_point(point) for point in self.points],
            "searched": {
                "articles": self.searched.articles,
                "outlets": list(self.searched.outlets),
                "filters": filters_json(self.searched.filters),
                "left_out_for_no_date": self.searched.left_out_for_no_date,
            },
            "understood": self.understood.to_json() if self.understood else None,
            "message": self.message,
            "probability": self.probability if self.probability is None else round(self.probability, 4),
            "reasons": list(self.reasons),
            "nearest": _point(self.nearest) if self.nearest else None,
            "writer": asdict(self.writer),
            "unsupported": [asdict(sentence) for sentence in self.unsupported],
            "writer_error": None,
        }
        if self.writer_error is not None:
            shown["writer_error"] = {"code": self.writer_error.code, "message": self.writer_error.message}
        if self.error is not None:
            shown["error"] = {"code": self.error.code, "message": self.error.message, "next": self.error.next}
        return shown


def filters_json(filters: Filters) -> dict[str, Any]:
    """Filters with their days as YYYY-MM-DD."""
    return {
        "outlets": list(filters.outlets),
        "after": filters.after.isoformat() if filters.after else None,
        "before": filters.before.isoformat() if filters.before else None,
    }


def _point(point: Point) -> dict[str, Any]:
    citations = [{**asdict(citation)} for citation in point.citations]
    for citation in citations:
        citation.update(authors=list(citation["authors"]), credits=list(citation["credits"]))
    return {"text": point.text, "citations": citations}
