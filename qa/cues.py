"""The words by which English says who reported something, as pieces of patterns, and the mask they are read over.

In the mask each outlet is a run of OUTLET characters and each date a run of DATE characters, as long as what they stand
for, so that a pattern can speak of an outlet and every match is a place in the question. A pattern that ends in `$` is
read up to where the outlet or date begins, one that begins with `^` from its end on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

OUTLET = "\x01"
DATE = "\x02"
NEAR = 120
"""Characters. A cue stands at most this far from what it speaks of."""

_QUOTES = {"'": "'", '"': '"', "‘": "’", "“": "”", "«": "»"}
_GAP = "\x03"
_LONG_GAP = re.compile(r"\s{9,}")
_NO_MARKS = str.maketrans({OUTLET: " ", DATE: " "})

_REGULAR = """acknowledge agree allege argue assert attribute characterise characterize chronicle cite claim comment
concur conclude confirm contend contradict cover declare depict describe detail differ disagree discuss document
emphasise emphasize estimate examine explain explore feature focus frame highlight hint imply indicate maintain mention
note observe outline paint portray predict present print publish quote rank rate recount report reveal review
state stress suggest summarise summarize warn""".split()
_IRREGULAR = "say says said saying tell tells told telling think thinks thought write writes wrote written writing"


def _forms(verb: str) -> tuple[str, str, str, str]:
    """A regular verb as it is, with -s, with -ed and with -ing."""
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", (verb if verb.endswith("ee") else verb[:-1]) + "ing"
    if verb.endswith("y") and not verb.endswith("ay"):
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    return verb, verb + ("es" if verb.endswith(("s", "sh", "ch")) else "s"), verb + "ed", verb + "ing"


def pattern(*pieces: str) -> re.Pattern[str]:
    """The pieces, one after the other, as one pattern that takes no notice of case."""
    return re.compile("".join(pieces), re.IGNORECASE)


SAYING = "(?:" + "|".join([*_IRREGULAR.split(), *(form for verb in _REGULAR for form in _forms(verb))]) + r")\b"
SAID = "(?:said|told|written|" + "|".join(_forms(verb)[2] for verb in _REGULAR) + ")"
ARTICLE = (
    r"(?:articles?|reports?|reporting|reportage|coverage|stor(?:y|ies)|pieces?|reviews?|columns?|editorials?|op-?eds?|"
    r"headlines?|accounts?|obituar(?:y|ies)|explainers?|dispatch(?:es)?|features?|blogs?|posts?|news|analys[ie]s|"
    r"write-?ups?|summar(?:y|ies)|previews?|recaps?|exclusives?|scoops?|publications?|issues?|editions?)\b"
)
_KIND = r"(?:(?:news )?(?:newspaper|paper|site|website|outlet|magazine|agency|publication|broadcaster|source|app)s?\s+)"
LEAD = rf"\s+(?:(?:the|an?|another|both|either|one|this|its|even|also|mostly|mainly)\s+)*{_KIND}?(?:called\s+)?$"
"""What may stand between a cue and the outlet it is for."""

DETERMINED = rf"(?:(?:the|an?|another|both|either|even|its)\s+)*{_KIND}?"
OWN = r"(?:['’]s?(?!\w))?"
WORD = (
    r"(?:\s+(?!(?:an?|the|its|his|her|their|and|or|of|that|which|who|in|on|at|to|from|by|with|is|are|was|were|be|has|"
    r"had|have|will|for|about|after|before|as|while|but|did|does|do|not|over|if)\b)[\w$.'’&\x02-]+,?)"
)
"""A word that may stand between an outlet and the article that is its own."""

ADVERB = (
    r"(?:\s+(?:\w+ly|also|both|ever|even|has|have|had|did|do|does|never|not|still|first|once|just|then|later|again|"
    r"in turn))"
)


class Place(Protocol):
    """Anything found in the question."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def masked(question: str, outlets: Iterable[Place], dates: Iterable[Place] = ()) -> str:
    """The question with each outlet and each date as a run of its mark, the quotation marks around them included."""
    # A long gap parts words; as white space it would make every pattern that skips some go over it again and again.
    plain = _LONG_GAP.sub(lambda gap: _GAP * len(gap.group()), question.translate(_NO_MARKS))
    mask = list(plain)
    for mark, places in ((OUTLET, outlets), (DATE, dates)):
        for place in places:
            start, end = place.start, place.end
            if start and end < len(question) and _QUOTES.get(question[start - 1]) == question[end]:
                start, end = start - 1, end + 1
            mask[start:end] = mark * (end - start)
    return "".join(mask)


def edges(mask: str, place: Place) -> tuple[int, int]:
    """Where the masked run of `place` begins and ends."""
    start, end = place.start, place.end
    mark = mask[start]
    while start and mask[start - 1] == mark:
        start -= 1
    while end < len(mask) and mask[end] == mark:
        end += 1
    return start, end


def around(mask: str, place: Place, *, reach: int = NEAR) -> tuple[str, str]:
    """What stands before the masked run of `place`, at most `reach` characters, and what stands after it."""
    start, end = edges(mask, place)
    return mask[max(0, start - reach) : start], mask[end : end + NEAR]
