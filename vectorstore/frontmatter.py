"""Front matter: the `key: value` lines between two rules at the top of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FRONT_MATTER_LINES = 100
"""Lines within which front matter must close; without a close the text merely opens with a rule."""

_ROW = re.compile(r"[^\r\n]*(?:\r\n|[\n\r]|$)")
_FIELD = re.compile(r"(?P<key>[A-Za-z][\w-]{0,40})\s*[:=]\s*(?P<value>.*)")
_ITEM = re.compile(r"\s*-\s+(?P<value>.+)")
_VALUE = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^\s,\[\]\"'][^,\[\]]*)")
_FIELDS = {
    "outlet": ("outlet", "source", "publication", "publisher", "newspaper", "site", "site_name", "sitename"),
    "authors": ("author", "authors", "by", "byline"),
    "published": ("published", "date", "published_at", "date_published", "publish_date", "pubdate"),
    "updated": ("updated", "modified", "lastmod", "updated_at", "date_modified"),
    "title": ("title", "headline"),
    "url": ("url", "link", "canonical", "permalink", "source_url", "original_url", "canonical_url"),
}
_NAMES = {key: name for name, keys in _FIELDS.items() for key in keys}


@dataclass(frozen=True, slots=True)
class Field:
    """One value: `name` is one of outlet, authors, published, updated, title, url; the text has it at [start:end]."""

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values that front matter states, and where the text after it begins (0 without front matter)."""

    fields: tuple[Field, ...] = ()
    end: int = 0


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of a text between lines of `---` or `+++`; keys it doesn't know are passed over."""
    fence = text[:3]
    if fence not in ("---", "+++"):
        return FrontMatter()
    rows = _rows(text)
    if next(rows)[1].strip() != fence:
        return FrontMatter()
    fields: list[Field] = []
    key, stated = "", False
    for number, (at, row) in enumerate(rows):
        if row.strip() == fence:
            return FrontMatter(tuple(fields), at + len(row)) if stated else FrontMatter()
        if number >= FRONT_MATTER_LINES:
            break
        found = _FIELD.match(row.rstrip())
        item = _ITEM.match(row.rstrip()) if key else None
        if found:
            key, stated = found["key"].lower().replace("-", "_"), True
            fields.extend(_values(key, found["value"], at + found.start("value")))
        elif item:
            fields.extend(_values(key, item["value"], at + item.start("value")))
        elif row.strip() and not row.startswith((" ", "\t", "#", "[")):
            break
    return FrontMatter()


def _rows(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    while at < len(text):
        found = _ROW.match(text, at)
        row = found[0] if found else text[at:]
        yield at, row
        at += max(len(row), 1)


def _values(key: str, stated: str, start: int) -> Iterator[Field]:
    """The one value of a field, or each of a list of authors; quotation marks around it are no part of it."""
    name = _NAMES.get(key)
    if name is None:
        return
    if name == "authors":
        pieces = [
            (found.start(group), found.end(group)) for found in _VALUE.finditer(stated) if (group := found.lastindex)
        ]
    elif len(stated) > 1 and stated[0] == stated[-1] and stated[0] in "\"'":
        pieces = [(1, len(stated) - 1)]
    else:
        pieces = [(0, len(stated))]
    for first, last in pieces:
        value = stated[first:last].strip()
        if value:
            at = start + first + stated[first:last].index(value)
            yield Field(name, value, at, at + len(value))
