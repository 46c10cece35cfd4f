"""The searches that a question asks for: its clauses, each with the outlet and the dates it is about. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from qa.cues import ARTICLE, DATE, DETERMINED, LEAD, NEAR, OUTLET, OWN, SAID, edges, pattern
from qa.publication import PUBLISHED
from qa.reporting import in_one_breath
from qa.understood import Clause, Mention, Period
from qa.words import content_words

MOST_CLAUSES = 8
"""A question that seems to have more is searched as one."""

FEWEST_WORDS = 2
"""Content words. A clause left with fewer is searched with the whole question's."""

_BY = (
    r"(?:(?:as\s+)?(?:according to|as per|per|courtesy of)|"
    rf"(?:as\s+)?(?:{SAID}|printed)(?:\s+\w+ly)?\s+(?:by|in|on|via))"
)
_LIMIT_BEFORE_OUTLET = pattern(
    rf"(?<!\w)(?:{_BY}\s+)?(?:{DETERMINED}(?:\w+\s+)?{ARTICLE}\s+(?:\w+ed\s+)?(?:from|by|in|of)\s+)?"
    rf"(?:(?:in|from)\s+)?{DETERMINED}$"
)
_LIMIT_AFTER_OUTLET = pattern(rf"^{OWN}(?:\s+(?:articles?|reports?|reporting|coverage|stor(?:y|ies)|pieces?)\b)?")
_LIMIT_BEFORE_DATE = pattern(
    rf"\b(?:{PUBLISHED}\s+)?(?:(?:on|in|at|from|of|dated|during|between)\s+)?(?:the\s+)?['\"‘“(]?$"
)
"""The words around an outlet or a date that only say that it is a limit."""

_TRAILING = pattern(r"[\w,\x01\x02]\s+(?:that was\s+|which was\s+|was\s+|and\s+)?", _BY, LEAD)
"""What makes an outlet the end of its clause and not the beginning: `..., according to X`."""

_BREAK = pattern(r"[;?!]\s|(?<=\w{4})\.\s|,?\s+(?:while|whilst|whereas|compared (?:to|with))\b")
_LINK = pattern(
    rf",?\s+(?:and|or|nor|but|yet|although|though|however|than|as well as)\b(?!\s+{DATE})|",
    r",\s+(?:which|who|whose|that|followed|before|after|is|was|were|are|has|have|had|did|does|do)\b|",
    rf"\s(?:before|after)\s(?=(?:the|that|an?|{OUTLET}))",
)
_COMMA = pattern(r",\s")
_QUOTATION = pattern(r'"[^"]{0,200}"|“[^”]{0,200}”')

_OPENING = pattern(
    r"^[\s,;.?!:]*(?:(?:and|or|but|while|whilst|whereas|yet|although|though|however|also|then|to)\b[\s,]*)*"
)
_CLOSING = pattern(r"[\s,;:(–—-]*(?:\b(?:and|or|but|as|while|by|in|on)\b[\s,]*)*$")
_UNTIDY = pattern(r"\s+(?=[,;:?!.](?:\s|$))|,(?=\s*[?;,.!])|(?<=\s)[‘'\"“]\s+[’'\"”](?=\s)")


@dataclass(slots=True)
class _Cell:
    """What belongs to one clause: outlets named in one breath, and a date."""

    mentions: list[Mention] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)

    @property
    def places(self) -> list[Mention | Period]:
        return [*self.mentions, *self.periods]

    @property
    def start(self) -> int:
        return min(place.start for place in self.places)

    @property
    def end(self) -> int:
        return max(place.end for place in self.places)


def clauses(
    question: str, mentions: Sequence[Mention], periods: Sequence[Period], *, mask: str, years: Collection[int] = ()
) -> tuple[Clause, ...]:
    """The question's clauses in order, at least one.

    Outlets named in one breath get a clause each, with the same words. A date with no outlet beside it belongs to the
    question's outlet if that is the only one. `years` are those in which a date without a year may lie.
    """
    cells = _cells(mentions, periods, mask)
    if len(cells) > MOST_CLAUSES:
        names = tuple(dict.fromkeys(name for cell in cells for mention in cell.mentions for name in mention.outlets))
        return (Clause(question, 0, len(question), question, outlets=names),)
    limits = {place.start: _limit(mask, place) for cell in cells for place in cell.places}
    cuts = [0, *(_cut(mask, one, other, limits) for one, other in pairwise(cells)), len(question)]
    said = _Said(question, sorted(limits.values()))
    found: dict[tuple[object, ...], Clause] = {}
    only = {mention.outlets for cell in cells for mention in cell.mentions}
    for cell, (start, end) in zip(cells or [_Cell()], pairwise(cuts), strict=True):
        words = said.between(start, end)
        after, before = _hull(cell.periods, years)
        for outlets in [mention.outlets for mention in cell.mentions] or (list(only) if len(only) == 1 else [()]):
            clause = Clause(
                text=question[start:end].strip(),
                start=start,
                end=end,
                search_text=words,
                outlets=outlets,
                periods=tuple(cell.periods),
                after=after,
                before=before,
            )
            found.setdefault((words, outlets, after, before), clause)
    return tuple(found.values())


def _cells(mentions: Sequence[Mention], periods: Sequence[Period], mask: str) -> list[_Cell]:
    named: list[Mention | Period] = [*mentions, *periods]
    places = sorted((place for place in named if place.restricts), key=lambda place: place.start)
    cells: list[_Cell] = []
    for place in places:
        cell = cells[-1] if cells else None
        if cell is None or not _belongs(place, cell, mask):
            cell = _Cell()
            cells.append(cell)
        if isinstance(place, Mention):
            cell.mentions.append(place)
        else:
            cell.periods.append(place)
    return cells


def _belongs(place: Mention | Period, cell: _Cell, mask: str) -> bool:
    if isinstance(place, Mention) and cell.mentions:
        return not cell.periods and in_one_breath(mask, cell.mentions[-1], place)
    if isinstance(place, Period) and cell.periods:
        return False
    between = mask[cell.end : place.start]
    if isinstance(place, Mention) and len(between) > NEAR // 2:
        return False
    return not _BREAK.search(between)


def _cut(mask: str, one: _Cell, other: _Cell, limits: Mapping[int, tuple[int, int]]) -> int:
    """Where the clause of `one` ends and that of `other` begins."""
    start, end = one.end, max(one.end, limits[other.start][0])
    trailing = bool(_TRAILING.search(mask[max(0, other.start - NEAR) : other.start]))
    both = trailing and bool(_TRAILING.search(mask[max(0, one.start - NEAR) : one.start]))
    quoted = [match.span() for match in _QUOTATION.finditer(mask)]
    for link in (_BREAK, _LINK, _COMMA):
        places = [match.start() for match in link.finditer(mask, start, end)]
        places = [place for place in places if not any(first < place < last for first, last in quoted)]
        if places:
            return places[0] if both else places[-1]
    return end


def _limit(mask: str, place: Mention | Period) -> tuple[int, int]:
    """Where the words begin and end that only say that an outlet or a date is a limit."""
    start, end = edges(mask, place)
    before, after = mask[max(0, start - 80) : start], mask[end : end + NEAR]
    outlet = isinstance(place, Mention)
    opening = (_LIMIT_BEFORE_OUTLET if outlet else _LIMIT_BEFORE_DATE).search(before)
    closing = _LIMIT_AFTER_OUTLET.match(after) if outlet else None
    return start - len(before) + (opening.start() if opening else len(before)), end + (closing.end() if closing else 0)


def _hull(periods: Sequence[Period], years: Collection[int]) -> tuple[date | None, date | None]:
    """The first and last day of what is asked for, where its year is certain; open where any end is open."""
    pairs = [pair for period in periods for pair in period.resolve(years)]
    if not pairs or any(len(period.resolve(years)) != 1 for period in periods):
        return None, None
    firsts, lasts = [first for first, _ in pairs], [last for _, last in pairs]
    return (
        None if None in firsts else min(day for day in firsts if day),
        None if None in lasts else max(day for day in lasts if day),
    )


class _Said:
    """The words worth searching for in any stretch of the question: without those that became limits."""

    def __init__(self, question: str, limits: Sequence[tuple[int, int]]) -> None:
        self._question = question
        self._limits = limits

    def between(self, start: int, end: int) -> str:
        """The words of a stretch; those of the whole question if too few are left."""
        kept = self._kept(start, end)
        if len(content_words(kept)) < FEWEST_WORDS:
            return self._kept(0, len(self._question)) or self._question[start:end].strip()
        return kept

    def _kept(self, start: int, end: int) -> str:
        kept, at = [], start
        for first, last in self._limits:
            if first < end and last > start:
                kept.append(self._question[at : max(at, first)])
                at = max(at, min(last, end))
        text = " ".join("".join([*kept, " ", self._question[at:end]]).split())
        text = _UNTIDY.sub("", _UNTIDY.sub("", text))
        text = _OPENING.sub("", text, count=1)
        # Only near the end, so that a long run of commas within costs nothing.
        return text[:-NEAR] + _CLOSING.sub("", text[-NEAR:], count=1)
