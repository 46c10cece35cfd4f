"""Whether a date that a question names is when something was published or when something happened. Pure.

*The report of October 4*, *published in November* and *reported on October 7* restrict; *the attacks of Nov. 13* and
*the 2013 vote* don't.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from qa.cues import ADVERB, ARTICLE, DATE, OUTLET, OWN, SAID, SAYING, WORD, around, pattern
from qa.understood import Period

FAR = 240
"""Characters. A report stands at most this far from its date."""

A_WEEK = timedelta(days=7)
A_QUARTER = timedelta(days=93)

PUBLISHED = r"(?:published|posted|printed|dated|aired|broadcast|appear(?:s|ed|ing))"
_ON = r"(?:(?:on|in|at|from|of|for|during|between|around|as of|back in|dated)\s+)?(?:the\s+)?['\"‘“(]?$"
_SAYER = rf"(?:{OUTLET}+{OWN})"
_ARTICLES = r"\b(?:articles?|stories|coverage|columns?|editorials?|reporting|headlines|news)\s+"

_PUBLICATION = (
    pattern(
        rf"\b{PUBLISHED}(?:\s+(?:\w+ly|shortly|later|again|soon|after|before|by|in|on|from|the|an?)|\s+{_SAYER})*,?\s+",
        _ON,
    ),
    pattern(rf"{_SAYER}(?:\s+{ARTICLE})?{ADVERB}*\s+{SAYING}(?:\s+(?:back|again|first|earlier|later))?\s+", _ON),
    pattern(
        rf"\b(?:{SAID}|{ARTICLE})(?:\s+\w+ly)?\s+(?:by|in|from)\s+(?:both\s+)?(?:the\s+|an?\s+)?{_SAYER}"
        rf"(?:\s+{ARTICLE})?,?\s+",
        _ON,
    ),
    pattern(rf"{_SAYER}(?:{WORD}{{0,3}}\s+{ARTICLE})?,?\s+(?:of|from|dated|on|in|\()\s*(?:the\s+)?['\"‘“]?$"),
    pattern(r"\b(?:as|what (?:was|were|is|has been|had been)|it was|news|stories|articles?) reported\s+", _ON),
    pattern(_ARTICLES, r"(?:(?:from|of|dated|in|on|since|for|during)\s+)?(?:the\s+)?['\"‘“]?$"),
    pattern(
        r"\b(?:the|that|an?)\s+(?:one|ones|other|second|latter|former|later|earlier)\s+"
        r"(?:\w+(?:ing|ed)\s[^,;?]{0,80}?)?(?:from|of|on|dated|in)\s+$"
    ),
)
"""A date after one of these is one of publication."""

_OTHER_PRINT = pattern(
    r"\b(?:books?|novels?|stud(?:y|ies)|papers?|albums?|memoirs?|research|results|data|figures|lists?)\s+(?:\w+\s+)?",
    PUBLISHED,
    r"[\w\s]*$",
)
_OF_ARTICLE = pattern(rf"\b{ARTICLE}\s+(?:of|from|dated|on|at)\s+(?:the\s+)?['\"‘“]?$")
_ARTICLE_FOLLOWS = pattern(rf"^(?:['’]s|,)?\s+(?:{OUTLET}+{OWN}\s+)?(?:\w+\s+){{0,2}}?{ARTICLE}")
_REPORT_FOLLOWS = pattern(
    r"^,?\s+(?:(?:what|how|why|did|does|do|has|had|was|is|the|an?)\s+)*",
    rf"{OUTLET}+{OWN}{ADVERB}*\s+(?:{SAYING}|{ARTICLE})",
)
_AND_AGAIN = pattern(
    r"\b(?:and|or|then|again)(?:\s+(?:again|then|later|once more))?,?\s+(?:on|in)\s+$|",
    rf"\band (?:again|later)\b[^,;?!{DATE}]{{0,140}}\son\s+$",
)
_ARTICLE_WITH = pattern(rf"\b(?:the|an?)\s+(?:\w+\s+)?{ARTICLE}\s+\w+ing\s[^,;?]{{0,80}}?(?:from|of|on|dated|in)\s+$")
_REPORT_LONG_BEFORE = pattern(
    rf"(?:{_SAYER}(?:{WORD}{{0,3}}\s+{ARTICLE}|{ADVERB}*\s+{SAYING})|{ARTICLE}\s+(?:from|by|in)\s+(?:the\s+)?{OUTLET}+)",
    r"(?:(?!\b(?:that|who|whom|whose|when|where|which|while|because|if|after|before|since|until|is|are|was|were|has|"
    r"have|had|will|would|could|did|does|(?<!due )to(?! (?:the|an?|its|his|her|their)\b))\b)",
    rf"[^?!;{DATE}{OUTLET}])*?\s(?:on|of|from)\s+$",
)
"""A report with nothing but its matter, and no other verb, between it and the date."""

_EVENT = pattern(
    r"\b(?:attacks?|shootings?|explosions?|bombings?|votes?|elections?|games?|match(?:es)?|summits?|meetings?|"
    r"crash(?:es)?|earthquakes?|killings?|deaths?|arrests?|fires?|floods?|wars?|raids?|strikes?|debates?|speech(?:es)?|"
    r"trials?|hearings?|protests?|marches|lawsuits?|referendums?|invasions?|coups?|massacres?|events?|killed|died|held|"
    r"born|signed|shot|launched|released|arrested|murdered|elected|opened|founded|happened|place|occurred)"
    r"\s+(?:on|of|from)\s+$"
)


def dated(periods: Sequence[Period], mask: str) -> tuple[Period, ...]:
    """The periods, each with whether it restricts."""
    decided: list[Period] = []
    for period in periods:
        before, after = around(mask, period, reach=FAR)
        restricts = _is_publication(period, before, after) or (
            any(earlier.restricts for earlier in decided) and bool(_AND_AGAIN.search(before))
        )
        decided.append(replace(period, restricts=restricts))
    return tuple(decided)


def _is_publication(period: Period, before: str, after: str) -> bool:
    if _OTHER_PRINT.search(before) and OUTLET not in before:
        return False
    if any(cue.search(before) for cue in _PUBLICATION):
        return True
    if _REPORT_FOLLOWS.search(after) and len(before.split()) < 4:
        return True
    length = period.last - period.first if period.first and period.last else timedelta(0)
    if length < A_QUARTER and (_OF_ARTICLE.search(before) or _ARTICLE_FOLLOWS.search(after)):
        return True
    if length >= A_WEEK or _EVENT.search(before):
        return False
    return bool(_ARTICLE_WITH.search(before) or _REPORT_LONG_BEFORE.search(before))
