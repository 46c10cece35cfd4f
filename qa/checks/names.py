"""Names: each one in a sentence must stand in its source, give or take a title, a nationality or an acronym. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.checks.tokens import Token, stem, tokens
from qa.words import STOP_WORDS
from vectorstore.abbreviations import OPENERS

TITLES = frozenset(
    """mr mrs ms dr prof sir lady lord dame president minister prime secretary chancellor king queen prince princess
    pope senator sen rep gov governor general gen judge justice chief officer ceo director mayor professor i""".split()
)
"""Capitalised before a name, these are no part of it."""

_SAME = tuple(
    frozenset(group.split(","))
    for group in (
        "us,usa,united states,america,american,americans",
        "uk,united kingdom,britain,british,great britain",
        "eu,european union",
        "gop,republican,republicans",
        "california,calif",
        "connecticut,conn",
        "florida,fla",
        "arizona,ariz",
        "michigan,mich",
        "tennessee,tenn",
        "minnesota,minn",
        "un,united nations",
        "uae,united arab emirates",
        "isis,isil,daesh,islamic state",
        "france,french",
        "germany,german",
        "netherlands,dutch,holland",
        "spain,spanish",
        "greece,greek",
        "switzerland,swiss",
        "ireland,irish",
        "wales,welsh",
        "denmark,danish",
        "poland,polish",
        "philippines,filipino,philippine",
        "thailand,thai",
        "afghanistan,afghan",
        "norway,norwegian",
        "sweden,swedish",
        "finland,finnish",
        "iceland,icelandic",
        "scotland,scottish,scots",
        "england,english",
        "portugal,portuguese",
        "ukraine,ukrainian",
        "europe,european",
        "mexico,mexican",
        "morocco,moroccan",
        "lebanon,lebanese",
        "cyprus,cypriot",
        "chile,chilean",
        "congo,congolese",
        "peru,peruvian",
        "argentina,argentine",
        "sun,solar",
        "moon,lunar",
    )
)
_ENDINGS = frozenset(
    ["", "a", "n", "an", "ian", "ish", "ese", "i", "s", "ns", "ans", "ians", "is", "ey", "ic", "ani", "er"]
)
_LEADING = re.compile(r"(?:^|[.!?:;—–(“\"‘«]\s*|\s-\s)[^\w,]*$")
_INNER = re.compile(r"[A-Z][a-z]{3,}")
_SMALL = frozenset("of the for and on in a an to".split())
_LOWER_NEXT = re.compile(r"\W{1,2}[a-z]")
_COMMON_ENDINGS = ("ing", "ly", "ed", "tion", "ment", "ness", "ity", "ers", "ists", "ials", "ents", "ants", "ors")
_SUBJECT = re.compile(
    r"\W{1,2}(?:is|was|has|had|will|would|also|said|says|told|added|wrote|did|does|can|could|may|might|who|and|"
    r"agreed|announced|claimed|argued|called|confirmed|denied|explained|noted|reported|warned|won|lost)\b"
)
_COMMON = frozenset(
    """police officials authorities people residents critics experts analysts investors lawmakers researchers
    scientists shares prices sales government parliament congress court prosecutors workers employees players fans
    students customers users companies company state federal local military army forces troops rebels militants
    readers viewers shoppers drivers buyers owners visitors play work travel trade demand supply
    protesters voters leaders ministers airstrikes bombing attacks strikes talks members russians""".split()
)


def unsupported_names(said: str, source: str, *, title: str = "") -> Iterator[str]:
    """Why each name of a sentence is not in its source; `title` may complete a name that the source has in part."""
    there = tokens(source)
    known = known_words(source)
    words = [token.word for token in there if token.word not in _SMALL]
    acronyms = {token.word for token in there if token.text.isupper() and len(token.word) > 1}
    titled = " ".join(["", *(token.word for token in tokens(title)), ""])
    for run in names(said, source_words={token.word for token in there if not token.capital}):
        missing = [token for token in run if not stands(token, known)]
        missing = [token for token in missing if not (token.text.isupper() and _abbreviates(token.word, words))]
        if not missing or (len(run) > 1 and "".join(token.word[0] for token in run) in acronyms):
            continue
        partly = len(missing) < len(run) and f" {' '.join(token.word for token in run)} " in titled
        if not partly:
            yield f"the source does not have the name “{' '.join(token.text for token in missing)}”"


def _abbreviates(acronym: str, words: Sequence[str]) -> bool:
    """Whether its letters are the initials of words that follow each other."""
    size = len(acronym)
    return size > 1 and any(
        all(word.startswith(letter) for word, letter in zip(words[at : at + size], acronym, strict=True))
        for at in range(len(words) - size + 1)
    )


def names(text: str, *, source_words: frozenset[str] | set[str] = frozenset()) -> Iterator[list[Token]]:
    """The runs of capitalised words that are names. `source_words` are words known to be none."""
    run: list[Token] = []
    found = tokens(text)
    for place, token in enumerate(found):
        joined = place > 0 and text[found[place - 1].end : token.start] in (" ", "-", " - ", ". ", "’s ", "'s ")
        if run and not (joined and token.capital):
            yield run
            run = []
        if token.capital and _is_name(text, token, found[place + 1 : place + 2], source_words):
            run.append(token)
    if run:
        yield run


def _is_name(text: str, token: Token, following: Sequence[Token], source_words: frozenset[str] | set[str]) -> bool:
    if token.word in TITLES or token.word in STOP_WORDS or (token.text in OPENERS and token.word not in ("may",)):
        return token.text in ("US", "U.S.", "U.S", "IT", "WHO")
    if not _LEADING.search(text[: token.start]):
        return True
    if token.word in source_words:
        return False
    follows = bool(following) and following[0].capital and text[token.end : following[0].start] == " "
    if follows or not token.text[1:].islower():
        return True
    if token.word in _COMMON:
        return False
    return bool(_SUBJECT.match(text, token.end)) or not (
        token.word.endswith(_COMMON_ENDINGS) or bool(_LOWER_NEXT.match(text, token.end))
    )


def known_words(source: str) -> set[str]:
    """The words of the source, other words for the same places, and the initials of its names."""
    there = tokens(source)
    known = {token.word for token in there if token.text != "us"}
    # @EnglandRugby names England.
    known |= {part.lower() for token in there for part in _INNER.findall(token.text) if part != token.text}
    known |= {stem(token.word) for token in there if len(token.word) > 4 and not token.capital}
    line = " ".join(["", *(token.word for token in there if token.text != "us"), ""])
    for group in _SAME:
        if any(f" {one} " in line for one in group):
            known |= {word for one in group for word in one.split()}
    initials = ""
    for token in there:
        if token.capital:
            initials += token.word[0]
            known |= {initials[-length:] for length in (2, 3, 4, 5) if length <= len(initials)}
        elif token.word not in ("of", "the", "for", "and", "on"):
            initials = ""
    return known


def stands(token: Token, known: set[str]) -> bool:
    """Whether a name is among the known words, as it is or as another form of the same place."""
    word = token.word
    plural = len(word) > 2 and token.text[:-1].isalpha() and token.text[:-1].isupper() and token.text.endswith("s")
    if plural and word[:-1] in known:
        return True  # EVs
    if word in known or (len(word) > 3 and stem(word) in known):
        return True
    return len(word) > 3 and any(_same_place(word, other) for other in known if other[:4] == word[:4])


def _same_place(one: str, other: str) -> bool:
    """Russia and Russian, Turkey and Turkish."""
    shared = 0
    for mark, twin in zip(one, other, strict=False):
        if mark != twin:
            break
        shared += 1
    return shared >= 4 and one[shared:] in _ENDINGS and other[shared:] in _ENDINGS
