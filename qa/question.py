"""What a question asks for: the outlets and dates it names, and the searches it is made of. Pure, no model.

What was found restricts only where the question asks for a report by that outlet or of that date; what is merely talked
about is listed and left to the search.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache

from qa import clauses, publication, reporting
from qa.cues import masked
from qa.dates import find_periods
from qa.names import OutletNames
from qa.understood import Understood
from vectorstore.outlets import OutletTable

MOST_NAMED = 100
"""Outlets and dates. A text that names more is no question about a report, and is searched as it stands."""


def understand(
    question: str,
    *,
    outlets: OutletTable,
    known: Collection[str] = (),
    years: Collection[int] = (),
    today: date | None = None,
) -> Understood:
    """What `question` was taken to mean, at least one clause.

    `known` are the names of the outlets that the library holds: a mention stands for these where it can, and they also
    go by their parts (`FOX News` for `FOX News - Health`). `years` are the years the library's articles are from: a
    date without a year limits a clause only if it lies in one of them alone. Without `today`, `yesterday` is no date.
    """
    names = _names(outlets, frozenset(known)).find(question)
    periods = find_periods(question, taken=masked(question, names), today=today)
    if len(names) + len(periods) > MOST_NAMED:
        return plain(question)
    mask = masked(question, names, periods)
    mentions = reporting.mentions(question, names, mask)
    periods = publication.dated(periods, mask)
    found = clauses.clauses(question, mentions, periods, mask=mask, years=years)
    return Understood(question, found, mentions, periods)


def plain(question: str) -> Understood:
    """The question as one clause that restricts nothing: understanding switched off."""
    return Understood(question, clauses.clauses(question, (), (), mask=question))


@lru_cache(maxsize=8)
def _names(outlets: OutletTable, known: frozenset[str]) -> OutletNames:
    return OutletNames(outlets, known)
