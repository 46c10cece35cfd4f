"""What an Article gets from beside its lines: a dateline's day, front matter, and what a person gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vectorstore.datelines import Dateline
from vectorstore.dates import read_date
from vectorstore.frontmatter import Field
from vectorstore.given import Given
from vectorstore.imprint import Imprint
from vectorstore.outlets import OutletTable
from vectorstore.types import Article, Attribute, Span

GIVEN = "given"
"""The basis of what was not read from the text but stated by a sidecar file or the caller."""


def with_dateline(article: Article, dateline: Dateline, *, start: int) -> Article:
    """The article with its dateline, which begins at `start`; one that states the year also dates the article."""
    span = Span(start, start + dateline.length)
    read = Attribute(value=article.text[span.start : span.end], basis="dateline", span=span)
    day = Attribute(value=dateline.day, basis="dateline", span=span) if dateline.day else None
    return replace(article, dateline=read, published=article.published or day)


def with_front_matter(article: Article, fields: Sequence[Field], *, outlets: OutletTable) -> Article:
    """The article with what its front matter states in place of what was read; the first of each field counts."""
    authors = tuple(_stated(field, field.value) for field in fields if field.name == "authors")
    if authors:
        article = replace(article, authors=authors)
    by_name = {field.name: field for field in reversed(fields)}
    for name in ("published", "updated"):
        stated = by_name.get(name)
        day = read_date(stated.value) if stated else None
        if stated and day:
            article = _replaced(article, name, _stated(stated, day))
    for name in ("title", "url"):
        if name in by_name:
            article = _replaced(article, name, _stated(by_name[name], by_name[name].value))
    url, outlet = by_name.get("url"), by_name.get("outlet")
    if outlet:
        return replace(article, outlet=_stated(outlet, _canonical(outlet.value, outlets)))
    domain = Imprint(outlets).address(url.value) if url else None
    if url and domain:
        return replace(article, outlet=Attribute(value=domain, basis="url domain", span=Span(url.start, url.end)))
    return article


def with_given(article: Article, given: Given, *, outlets: OutletTable) -> Article:
    """The article with what a person gave in place of what was read; a given address also names its outlet."""
    if given.authors:
        article = replace(article, authors=tuple(Attribute(value=name, basis=GIVEN) for name in given.authors))
    for name in ("published", "updated", "title", "url"):
        value = getattr(given, name)
        if value:
            article = _replaced(article, name, Attribute(value=value, basis=GIVEN))
    if given.outlet:
        return replace(article, outlet=Attribute(value=_canonical(given.outlet, outlets), basis=GIVEN))
    domain = Imprint(outlets).address(given.url) if given.url else None
    return replace(article, outlet=Attribute(value=domain, basis="url domain")) if domain else article


def _replaced(article: Article, name: str, read: Attribute) -> Article:
    match name:
        case "published":
            return replace(article, published=read)
        case "updated":
            return replace(article, updated=read)
        case "title":
            return replace(article, title=read)
        case _:
            return replace(article, url=read)


def _stated(field: Field, value: str) -> Attribute:
    return Attribute(value=value, basis=GIVEN, span=Span(field.start, field.end))


def _canonical(name: str, outlets: OutletTable) -> str:
    """The table's name for an outlet it knows; else the words as they were given."""
    found = outlets.by_name(name)
    return found.name if found else name
