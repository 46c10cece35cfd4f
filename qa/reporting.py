"""Whether an outlet that a question names is asked for as the reporter or only talked about. Pure.

The rules are those of English reporting: *according to X*, *X reported*, *X's article*, *as covered by X*. In doubt
nothing restricts: a limit too many hides articles, one too few only ranks them lower.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.cues import ADVERB, ARTICLE, LEAD, NEAR, OWN, SAID, SAYING, WORD, Place, around, edges, pattern
from qa.names import Name
from qa.understood import Mention

_VIEW = (
    r"(?:claims?|versions?|descriptions?|portrayals?|depictions?|assessments?|take|suggestions?|assertions?|framing|"
    r"characteri[sz]ations?|treatment|interpretations?|views?|verdicts?|opinions?|wording|tone)\b"
)
_TELLING = (
    r"(?:reporting|coverage|portray(?:als?|ed)|depict(?:ions?|ed)|descri(?:ptions?|bed)|characteri[sz](?:ations?|ed)|"
    r"treatment|framing|framed|presented|presentation)"
)
_STUDIED = r"(?:analy[sz]ed|anticipated|deemed|dubbed|identified|labell?ed|profiled|recogni[sz]ed|scrutini[sz]ed)"
_PRINTED = r"(?:printed|carried|posted|aired|broadcast|run|read|appear(?:s|ed|ing)?)"

REPORTER_AFTER = (
    pattern(r"\b(?:according to|as per|per|courtesy of|in the words of)", LEAD),
    pattern(rf"\b(?:{SAID}|{_PRINTED}|{_STUDIED})(?:\s+\w+ly)?,?\s+(?:by|in|via|at)", LEAD),
    pattern(rf"\b(?:published|{_PRINTED}|discussed|featured|mentioned|covered|described)\s+on", LEAD),
    pattern(rf"\b{_TELLING}\s+(?:[^.?!,;\x01]{{1,80}}\s)?by", LEAD),
    pattern(rf"\b{_TELLING}\s+in", LEAD),
    pattern(rf"\b{ARTICLE}(?:\s+(?:published|written|printed|posted))?\s+(?:from|by|in|at|via|published on)", LEAD),
    pattern(
        rf"\b{ARTICLE}\b[^.?!,;\x01]{{1,60}}(?<!letter)(?<!lawsuit)(?<!email)(?<!message)(?<!statement)"
        r"\s(?:from|published by|published in)",
        LEAD,
    ),
    pattern(
        r"\b(?:sources|outlets|publications|papers|newspapers|media|sites|magazines)\s*,?\s*"
        r"(?:such as|like|including|from|namely|:)",
        LEAD,
    ),
)
"""An outlet after one of these is the reporter."""

_IN = pattern(r"(?:^|\s)in", LEAD)
_HELD_IN = pattern(
    r"\b(?:interest(?:ed)?|shares?|stakes?|investments?|invest(?:ed)?|jobs?|roles?|confidence|trust|believe|cuts|"
    r"layoffs|changes|crisis|strike|work(?:s|ed|ing)?|happened|staff|people)$"
)

_ITS_ARTICLE = pattern(rf"^{OWN}{WORD}{{0,4}}?\s+{ARTICLE}")
_SAYS = pattern(
    rf"^(?:,?\s+(?:which|who))?{ADVERB}*\s+",
    r"(?:(?:fail(?:s|ed)?|appear(?:s|ed)?|seem(?:s|ed)?|continue[sd]?|choose|chose)\s+to\s+)?",
    SAYING,
)
REPORTER_BEFORE = (
    _ITS_ARTICLE,
    _SAYS,
    pattern(rf"^['’]s?{WORD}{{0,3}}?\s+{_VIEW}"),
    pattern(
        r"^\s+(?:is|was|has been|had been|been)\s+(?:\w+ly\s+)?"
        r"(?:report|say|writ|claim|suggest|cover|describ|argu|imply|indicat)ing\b"
    ),
    pattern(r"^(?:\s+\w+ly)?\s+(?:(?:have|had|has) to say|(?:puts?|has|tells|sees) it|makes? of|made of)\b"),
)
"""An outlet before one of these is the reporter."""

_PASSIVE = pattern(r"\b(?:is|are|was|were|been|being)", LEAD), pattern(rf"^(?:\s+\w+ly)?\s+{SAID}\b")
_AS_A_PARTY = pattern(
    rf"^{ADVERB}*\s+{SAYING}(?:\s+\w+){{0,3}}?\s+(?:in|through|via)\s+(?:its|their|a|the|an)\s+(?:own\s+)?",
    r"(?:lawsuit|complaint|suit|court|filing|legal|memo|letter|statement|earnings|appeal)\b",
)
_LEFT_OUT = pattern(
    r"\b(?:other than|besides|except|except for|apart from|aside from|excluding|not|outside|outside of|without|"
    r"rather than|instead of)(?:\s+(?:by|in|from))?",
    LEAD,
)
_SUBJECT_OF_ARTICLE = pattern(rf"(?:\b{ARTICLE}\s+(?:on|about|concerning|regarding|into)|\bcoverage of)", LEAD)

_CONTRASTED = pattern(
    r"\b(?:while|whereas|unlike|than|compare[sd]?(?: (?:to|with))?|comparing|differ\w* (?:from|between)|"
    r"contrast\w* (?:with|to|between)|(?:dis)?agree\w* with|contradict\w*|consistent with|despite|"
    r"(?:and|or|but)(?: also| then)? (?:by|in)|"
    r"(?!bought|acquired|owned|hired|fired|launched|funded|employed|published|backed|sued)\w+ed (?:by|in))"
    r"(?:\s+(?:in|by|does|did|that of)\b)?",
    LEAD,
)
_LISTED = pattern(r",\s+(?:\w+\s+)?by", LEAD)
_AS_SUBJECT = (
    pattern(r"\b(?:and|after|before|then|since|did|does|has)", LEAD),
    pattern(
        r"^(?:\s+\w+ly)?\s+(?!(?:sued|sues|fired|hired|bought|acquired|won|lost|launched|closed|cut|paid|settled|"
        r"apologi[sz]ed|accepted|lawsuits?|employees|journalists|reporters|readers|owns|employs|owed|based|has|is|was|"
        r"does)\b)\w+(?:ed|s)\b"
    ),
)

_HEADING = pattern(r"^\W*(?:(?:from|in|on)\s+)?(?:the\s+)?$"), pattern(r"^(?:\s*:|,|\s+(?:on|about|re)\b)")
_THE = pattern(r"\bthe\s+['\"‘“]?$")
_PLAIN_ARTICLE = pattern(
    rf"^{OWN}\s+(?:articles?|coverage|stor(?:y|ies)|columns?|editorials?|headlines?|magazine|newspaper|website)\b"
)
_PLAINLY_SAYS = pattern(rf"^{ADVERB}*\s+{SAYING}")
_BOUNDARY = pattern(
    r"^(?:['’]s?(?=\W))?\s*(?:$|[,;:.?!)\]\x01\x02]|(?:and|or|on|in|about|did|does|do|is|was|are|were|what|who|which|how|"
    r"when|where|why|has|have|had|that|while|but)\b)"
)
"""Where a name ends that is no adjective: not `according to the independent review`."""

_ONE_BREATH = pattern(
    rf"^{OWN}(?:\s+{ARTICLE})?\s*(?:,?\s*(?:and|or|&|as well as|and also|but also|versus|vs\.?|nor|plus)\s+|,\s*|/\s*)",
    r"(?:(?:both|also|by|in|from|according to|the|an?|its|another|even)\s+)*$",
)
_SAME_OUTLET = pattern(
    r"\b(?:the )?same (?:news )?(?:source|publication|outlet|newspaper|paper|site|website|magazine)\b"
)


def mentions(question: str, names: Sequence[Name], mask: str) -> tuple[Mention, ...]:
    """The outlets that the question names, each with whether it restricts. Names that prove to be none are left out."""
    reports = [_reports(name, *around(mask, name)) for name in names]
    _spread(names, mask, reports)
    if any(reports):
        reports = [known or _joins_in(name, *around(mask, name)) for name, known in zip(names, reports, strict=True)]
        _spread(names, mask, reports)
    found = [
        Mention(question[name.start : name.end], name.start, name.end, name.outlets, restricts=restricts)
        for name, restricts in zip(names, reports, strict=True)
        if restricts or name.certain
    ]
    return tuple(sorted([*found, *_same_outlet(question, found)], key=lambda mention: mention.start))


def in_one_breath(mask: str, one: Place, other: Place) -> bool:
    """Whether two outlets are named together: `both A and B`, `A, B and C`."""
    start, end = edges(mask, one)[1], edges(mask, other)[0]
    return end - start < NEAR and bool(_ONE_BREATH.search(mask[start:end]))


def _reports(name: Name, before: str, after: str) -> bool:
    if _barred(name, before, after):
        return False
    if not name.certain:
        return _surely_reports(before, after)
    if name.flanked:
        return not name.common and bool(_ITS_ARTICLE.search(after))
    if any(cue.search(before) for cue in REPORTER_AFTER) or any(cue.search(after) for cue in REPORTER_BEFORE):
        return True
    heads = bool(_HEADING[0].search(before) and _HEADING[1].search(after)) and not name.common
    return heads or _printed_in(name, before, after) or (before.endswith("(") and after.startswith(")"))


def _barred(name: Name, before: str, after: str) -> bool:
    """Whether the outlet can't be the reporter: quoted by others, left out, written about, or a party to the matter."""
    if name.quoted or _LEFT_OUT.search(before) or _AS_A_PARTY.search(after):
        return True
    if _PASSIVE[0].search(before) and _PASSIVE[1].search(after) and not _ITS_ARTICLE.search(after):
        return True
    return bool(_SUBJECT_OF_ARTICLE.search(before))


def _surely_reports(before: str, after: str) -> bool:
    """The same for a name that may be a word: only where nothing but a name can stand."""
    if _THE.search(before):
        return bool(_PLAIN_ARTICLE.search(after))
    if any(cue.search(before) for cue in REPORTER_AFTER):
        return bool(_BOUNDARY.search(after))
    return bool(_PLAIN_ARTICLE.search(after) or _PLAINLY_SAYS.search(after))


def _printed_in(name: Name, before: str, after: str) -> bool:
    """Whether it is `in The Moscow Times`, and not something held in or done to the outlet."""
    inside = _IN.search(before)
    if inside is None or _HELD_IN.search(before[: inside.start()]):
        return False
    return not name.common or (inside.start() < 2 and bool(_BOUNDARY.search(after)))


def _joins_in(name: Name, before: str, after: str) -> bool:
    """Whether an outlet is a reporter in a question in which another one is."""
    if (
        not name.certain
        or name.flanked
        or name.quoted
        or _LEFT_OUT.search(before)
        or _SUBJECT_OF_ARTICLE.search(before)
    ):
        return False
    if _CONTRASTED.search(before) or _LISTED.search(before):
        return True
    return bool(_AS_SUBJECT[0].search(before) and _AS_SUBJECT[1].search(after))


def _spread(names: Sequence[Name], mask: str, reports: list[bool]) -> None:
    """Let outlets named in one breath with a reporter be reporters too."""
    pairs = [(at, at + 1) for at in range(len(names) - 1)]
    for one, other in (*pairs, *reversed(pairs)):
        certain = names[one].certain and names[other].certain
        if certain and reports[one] != reports[other] and in_one_breath(mask, names[one], names[other]):
            reports[one] = reports[other] = True


def _same_outlet(question: str, found: Sequence[Mention]) -> Iterable[Mention]:
    """`the same newspaper`, as the outlet last asked for."""
    for match in _SAME_OUTLET.finditer(question):
        earlier = [mention for mention in found if mention.restricts and mention.end <= match.start()]
        if earlier:
            yield Mention(match.group(), match.start(), match.end(), earlier[-1].outlets, restricts=True)
