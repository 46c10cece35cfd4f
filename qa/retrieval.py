"""The passages a question asks for: one search for each of its clauses, within the outlets and days it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest

from qa.followup import Known
from qa.question import plain, understand
from qa.restating import compared, matter
from qa.understood import Clause, Understood
from vectorstore.config import SearchSettings
from vectorstore.library import Library
from vectorstore.types import NOT_STATED, ArticleRecord, Filters, Hit, Passage, Query, SearchResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What retrieval does beyond the library's own search; each step can be switched off to see what it brings."""

    understanding: bool = True
    """Read outlets, dates and clauses out of the question. Off: it is searched as it stands."""
    clauses: bool = True
    """One search for each clause. Off: the whole question, within all that its clauses name."""
    outlets: bool = True
    """Search a clause in the outlets that it names."""
    dates: bool = True
    """Search a clause in the days that it names."""
    by_score: bool = True
    """Merge what the clauses found by score. Off: in turns, the best of each, then the second of each, and so on."""
    narrowest: bool = True
    """At equal scores, and in turns, first the search with the fewest articles. Off: the question's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalSettings:
    """The numbers of retrieval. As in `SearchSettings`, the defaults were chosen by `byline tune`."""

    search: SearchSettings = SearchSettings()
    whole: float = 0.0
    """What a hit of the whole question, searched within each clause's limits, counts for beside one of the clause."""
    most_of_one: int | None = None
    """Passages of one article that come before others of it are put off to the end; None for as many as there are."""


@dataclass(frozen=True, slots=True)
class Search:
    """One search that a question asked for: its words, what a sentence must answer, its hits, best first."""

    text: str
    asked: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The hits of all searches as one list, best first, and what the question was taken to mean.

    `missing` are the clauses whose outlets or days no article has that the asker's own filters leave.
    """

    hits: tuple[Hit, ...]
    searches: tuple[Search, ...]
    understood: Understood
    articles: int
    outlets: tuple[str | None, ...]
    left_out_for_no_date: int
    missing: tuple[Clause, ...] = ()


class Retrieval:
    """Searches one library the way its questions ask. Safe to use from several threads."""

    def __init__(self, library: Library, *, settings: RetrievalSettings | None = None) -> None:
        self._library = library
        self._settings = settings or RetrievalSettings()
        self._holdings = _Holdings((), frozenset(), ())

    def search(
        self, question: str, *, filters: Filters | None = None, limit: int = 10, steps: Steps | None = None
    ) -> Retrieved:
        """The passages that the question asks for. One call of the encoder, whatever its number of clauses."""
        filters, steps = filters or Filters(), steps or Steps()
        holdings = self._held()
        understood = _understood(question, holdings, self._library) if steps.understanding else plain(question)
        searches = [(clause, limited(filters, clause)) for clause in _switched(understood, steps)]
        queries = [Query(clause.search_text, limit) for clause, limit in searches if limit is not None]
        results, beside = self._searched(queries, understood.question, limit)
        each = iter(results)
        found = [(clause, next(each) if limit is not None else None) for clause, limit in searches]
        made = [
            Search(clause.search_text, matter(clause, understood.mentions), one.hits)
            for clause, one in found
            if one is not None
        ]
        scopes = [self._library.scope(query.filters) for query in queries]
        return Retrieved(
            hits=self._merged(results, beside, steps)[:limit],
            searches=tuple(made),
            understood=understood,
            articles=len(frozenset().union(*(within.keys for within in scopes))),
            outlets=tuple(dict.fromkeys(outlet for within in scopes for outlet in within.outlets)),
            left_out_for_no_date=max((within.left_out_for_no_date for within in scopes), default=0),
            missing=tuple(clause for clause, one in found if clause.restricts and not (one and one.articles)),
        )

    def _searched(
        self, queries: Sequence[Query], question: str, limit: int
    ) -> tuple[tuple[SearchResult, ...], tuple[SearchResult, ...]]:
        """What the queries find, and what the whole question does within the limits of those that are only a part."""
        whole = [Query(question, query.filters) for query in queries if query.text != question]
        asked = [*queries, *(dict.fromkeys(whole) if self._settings.whole else ())]
        results = self._library.search_all(asked, limit=limit, settings=self._settings.search)
        return results[: len(queries)], results[len(queries) :]

    def _merged(self, results: Sequence[SearchResult], beside: Sequence[SearchResult], steps: Steps) -> tuple[Hit, ...]:
        ordered = [*_narrowest_first(results), *beside] if steps.narrowest else [*results, *beside]
        weights = [1.0] * len(results) + [self._settings.whole] * len(beside)
        hits = by_score(ordered, weights) if steps.by_score else interleaved(ordered)
        return hits if self._settings.most_of_one is None else spread(hits, self._settings.most_of_one)

    def known(self) -> Known:
        """What resolving a follow-up must know of the library."""
        held = self._held()
        unnamed = any(record.outlet is None for record in held.records)
        outlets = (*sorted(held.outlets), *((NOT_STATED,) if unnamed else ()))
        return Known(lambda question: _understood(question, held, self._library), outlets, held.years)

    def _held(self) -> _Holdings:
        """What the library's records tell of it, worked out once for each state of it."""
        records = self._library.articles()
        if records is not self._holdings.records:
            outlets = frozenset(record.outlet for record in records if record.outlet)
            years = tuple(sorted({record.day.year for record in records if record.day}))
            self._holdings = _Holdings(records, outlets, years)
        return self._holdings


@dataclass(frozen=True, slots=True)
class _Holdings:
    records: tuple[ArticleRecord, ...]
    outlets: frozenset[str]
    years: tuple[int, ...]


def limited(filters: Filters, clause: Clause) -> Filters | None:
    """The asker's filters, narrowed by what the clause names; None when the two leave nothing between them."""
    outlets = filters.outlets or clause.outlets
    if filters.outlets and clause.outlets:
        outlets = tuple(outlet for outlet in clause.outlets if outlet in filters.outlets)
    after = max(filter(None, (filters.after, clause.after)), default=None)
    before = min(filter(None, (filters.before, clause.before)), default=None)
    if (clause.outlets and not outlets) or (after and before and before < after):
        return None
    return Filters(outlets=outlets, after=after, before=before, without=filters.without)


def by_score(results: Sequence[SearchResult], weights: Sequence[float]) -> tuple[Hit, ...]:
    """The hits of several searches as one list by their scores, none twice, each score times the search's weight.

    A score says how far the legs agree that a passage is the best of its search, so a clause that has a clear answer
    goes before one that has none. At equal scores the earlier search goes first.
    """
    best: dict[Passage, tuple[float, Hit]] = {}
    for result, weight in zip(results, weights, strict=True):
        for hit in result.hits:
            score = weight * hit.score
            if hit.passage not in best or score > best[hit.passage][0]:
                best[hit.passage] = (score, hit)
    return tuple(hit for _, hit in sorted(best.values(), key=lambda one: -one[0]))


def interleaved(results: Sequence[SearchResult]) -> tuple[Hit, ...]:
    """The hits of several searches as one list: each one's first, then each one's second, and so on, none twice."""
    first: dict[Passage, Hit] = {}
    for row in zip_longest(*(result.hits for result in results)):
        for hit in row:
            if hit is not None:
                first.setdefault(hit.passage, hit)
    return tuple(first.values())


def spread(hits: Iterable[Hit], most: int) -> tuple[Hit, ...]:
    """The hits, those of an article beyond its first `most` put off to the end."""
    met: Counter[str] = Counter()
    kept: list[Hit] = []
    later: list[Hit] = []
    for hit in hits:
        met[hit.passage.article_id] += 1
        (kept if met[hit.passage.article_id] <= most else later).append(hit)
    return (*kept, *later)


def _narrowest_first(results: Sequence[SearchResult]) -> list[SearchResult]:
    """Among three articles of one day, the best is more often the right one than among a thousand."""
    return sorted(results, key=lambda result: result.articles)


def _understood(question: str, holdings: _Holdings, library: Library) -> Understood:
    read = partial(understand, outlets=library.outlets, known=holdings.outlets, years=holdings.years)
    asked = compared(question)
    each = read(asked) if asked else None
    # What is compared may be no outlets.
    return each if each and sum(mention.restricts for mention in each.mentions) > 1 else read(question)


def _switched(understood: Understood, steps: Steps) -> tuple[Clause, ...]:
    """The clauses with the steps that are off undone."""
    clauses = understood.clauses if steps.clauses else (_whole(understood),)
    if not steps.outlets:
        clauses = tuple(replace(clause, outlets=()) for clause in clauses)
    if not steps.dates:
        clauses = tuple(replace(clause, after=None, before=None) for clause in clauses)
    return clauses


def _whole(understood: Understood) -> Clause:
    """The question as one search, within all that its clauses are limited to, if each of them is."""
    clauses = understood.clauses
    (whole,) = plain(understood.question).clauses
    outlets = dict.fromkeys(outlet for clause in clauses for outlet in clause.outlets)
    after = [clause.after for clause in clauses]
    before = [clause.before for clause in clauses]
    return replace(
        whole,
        outlets=tuple(outlets) if all(clause.outlets for clause in clauses) else (),
        after=min(day for day in after if day) if all(after) else None,
        before=max(day for day in before if day) if all(before) else None,
    )
