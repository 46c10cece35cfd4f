"""Whether an outlet is asked for as the reporter or only talked about, and a date as that of publication or of an event.

The rules are those of English reporting: *according to X*, *X reported*, *X's article*, *as covered by X*, *the article
of October 4*, *published in November*. In doubt nothing restricts: a limit too many hides articles, one too few only
ranks them lower.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from qa import cues
from qa.names import Name
from qa.understood import Mention, Period

NEAR = 120
"""Characters. A cue stands at most this far from an outlet it speaks of."""

FAR = 240
"""Characters. A report stands at most this far from its date."""

_QUOTES = {"'": "'", '"': '"', "‘": "’", "“": "”", "«": "»"}
_CONTROL = str.maketrans({cues.OUTLET: " ", cues.DATE: " "})


def masked(question: str, names: Iterable[Name | Mention], periods: Iterable[Period] = ()) -> str:
    """The question, as long as it was, with each outlet and each date as a run of its mark, quotation marks included."""
    mask = list(question.translate(_CONTROL))
    for mark, places in ((cues.OUTLET, names), (cues.DATE, periods)):
        for place in places:
            start, end = place.start, place.end
            if start and end < len(question) and _QUOTES.get(question[start - 1]) == question[end]:
                start, end = start - 1, end + 1
            mask[start:end] = mark * (end - start)
    return "".join(mask)


def mentions(question: str, names: Sequence[Name], mask: str) -> tuple[Mention, ...]:
    """The outlets that the question names, each with whether it restricts. Names that prove to be none are left out."""
    reports = [_reports(name, *_around(mask, name.start, name.end)) for name in names]
    _spread(names, mask, reports)
    if any(reports):
        for at, name in enumerate(names):
            before, after = _around(mask, name.start, name.end)
            if name.certain and not name.flanked and not name.quoted and not cues.NOT_FROM.search(before):
                contrast = cues.CONTRAST_BEFORE.search(before)
                subject = cues.AS_SUBJECT[0].search(before) and cues.AS_SUBJECT[1].search(after)
                reports[at] = reports[at] or bool(contrast or subject)
        _spread(names, mask, reports)
    found = [
        Mention(question[name.start : name.end], name.start, name.end, name.outlets, restricts=restricts)
        for name, restricts in zip(names, reports, strict=True)
        if restricts or name.certain
    ]
    return tuple(sorted([*found, *_same_outlet(question, found)], key=lambda mention: mention.start))


def coordinated(mask: str, one: Mention | Name, other: Mention | Name) -> bool:
    """Whether the two outlets are named in one breath: `both A and B`, `A, B and C`."""
    start, end = _edges(mask, one.start, one.end)[1], _edges(mask, other.start, other.end)[0]
    return end - start < NEAR and bool(cues.COORDINATED.search(mask[start:end]))


def dated(periods: Sequence[Period], mask: str) -> tuple[Period, ...]:
    """The periods, each with whether it restricts: whether it is when something was published."""
    decided: list[Period] = []
    for period in periods:
        before, after = _around(mask, period.start, period.end, reach=FAR)
        reported = any(earlier.restricts for earlier in decided)
        restricts = _published(period, before, after) or (reported and bool(cues.AND_AGAIN.search(before)))
        decided.append(replace(period, restricts=restricts))
    return tuple(decided)


def _edges(mask: str, start: int, end: int) -> tuple[int, int]:
    """Where the masked run around [start:end] begins and ends: with the quotation marks around a name."""
    mark = mask[start]
    while start and mask[start - 1] == mark:
        start -= 1
    while end < len(mask) and mask[end] == mark:
        end += 1
    return start, end


def _around(mask: str, start: int, end: int, *, reach: int = NEAR) -> tuple[str, str]:
    start, end = _edges(mask, start, end)
    return mask[max(0, start - reach) : start], mask[end : end + NEAR]


def _reports(name: Name, before: str, after: str) -> bool:
    if name.quoted or cues.NOT_FROM.search(before) or cues.ABOUT_OUTLET.search(before):
        return False
    bounded = name.certain or bool(cues.BOUNDARY.search(after))
    if bounded and not name.flanked:
        if any(cue.search(before) for cue in cues.BEFORE_OUTLET):
            return True
        if name.certain and _printed_in(name, before, after):
            return True
        if cues.ALONE[0].search(before) and cues.ALONE[1].search(after) and not name.common:
            return True
        if before.endswith("(") and after.startswith(")"):
            return name.certain
    verb = cues.VERB_ONLY.search(after)
    if verb and (cues.AS_A_PARTY.search(after) or (cues.PASSIVE.search(before) and cues.PARTICIPLE.search(after))):
        return False
    if name.flanked:
        return bool(cues.AFTER_OUTLET[0].search(after)) and not name.common
    return any(cue.search(after) for cue in cues.AFTER_OUTLET)


def _printed_in(name: Name, before: str, after: str) -> bool:
    inside = cues.IN_OUTLET.search(before)
    if inside is None or cues.HELD_IN.search(before[: inside.start()]):
        return False
    return not name.common or (inside.start() < 2 and bool(cues.BOUNDARY.search(after)))


def _spread(names: Sequence[Name], mask: str, reports: list[bool]) -> None:
    """Let outlets named in one breath with a reporter be reporters too."""
    pairs = [(at, at + 1) for at in range(len(names) - 1)]
    for one, other in (*pairs, *reversed(pairs)):
        if reports[one] != reports[other] and coordinated(mask, names[one], names[other]):
            reports[one] = reports[other] = names[one].certain and names[other].certain or reports[one] and reports[other]


def _same_outlet(question: str, found: Sequence[Mention]) -> Iterable[Mention]:
    """`the same newspaper`, as the outlet last asked for."""
    for match in cues.SAME_OUTLET.finditer(question):
        earlier = [mention for mention in found if mention.restricts and mention.end <= match.start()]
        if earlier:
            yield Mention(match.group(), match.start(), match.end(), earlier[-1].outlets, restricts=True)


def _published(period: Period, before: str, after: str) -> bool:
    if cues.OTHER_PRINT.search(before) and cues.OUTLET not in before:
        return False
    by_the_day = bool(period.first and period.last and period.last - period.first < timedelta(days=7))
    by_the_month = not (period.first and period.last) or period.last - period.first < timedelta(days=93)
    if any(cue.search(before) for cue in cues.BEFORE_DATE) or cues.THE_ONE_OF.search(before):
        return True
    if by_the_month and (cues.OF_A_DATE.search(before) or cues.AFTER_DATE.search(after)):
        return True
    if by_the_day and cues.AN_ARTICLE_ON.search(before) and not cues.EVENT.search(before):
        return True
    if cues.REPORTED_THEN.search(after) and len(before.split()) < 4:
        return True
    return by_the_day and bool(cues.LONG_WAY.search(before)) and not cues.EVENT.search(before)
