"""When a page was published and updated, as the lines of its head and its foot state it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vectorstore.bylines import bare_names, led_names
from vectorstore.dates import WEEKDAY, Stamp, stamps
from vectorstore.furniture import section_label
from vectorstore.layout import Kind, Layout
from vectorstore.types import Attribute

LONGEST = 200
"""Characters of the longest line that is about a date."""

_BESIDE_DATES = re.compile(
    rf"\b(?:{WEEKDAY}|\d{{1,2}}[:.h]\d{{2}}(?::\d{{2}})?(?:\s*[ap]\.?m\b\.?)?|[ap]\.?m\b\.?"
    rf"|\d+ ?min(?:ute)?s?(?: read)?"
    r"|read|on|at|by|hrs|ist|et|ct|pt|cst|ast|local time|source|time|date|last|first|published|posted|updated"
    r"|modified|from"
    r"|print edition|edition|issue)\b",
    re.IGNORECASE,
)
_APART = re.compile(r"\||•|·|\s[–—-]\s")


@dataclass(frozen=True, slots=True)
class Timestamps:
    """The dates of a page, and the numbers of the lines that state them."""

    published: Attribute | None = None
    updated: Attribute | None = None
    lines: frozenset[int] = frozenset()


def read_timestamps(layout: Layout, known_outlet: Callable[[str], object]) -> Timestamps:
    """The first date of each kind; a date without a label counts as the publication's when no other does."""
    read: dict[str, Attribute] = {}
    lines: set[int] = set()
    for at, dated in _date_lines(layout, known_outlet):
        lines.add(at)
        for stamp in dated:
            basis = "updated line" if stamp.label == "updated" else "date line"
            part = layout.plain(at)[stamp.start : stamp.end]
            read.setdefault(stamp.label, layout.attribute(at, stamp.value, basis, part=part))
    published = read.get("published") or read.get("date") or read.get("")
    return Timestamps(published=published, updated=read.get("updated"), lines=frozenset(lines))


def _date_lines(layout: Layout, known_outlet: Callable[[str], object]) -> Iterator[tuple[int, list[Stamp]]]:
    for at in (*range(layout.body), *layout.footers()):
        text = layout.plain(at)
        if len(text) > LONGEST or (at >= layout.body and layout.kinds[at] is Kind.PROSE):
            continue
        dated = list(stamps(text))
        if at >= layout.body:
            # At the foot stand the dates of other things, too; the last line of a page is its own.
            alone = at == len(layout) - 1 and len(dated) == 1 and (dated[0].outer, dated[0].end) == (0, len(text))
            dated = [stamp for stamp in dated if stamp.label in ("updated", "published") or (alone and not stamp.label)]
        if dated and _about_dates(text, dated, known_outlet):
            yield at, dated


def _about_dates(text: str, dated: list[Stamp], known_outlet: Callable[[str], object]) -> bool:
    """Whether nothing stands in the line beside its dates but who wrote it, where, and how long a read it is."""
    if dated[0].label and dated[0].outer == 0:
        return True
    rest = text
    for stamp in dated:
        rest = rest.replace(text[stamp.outer : stamp.end], " | ")
    parts = [part.strip(" ,.:;–—-·•/()[]\t") for part in _APART.split(_BESIDE_DATES.sub(" ", rest))]
    return all(
        not part
        or section_label(part)
        or known_outlet(part)
        or led_names(f"by {part}", known_outlet)
        or bare_names(part, known_outlet)
        for part in parts
    )
