"""What a sentence says of the article itself, or of how things hang together, beyond what the source says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.checks.tokens import stem, tokens

_TEXT = r"(?:the|this|that)\s+(?:article|text|quote|quotation|passage|story|report|source|statement)s?"
_SAYS = r"(?:says?|said|states?|stated|mentions?|mentioned|notes?|noted|reports?|reported|writes?|wrote|quotes?|quoted)"
_ADVERBS = r"(?:(?:also|then|further|only|clearly|simply|itself|does|goes on to)\s+)*"
_OF_THE_TEXT = re.compile(rf"\b{_TEXT}\s+(?!{_ADVERBS}{_SAYS}\b)(?:(?:\w+ly|then|also)\s+)*[a-z]+s\b", re.IGNORECASE)
"""`The article goes into detail`, `the quote refers to`: what a model makes of a text, not what the text says."""

_THE_QUOTE = re.compile(r"\bthe\s+(?:\w+\s+)?(?:quote|quotation)s?\b", re.IGNORECASE)

_CAUSES = "that one is the cause of the other"
_PARTICIPLE = re.compile(r",\s+(?:\w+ly\s+)?[a-z]+ing\b")
_FOLLOWS = "that one follows from the other"
_MEANS = re.compile(r"\b(?:which|this|that|it)\s+means\b|,\s+meaning\b", re.IGNORECASE)
_INCLUSIVE = re.compile(r"\bup to and including\b", re.IGNORECASE)
_LINKS = {
    "that one is part of the other": (
        "include included includes including comprise comprises comprising consist consists contain contains".split(),
        "include among comprise consist contain part member such like plus both with range".split(),
    ),
    _FOLLOWS: (
        "implies implying proves proving therefore thus hence".split(),
        "mean meant imply prove suggest therefore thus hence so show indicate signal consequently result refer".split(),
    ),
    _CAUSES: (
        "because causes caused causing".split(),
        """because cause since as so due lead led result reason owing thanks blame trigger prompt force make made why
        for after over from response respond motive ground if that""".split(),
    ),
}
"""How a sentence ties two things together, the words that do it, and those of a source that do the same."""


def unsupported_framing(said: str, source: str) -> Iterator[str]:
    """Why a sentence speaks of the article, or links what its source does not link."""
    spoken = _OF_THE_TEXT.search(said)
    quote = _THE_QUOTE.search(said) and not _THE_QUOTE.search(source)
    if quote or (spoken and spoken.group().lower() not in source.lower()):
        yield "it speaks of the article, not of what the article says"
    here = {token.word for token in tokens(_INCLUSIVE.sub(" ", said))}
    there = {token.word for token in tokens(source)} | {stem(token.word) for token in tokens(source)}
    for link, (links, likes) in _LINKS.items():
        used = here & set(links)
        if link == _FOLLOWS and (means := _MEANS.search(said)):
            used.add(means.group())
        if link == _CAUSES and _PARTICIPLE.search(source):
            continue  # ", lowering the risk": a consequence without a word for it
        if used and not there & ({stem(word) for word in likes} | set(likes)):
            yield f"the source does not say {link} (“{min(used)}”)"
