"""The words around the quotes: what was found, what was not, and where it was looked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.types import OUTLET_NOT_STATED, Point, Searched
from qa.understood import Clause

NOT_IN_SOURCES = "The articles don't say."
"""The one refusal, the same in every interface and test."""


def answered(points: Sequence[Point], missing: Sequence[Clause] = (), *, filtered: bool = False) -> str:
    """How many statements, printed by how many articles, and what the question named that none of those asked has."""
    articles = len({citation.article_id for point in points for citation in point.citations})
    said = [f"{count(len(points), 'statement')} from {count(articles, 'article')}."]
    return " ".join([*said, *(absent(clause, filtered=filtered) for clause in missing)])


def not_in_sources(searched: Searched, missing: Sequence[Clause] = ()) -> str:
    """The refusal, and what was searched before giving it."""
    said = [NOT_IN_SOURCES, *(absent(clause, filtered=bool(searched.filters)) for clause in missing)]
    if searched.articles:
        said.append(f"Searched {count(searched.articles, 'article')}: {outlets(searched.outlets)}.")
    elif searched.filters and not missing:
        said.append("No article in the library passes the filters.")
    elif not missing:
        said.append("The library holds no articles yet.")
    if searched.left_out_for_no_date:
        said.append(f"{left_out(searched.left_out_for_no_date)}.")
    return " ".join(said)


def absent(clause: Clause, *, filtered: bool = False) -> str:
    """That no article is from the outlets, or of the days, that a clause of the question asks for.

    Under filters of the asker's own, that is said only of the articles that pass them.
    """
    said = "No article that passes the filters" if filtered else "No article here"
    if clause.outlets:
        said += " is from " + " or ".join(clause.outlets)
    days = [f"{day.day} {day:%B %Y}" for day in (clause.after, clause.before) if day]
    if clause.after and clause.before:
        said += f" of {days[0]}" if days[0] == days[1] else f" of {days[0]} to {days[1]}"
    elif days:
        said += f" {'from' if clause.after else 'until'} {days[0]}"
    return said + "."


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


def unsupported(sentences: int) -> str:
    """How many sentences of a draft are left out."""
    left, them = ("is left out", "it") if sentences == 1 else ("are left out", "them")
    return f"{count(sentences, 'sentence')} of the draft {left}: no evidence supports {them}."


def count(number: int, noun: str) -> str:
    """`1 article`, `2 articles`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
