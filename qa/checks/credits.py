"""Where a sentence credits the article itself: such words need not stand in its text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.dates import find_periods
from vectorstore.types import ArticleRecord

_PARTS = re.compile(r"\s+\|\s+|\s+[-–—]\s+|:\s+")
_PIECE = r"(?:article|report|story|piece|review)"
_REPORTS = r"(?:has |have |had |also |first )*(?:(?:{})|(?:{})(?= (?:that|how|why|whether|what|if)\b))".format(
    "|".join(
        """reported reports said says wrote writes noted notes published quoted quotes stated states described describes
        cited cites suggests suggested argues argued recommends recommended explains explained adds added warns warned
        advises advised predicts predicted finds found contends contended lists concludes concluded observes
        observed""".split()
    )
    + "|points out|pointed out",
    # Without such a word after them they are deeds: "The Post expects to cut 50 jobs".
    "|".join(
        "asks asked wonders wondered expects expected considers considered believes thinks claims insists".split()
    ),
)
_BEFORE = (
    r"(?:according to|as (?:reported|told) (?:by|in|to)|(?:reported|published|printed|quoted|written) (?:by|in)|"
    rf"(?:an|the|its) {_PIECE} (?:by|in|from|of)|in|by|per|from|via)"
)
_ON = re.compile(r",?\s*(?:\(|(?:published |dated )?(?:on|of|in|from)\s+)?$")


_FIRST_PERSON = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|ours|us|[Ww]e['’](?:re|ve|ll|d)|I|[Mm]y|[Tt]his (?:article|story|post|guide|review))\b"
)


def credited(text: str, article: ArticleRecord, source: str = "") -> list[tuple[int, int]]:
    """The stretches of `text` that say in which article something stands, and nothing else.

    Where the article speaks of itself in `source`, as we do, the outlet's name stands for that.
    """
    forms = sorted(set(_forms(article)), key=len, reverse=True)
    if not forms:
        return []
    name = "(?:the )?(?:" + "|".join(re.escape(form) for form in forms) + r")(?:['’]s)?(?![\w])"
    pattern = re.compile(
        rf"\b{_BEFORE}\s+{name}|(?<![\w]){name}\s+(?:{_PIECE}\s+)?{_REPORTS}\b(?:\s+that\b)?|\({name}\)|^{name}:",
        re.IGNORECASE,
    )
    spans = [match.span() for match in pattern.finditer(text)]
    if not spans and _FIRST_PERSON.search(source):
        spans = [match.span() for match in re.finditer(rf"(?<![\w]){name}", text, re.IGNORECASE)]
    return [*spans, *_dates(text, spans, article)] if spans else []


def _forms(article: ArticleRecord) -> Iterator[str]:
    """What the outlet and the authors are called."""
    for stated in (article.outlet, *article.authors):
        if stated:
            for form in (stated, _PARTS.split(stated)[0]):
                yield form.removeprefix("The ").removeprefix("the ")


def _dates(text: str, spans: list[tuple[int, int]], article: ArticleRecord) -> Iterator[tuple[int, int]]:
    """The article's own date, where it stands at a credit."""
    stated = {day[:10] for day in (article.published, article.updated) if day}
    for period in find_periods(text):
        beside = any(_ON.fullmatch(text, end, period.start) for _, end in spans if end <= period.start)
        before = any(0 <= start - period.end <= 3 for start, _ in spans)
        one_day = period.first is not None and period.first == period.last and period.year_stated
        if (beside or before) and one_day and str(period.first) in stated:
            yield period.start, period.end
