"""The words around the quotes: what was found, what was not, and where it was looked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.types import OUTLET_NOT_STATED, Point, Searched

NOT_IN_SOURCES = "The articles don't say."
"""The one refusal, the same in every interface and test."""


def answered(points: Sequence[Point]) -> str:
    """How many statements, printed by how many articles."""
    articles = len({citation.article_id for point in points for citation in point.citations})
    return f"{count(len(points), 'statement')} from {count(articles, 'article')}."


def not_in_sources(searched: Searched) -> str:
    """The refusal, and what was searched before giving it."""
    said = [NOT_IN_SOURCES]
    if searched.articles:
        said.append(f"Searched {count(searched.articles, 'article')}: {outlets(searched.outlets)}.")
    elif searched.filters:
        said.append("No article in the library passes the filters.")
    else:
        said.append("The library holds no articles yet.")
    if searched.left_out_for_no_date:
        said.append(f"{left_out(searched.left_out_for_no_date)}.")
    return " ".join(said)


def left_out(articles: int) -> str:
    """How many articles a date filter could not place."""
    return f"{count(articles, 'article')} left out for stating neither a publication date nor an update"


def outlets(names: Iterable[str | None]) -> str:
    """Outlet names as a phrase; a None among them is an article that names no outlet."""
    names = list(names)
    said = sorted({name for name in names if name is not None})
    if None in names:
        said.append(OUTLET_NOT_STATED)
    return said[0] if len(said) == 1 else ", ".join(said[:-1]) + " and " + said[-1] if said else "none"


def count(number: int, noun: str) -> str:
    """`1 article`, `2 articles`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
