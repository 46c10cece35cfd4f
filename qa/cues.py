"""The words by which English says who reported something and when, as patterns over a masked question. Pure data.

In the mask each outlet is a run of OUTLET characters and each date a run of DATE characters, as long as what they stand
for. A pattern that ends in `$` is read up to where the outlet or date begins, one that begins with `^` from its end on.
"""

from __future__ import annotations

import re

OUTLET = "\x01"
DATE = "\x02"

_REGULAR = """acknowledge agree allege argue assert attribute characterise characterize chronicle cite claim comment
concur conclude confirm contend contradict cover declare depict describe detail differ disagree discuss document
emphasise emphasize estimate examine explain explore feature focus frame highlight hint imply indicate maintain mention
note observe outline paint portray predict present print publish quote rank rate recount report reveal review
state stress suggest summarise summarize warn""".split()
_IRREGULAR = "say says said saying tell tells told telling think thinks thought write writes wrote written writing"


def _forms(verb: str) -> tuple[str, ...]:
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y"):
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    if verb.endswith("ee"):
        return verb, verb + "s", verb + "d", verb + "ing"
    return verb, verb + ("es" if verb.endswith(("s", "sh", "ch")) else "s"), verb + "ed", verb + "ing"


SAYING = "(?:" + "|".join([*_IRREGULAR.split(), *(form for verb in _REGULAR for form in _forms(verb))]) + r")\b"
_SAID = "(?:said|told|written|" + "|".join(_forms(verb)[2] for verb in _REGULAR) + ")"
ARTICLE = (
    r"(?:articles?|reports?|reporting|reportage|coverage|stor(?:y|ies)|pieces?|reviews?|columns?|editorials?|op-?eds?|"
    r"headlines?|accounts?|obituar(?:y|ies)|explainers?|dispatch(?:es)?|features?|blogs?|posts?|news|analys[ie]s|"
    r"write-?ups?|summar(?:y|ies)|previews?|recaps?|exclusives?|scoops?|publications?|issues?|editions?)\b"
)
_VIEW = (
    r"(?:claims?|versions?|descriptions?|portrayals?|depictions?|assessments?|take|suggestions?|assertions?|framing|"
    r"characteri[sz]ations?|treatment|interpretations?|views?|verdicts?|opinions?|wording|tone)\b"
)
_TELLING = (
    r"(?:reporting|coverage|portray(?:als?|ed)|depict(?:ions?|ed)|descri(?:ptions?|bed)|characteri[sz](?:ations?|ed)|"
    r"treatment|framing|framed|presented|presentation)"
)
_KIND = r"(?:(?:news )?(?:newspaper|paper|site|website|outlet|magazine|agency|publication|broadcaster|source|app)s?\s+)"
_LEAD = rf"\s+(?:(?:the|an?|another|both|either|one|this|its|even|also|mostly|mainly)\s+)*{_KIND}?(?:called\s+)?$"
_OWN = r"(?:['’]s?(?!\w))?"
_WORD = (
    r"(?:\s+(?!(?:an?|the|its|his|her|their|and|or|of|that|which|who|in|on|at|to|from|by|with|is|are|was|were|be|has|"
    r"had|have|will|for|about|after|before|as|while|but|did|does|do|not|over|if)\b)[\w$.'’&\x02-]+,?)"
)
_ADVERB = r"(?:\s+(?:\w+ly|also|both|ever|even|has|have|had|did|do|does|never|not|still|first|once|just|then|later|again|in turn))"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


BEFORE_OUTLET = tuple(
    _pattern(text)
    for text in (
        rf"\b(?:according to|as per|per|courtesy of|in the words of){_LEAD}",
        rf"\b(?:analy[sz]ed|anticipated|deemed|documented|dubbed|identified|labell?ed|profiled|recogni[sz]ed|scrutini[sz]ed)"
        rf"(?:\s+\w+ly)?\s+by{_LEAD}",
        rf"\b(?:{_SAID}|printed|carried|posted|aired|broadcast|run|read|appear(?:s|ed|ing)?)(?:\s+\w+ly)?,?\s+(?:by|in|via|at){_LEAD}",
        rf"\b(?:published|posted|aired|broadcast|discussed|featured|mentioned|covered|described|appear(?:s|ed|ing)?)"
        rf"\s+(?:on|at|by|in){_LEAD}",
        rf"\b{_TELLING}\s+(?:[^.?!,;\x01]{{1,80}}\s)?by{_LEAD}",
        rf"\b{_TELLING}\s+in{_LEAD}",
        rf"\b{ARTICLE}(?:\s+(?:published|written|printed|posted))?\s+(?:from|by|in|at|via|published on){_LEAD}",
        rf"\b{ARTICLE}\b[^.?!,;\x01]{{1,60}}(?<!letter)(?<!lawsuit)(?<!email)(?<!message)(?<!statement)\s(?:from|published by|published in){_LEAD}",
        rf"\b(?:sources|outlets|publications|papers|newspapers|media|sites|magazines)\s*,?\s*(?:such as|like|including|from|namely|:){_LEAD}",
    )
)
"""An outlet after one of these is the reporter."""

IN_OUTLET = _pattern(rf"(?:^|\s)in{_LEAD}")
"""`in The Moscow Times`: the reporter, unless something is held in or done to the outlet."""

HELD_IN = _pattern(
    r"\b(?:interest(?:ed)?|shares?|stakes?|investments?|invest(?:ed)?|jobs?|roles?|confidence|trust|believe|cuts|layoffs|changes|"
    r"crisis|strike|work(?:s|ed|ing)?|happened|staff|people)$"
)

AFTER_OUTLET = tuple(
    _pattern(text)
    for text in (
        rf"^{_OWN}{_WORD}{{0,4}}?\s+{ARTICLE}",
        rf"^['’]s?{_WORD}{{0,3}}?\s+{_VIEW}",
        rf"^(?:,?\s+(?:which|who))?{_ADVERB}*\s+(?:(?:fail(?:s|ed)?|appear(?:s|ed)?|seem(?:s|ed)?|continue[sd]?|choose|chose)\s+to\s+)?{SAYING}",
        r"^(?:\s+(?:is|was|has been|had been|been))\s+(?:\w+ly\s+)?(?:report|say|writ|claim|suggest|cover|describ|argu|imply|indicat)ing\b",
        r"^(?:\s+\w+ly)?\s+(?:have to say|had to say|has to say|put it|puts it|make of|made of|makes of)\b",
    )
)
"""An outlet before one of these is the reporter."""

VERB_ONLY = AFTER_OUTLET[2]
PASSIVE = _pattern(rf"\b(?:is|are|was|were|been|being){_LEAD}")
PARTICIPLE = _pattern(rf"^(?:\s+\w+ly)?\s+{_SAID}\b")
AS_A_PARTY = _pattern(
    rf"^{_ADVERB}*\s+{SAYING}(?:\s+\w+){{0,3}}?\s+(?:in|through|via)\s+(?:its|their|a|the|an)\s+(?:own\s+)?"
    r"(?:lawsuit|complaint|suit|court|filing|legal|memo|letter|statement|earnings|appeal)\b"
)
"""The outlet speaks for itself, as a company."""

NOT_FROM = _pattern(
    rf"\b(?:other than|besides|except|except for|apart from|aside from|excluding|not|outside|outside of|without|rather "
    rf"than|instead of)(?:\s+(?:by|in|from))?{_LEAD}"
)
"""An outlet after one of these is left out, not asked for."""

ABOUT_OUTLET = _pattern(rf"\b{ARTICLE}\s+(?:on|about|of|concerning|regarding|into){_LEAD}")
"""An outlet after one of these is what the article is about."""

CONTRAST_BEFORE = _pattern(
    r"\b(?:while|whereas|unlike|than|compare[sd]?(?: (?:to|with))?|comparing|differ\w* (?:from|between)|contrast\w* "
    rf"(?:with|to|between)|(?:dis)?agree\w* with|contradict\w*|consistent with|despite|(?:and|or|but)(?: also| then)? (?:by|in)|, (?:\w+ )?by|(?!bought|acquired|owned|hired|fired|launched|funded|employed|published|backed|sued)\w+ed (?:by|in))(?:\s+(?:in|by|does|did|that of)\b)?{_LEAD}"
)
"""An outlet after one of these is a reporter when another of the question's outlets is."""

AS_SUBJECT = (
    _pattern(rf"\b(?:and|after|before|then|since|did|does|has){_LEAD}"),
    _pattern(
        r"^(?:\s+\w+ly)?\s+(?!(?:sued|sues|fired|hired|bought|acquired|won|lost|launched|closed|cut|paid|settled|apologi[sz]ed|"
        r"accepted|lawsuits?|employees|journalists|reporters|readers|owns|employs|owed|based|has|is|was|does)\b)\w+(?:ed|s)\b"
    ),
)
"""What stands before and after an outlet that does something in a question in which another outlet reports."""

ALONE = (_pattern(r"^\W*(?:(?:from|in|on)\s+)?(?:the\s+)?$"), _pattern(r"^(?:\s*:|,|\s+(?:on|about|re)\b)"))
"""What stands before and after an outlet that heads a question of keywords: `Guardian on Brexit`."""

BOUNDARY = _pattern(
    rf"^(?:['’]s?(?=\W))?\s*(?:$|[,;:.?!)\]\x01\x02]|(?:and|or|on|in|about|did|does|do|is|was|are|were|what|who|which|how|"
    rf"when|where|why|has|have|had|that|while|but)\b|{ARTICLE})"
)
"""Where a name ends that is no adjective: not `according to the independent review`."""

COORDINATED = _pattern(
    rf"^{_OWN}(?:\s+{ARTICLE})?\s*(?:,?\s*(?:and|or|&|as well as|and also|but also|versus|vs\.?|nor|plus)\s+|,\s*|/\s*)"
    r"(?:(?:both|also|by|in|from|according to|the|an?|its|another|even)\s+)*$"
)
"""What stands between two outlets that are named in one breath."""

SAME_OUTLET = _pattern(
    r"\b(?:the )?same (?:news )?(?:source|publication|outlet|newspaper|paper|site|website|magazine)\b"
)

_ON = r"(?:(?:on|in|at|from|of|for|during|around|as of|back in|dated)\s+)?(?:the\s+)?['\"‘“(]?$"
_SAYER = rf"(?:{OUTLET}+{_OWN})"
_NEWS_OF = r"(?:published|posted|printed|dated|aired|broadcast|appear(?:s|ed|ing))"
BEFORE_DATE = tuple(
    _pattern(text)
    for text in (
        rf"\b{_NEWS_OF}(?:\s+(?:\w+ly|shortly|later|again|soon|after|before|by|in|on|from|the|an?)|\s+{_SAYER})*,?\s+{_ON}",
        rf"{_SAYER}(?:\s+{ARTICLE})?{_ADVERB}*\s+{SAYING}(?:\s+(?:back|again|first|earlier|later))?\s+{_ON}",
        rf"\b(?:{_SAID}|{ARTICLE})(?:\s+\w+ly)?\s+(?:by|in|from)\s+(?:both\s+)?(?:the\s+|an?\s+)?{_SAYER}(?:\s+{ARTICLE})?,?\s+{_ON}",
        rf"{_SAYER}(?:{_WORD}{{0,3}}\s+{ARTICLE})?,?\s+(?:of|from|dated|on|in|\()\s*(?:the\s+)?['\"‘“]?$",
        r"\b(?:as|what (?:was|were|is|has been|had been)|it was|news|stories|articles?) reported\s+" + _ON,
        r"\b(?:articles?|stories|coverage|columns?|editorials?|reporting|headlines|news)\s+(?:from|of|dated|in|on|since|for|during)\s+(?:the\s+)?['\"‘“]?$",
        r"\b(?:articles?|stories|coverage|columns?|editorials?|reporting|headlines|news)\s+$",
    )
)
"""A date after one of these is one of publication. The last four hold only with a period that fits (see reporting)."""

OTHER_PRINT = _pattern(
    rf"\b(?:books?|novels?|stud(?:y|ies)|papers?|albums?|memoirs?|research|results|data|figures|lists?)\s+(?:\w+\s+)?{_NEWS_OF}[\w\s]*$"
)
"""What is published but is no article."""

OF_A_DATE = _pattern(rf"\b{ARTICLE}\s+(?:of|from|dated|on|at)\s+(?:the\s+)?['\"‘“]?$")
THE_ONE_OF = _pattern(r"\b(?:the|that|an?)\s+(?:one|ones|other|second|latter|former|later|earlier)\s+(?:\w+(?:ing|ed)\s[^,;?]{0,80}?)?(?:from|of|on|dated|in)\s+$")
AN_ARTICLE_ON = _pattern(rf"\b(?:the|an?)\s+(?:\w+\s+)?{ARTICLE}\s+\w+ing\s[^,;?]{{0,80}}?(?:from|of|on|dated|in)\s+$")
AND_AGAIN = _pattern(
    r"\b(?:and|or|then|again)(?:\s+(?:again|then|later|once more))?,?\s+(?:on|in)\s+$|\band (?:again|later)\b[^,;?!\x02]{0,140}\son\s+$"
)
AFTER_DATE = _pattern(rf"^(?:['’]s|,)?\s+(?:{OUTLET}+{_OWN}\s+)?(?:\w+\s+){{0,2}}?{ARTICLE}")
REPORTED_THEN = _pattern(rf"^,?\s+(?:(?:what|how|why|did|does|do|has|had|was|is|the|an?)\s+)*{OUTLET}+{_OWN}{_ADVERB}*\s+(?:{SAYING}|{ARTICLE})")
LONG_WAY = _pattern(
    rf"(?:{OUTLET}{_OWN}(?:{_WORD}{{0,3}}\s+{ARTICLE}|{_ADVERB}*\s+{SAYING})|{ARTICLE}\s+(?:from|by|in)\s+(?:the\s+)?{OUTLET}+)"
    r"(?:(?!\b(?:that|who|whom|whose|when|where|which|while|because|if|after|before|since|until|(?<!due )to(?! (?:the|an?|its|his|her|their)\b)|is|are|was|were|has|have|had|will|would|could|did|does)\b)"
    rf"[^?!;{DATE}{OUTLET}])*?"
    r"\s(?:on|of|from)\s+$"
)
EVENT = _pattern(
    r"\b(?:attacks?|shootings?|explosions?|bombings?|votes?|elections?|games?|match(?:es)?|summits?|meetings?|crash(?:es)?|"
    r"earthquakes?|killings?|deaths?|arrests?|fires?|floods?|wars?|raids?|strikes?|debates?|speech(?:es)?|trials?|hearings?|"
    r"protests?|marches|lawsuits?|referendums?|invasions?|coups?|massacres?|events?|killed|died|held|born|signed|shot|"
    r"launched|released|arrested|murdered|elected|opened|founded|happened|place|occurred)\s+(?:on|of|from)\s+$"
)

_ATTRIBUTION = rf"(?:(?:as\s+)?(?:according to|as per|per|courtesy of)|(?:as\s+)?(?:{_SAID}|printed)(?:\s+\w+ly)?\s+(?:by|in|on|via))"
PHRASE_BEFORE = _pattern(
    rf"(?:{_ATTRIBUTION}\s+)?(?:(?:(?:the|an?|another|both|either|even|its)\s+)*(?:\w+\s+)?{ARTICLE}\s+(?:\w+ed\s+)?(?:from|by|in|of)\s+)?"
    rf"(?:(?:the|an?|another|both|either|even|its)\s+)*{_KIND}?$"
)
"""The words before an outlet that only say that it is the reporter, from the first of them."""
TRAILING = _pattern(rf"[\w,\x01\x02]\s+(?:that was\s+|which was\s+|was\s+|and\s+)?{_ATTRIBUTION}{_LEAD}")
PHRASE_AFTER = _pattern(rf"^{_OWN}(?:\s+(?:articles?|reports?|reporting|coverage|stor(?:y|ies)|pieces?)\b)?")
DATE_PHRASE = _pattern(rf"\b(?:{_NEWS_OF}\s+)?(?:(?:on|in|at|from|of|dated|during|between)\s+)?(?:the\s+)?['\"‘“(]?$")

_AUXILIARY = r"(?:is|was|were|are|has|have|had|did|does|do)"
BREAK = _pattern(r"[;?!]\s|(?<=\w{4})\.\s|,?\s+(?:while|whilst|whereas|compared (?:to|with)|versus|vs)\b")
LINK = _pattern(
    rf",?\s+(?:and|or|nor|but|yet|although|though|however|than|as well as)\b(?!\s+{DATE})|,\s+(?:which|who|whose|that|followed|before|after|{_AUXILIARY})\b|\s(?:before|after|to)\s(?=(?:the|that|an?|{OUTLET}))"
)
COMMA = _pattern(r",\s")
OPENING = _pattern(r"^[\s,;.?!:]*(?:(?:and|or|but|while|whilst|whereas|yet|although|though|however|also|then|to)\b[\s,]*)*")
CLOSING = _pattern(r"[\s,;:(–—-]*(?:\b(?:and|or|but|as|while|by|in|on)\b[\s,]*)*$")
HEAD = _pattern(r"^\W*(?:which|what|whose|who (?:is|was) the)\s+([^,;?]{2,60}?)(?=,|;|\?|\s(?:that|which|who|whose|is|are|was|were|has|have|had|did|does|do)\b)")
