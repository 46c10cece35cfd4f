"""A library and an assistant in memory for the page's tests: small, real, and a function of the words alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from threading import Barrier

from qa.assistant import failed
from qa.composing import LlmWriter, Watch
from qa.filters import together
from qa.followup import Known, resolve, turn
from qa.question import understand
from qa.types import Answer, Citation, Evidence, Point, Searched
from qa.understood import Understood
from vectorstore.errors import ArticleNotFound, LibraryDamaged, UsageError
from vectorstore.outlets import OutletTable
from vectorstore.types import NOT_STATED, Article, ArticleRecord, Attribute, Filters, Span

OUTLETS = OutletTable.load()
_COMMON = frozenset(
    "a about an and at by did do does for from in is it of on or s said say that the to what who with".split()
)


def article(
    text: str,
    *,
    title: str = "A title",
    outlet: str | None = None,
    credits: Sequence[str] = (),
    story: Sequence[tuple[int, int]] | None = None,
    **stated: str,
) -> Article:
    """An article that is all story unless told otherwise; `stated` are its url, published, updated or dateline."""
    return Article(
        source="article.txt",
        text=text,
        title=Attribute(title, "first line"),
        outlet=Attribute(outlet, "masthead") if outlet else None,
        credits=tuple(Attribute(credit, "photo credit") for credit in credits),
        story=tuple(Span(*pair) for pair in ([(0, len(text))] if story is None else story)),
        **{name: Attribute(value, "stated") for name, value in stated.items()},
    )


def record(article: Article, *, article_id: str) -> ArticleRecord:
    """The record of an article, as the library would list it."""

    def value(attribute: object) -> str | None:
        return getattr(attribute, "value", None)

    return ArticleRecord(
        id=article_id,
        revision=f"{abs(hash(article)):012x}"[:12],
        source=article.source,
        root=article.root,
        title=value(article.title) or article.source,
        outlet=value(article.outlet),
        outlet_basis=article.outlet.basis if article.outlet else NOT_STATED,
        authors=tuple(author.value for author in article.authors),
        published=value(article.published),
        updated=value(article.updated),
        dateline=value(article.dateline),
        url=value(article.url),
        credits=tuple(credit.value for credit in article.credits),
        passages=1,
        characters=len(article.text),
        added="2024-01-01T00:00:00+00:00",
    )


class FakeLibrary:
    """Articles by id; one can be added or removed while a page runs."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles: dict[str, Article] = {}
        self.damaged = False
        for article in articles:
            self.add(article)

    def add(self, article: Article) -> str:
        article_id = f"{len(self._articles):012x}"
        self._articles[article_id] = article
        return article_id

    def remove(self, article_id: str) -> None:
        del self._articles[article_id]

    def articles(self) -> tuple[ArticleRecord, ...]:
        self._check()
        return tuple(record(article, article_id=key) for key, article in self._articles.items())

    def article(self, article_id: str) -> Article:
        self._check()
        try:
            return self._articles[article_id]
        except KeyError:
            raise ArticleNotFound(f"No article has the id {article_id}.") from None

    def _check(self) -> None:
        if self.damaged:
            raise LibraryDamaged("The library can't be read.", next="byline rebuild")

    def record(self, article_id: str) -> ArticleRecord:
        return record(self.article(article_id), article_id=article_id)


class FakeAssistant:
    """Quotes the sentences that share at least two words with the question, the most first, of the outlets it asks.

    A question that begins with "Together" waits until `together` of them are being answered: one at a time, they
    never would be.
    """

    def __init__(self, library: FakeLibrary, *, together: int = 2) -> None:
        self.library = library
        self._together = Barrier(together)

    def ask(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        literally: bool = False,
        history: Sequence[Answer] = (),
        llm: LlmWriter | None = None,
        watch: Watch | None = None,
    ) -> Answer:
        filters = filters or Filters()
        if history and not literally and any(mark.isalnum() for mark in question):
            turns = [turn(answer) for answer in history if answer.status != "error"]
            known = Known(lambda text: understand(text, outlets=OUTLETS, known=self._known()), tuple(self._known()))
            read = resolve(question, turns, known)
            answer = self.ask(read.text, filters=together(filters, read.scope), llm=llm, watch=watch)
            return replace(answer, question=question, follow_up=replace(read, given=filters))
        if question.startswith("Together"):
            self._together.wait(timeout=30)
        if not any(mark.isalnum() for mark in question):
            return failed(question, UsageError("The question is empty.", next="Ask something in words."))
        try:
            understood = None if literally else understand(question, outlets=OUTLETS, known=self._known())
            records = [item for item in self.library.articles() if _within(item, filters) and _meant(item, understood)]
        except LibraryDamaged as error:
            return failed(question, error)
        searched = Searched(
            articles=len(records), outlets=tuple(dict.fromkeys(item.outlet for item in records)), filters=filters
        )
        points = _points(_words(question), [(item, self.library.article(item.id)) for item in records])
        if not points:
            message = "The articles here do not say."
            return Answer(question, "not_in_sources", searched=searched, understood=understood, message=message)
        answer = Answer(question, "answered", points=points, searched=searched, understood=understood)
        return llm.write(answer, self._evidence(points), watch=watch) if llm else answer

    def _evidence(self, points: Sequence[Point]) -> list[Evidence]:
        citations = [citation for point in points for citation in point.citations]
        return [
            Evidence(self.library.record(one.article_id), one.start, one.end, one.quote, 1 - number / 100)
            for number, one in enumerate(citations)
        ]

    def _known(self) -> frozenset[str]:
        return frozenset(record.outlet for record in self.library.articles() if record.outlet)


def _meant(item: ArticleRecord, understood: Understood | None) -> bool:
    named = {outlet for clause in understood.clauses for outlet in clause.outlets} if understood else set()
    return not named or item.outlet in named


def _within(item: ArticleRecord, filters: Filters) -> bool:
    if filters.outlets and (item.outlet or NOT_STATED) not in filters.outlets:
        return False
    if not (filters.after or filters.before):
        return True
    day = item.day
    return day is not None and (filters.after or day) <= day <= (filters.before or day)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold())) - _COMMON


def _points(wanted: set[str], articles: Sequence[tuple[ArticleRecord, Article]]) -> tuple[Point, ...]:
    groups: dict[str, list[tuple[ArticleRecord, Span]]] = {}
    texts: dict[str, str] = {}
    for item, article in articles:
        for part in article.story:
            for found in re.finditer(r"\S[^\n]*?(?:[.!?][”\"]?(?=\s|$)|$)", article.text[part.start : part.end], re.M):
                span = Span(part.start + found.start(), part.start + found.end())
                key = " ".join(re.findall(r"\w+", found.group().casefold()))
                groups.setdefault(key, []).append((item, span))
                texts.setdefault(key, found.group())
    best = sorted(
        (key for key in groups if len(wanted & _words(key)) >= 2), key=lambda key: -len(wanted & _words(key))
    )[:4]
    points, number = [], 0
    for key in best:
        citations = []
        for item, span in groups[key]:
            number += 1
            text = next(article.text for other, article in articles if other is item)
            citations.append(citation(item, span, number=number, quote=text[span.start : span.end]))
        points.append(Point(text=texts[key], citations=tuple(citations)))
    return tuple(points)


def citation(item: ArticleRecord, span: Span, *, number: int, quote: str) -> Citation:
    """A citation of one span of a record's article."""
    return Citation(
        n=number,
        outlet=item.outlet,
        outlet_basis=item.outlet_basis,
        title=item.title,
        authors=item.authors,
        published=item.published,
        updated=item.updated,
        dateline=item.dateline,
        url=item.url,
        credits=item.credits,
        article_id=item.id,
        source=item.source,
        start=span.start,
        end=span.end,
        quote=quote,
    )
