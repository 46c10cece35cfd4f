"""The vocabulary of the library: what an article is, what a passage is, what a search returns.

Every span counts Unicode code points of the decoded text, line ends kept, end exclusive, so that
`article.text[start:end]` is always exactly the text that is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

NOT_STATED = "not stated"
"""The basis of an outlet that no line of the article and no one else has named."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text: code points, `end` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing an article says about itself, and where it was read.

    `span` is None when the value was given from outside the text (a sidecar file, the caller).
    Dates are ISO 8601 (`2015-11-27`, or with a time when one was stated).
    """

    value: str
    basis: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A text as it came, untouched, with what was read from it. What it does not say is None or empty."""

    source: str
    text: str
    encoding: str = "utf-8"
    root: str = ""
    title: Attribute | None = None
    outlet: Attribute | None = None
    authors: tuple[Attribute, ...] = ()
    published: Attribute | None = None
    updated: Attribute | None = None
    dateline: Attribute | None = None
    url: Attribute | None = None
    decks: tuple[Attribute, ...] = ()
    credits: tuple[Attribute, ...] = ()
    story: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article as the library lists it: everything but the text."""

    id: str
    revision: str
    source: str
    root: str
    title: str
    outlet: str | None
    outlet_basis: str
    authors: tuple[str, ...]
    published: str | None
    updated: str | None
    dateline: str | None
    url: str | None
    credits: tuple[str, ...]
    passages: int
    characters: int
    added: str

    @property
    def day(self) -> date | None:
        """The day a date filter goes by: published, else updated, else none."""
        stated = self.published or self.updated
        return date.fromisoformat(stated[:10]) if stated else None


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one article's story, short enough for the encoder to read in full.

    `gaps` are the stretches of the article inside it that are not story, such as a heading: never evidence.
    """

    article_id: str
    start: int
    end: int
    text: str
    gaps: tuple[Span, ...] = ()

    @property
    def story(self) -> tuple[Span, ...]:
        """The stretches of the article inside it that are story."""
        starts = (self.start, *(gap.end for gap in self.gaps))
        ends = (*(gap.start for gap in self.gaps), self.end)
        return tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles to search. Both ends of the period are inclusive; empty means all.

    An outlet is its canonical name; `NOT_STATED` selects the articles that name none.
    """

    outlets: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None
    without: tuple[str, ...] = ()
    """The ids of articles to leave aside: to measure what is answered without them."""

    def __bool__(self) -> bool:
        return bool(self.outlets or self.after or self.before or self.without)


@dataclass(frozen=True, slots=True)
class Query:
    """One search: its words, and the articles to look in."""

    text: str
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found, and how each leg ranked it (1 is best; a leg that missed it is absent)."""

    passage: Passage
    article: ArticleRecord
    score: float
    ranks: dict[str, int] = field(default_factory=dict)
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits, best first, and what was searched for them."""

    hits: tuple[Hit, ...]
    articles: int
    outlets: tuple[str | None, ...]
    left_out_for_no_date: int = 0


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one path given to `Library.add`.

    `outcome` is one of added, updated, unchanged, skipped, refused; `reason` says why where it is not obvious.
    """

    source: str
    outcome: str
    article_id: str | None = None
    reason: str = ""
    warnings: tuple[str, ...] = ()
