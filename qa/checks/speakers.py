"""Who says it: what a sentence attributes to somebody, its source must attribute to the same. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from qa.checks.days import WEEKDAYS
from qa.checks.names import TITLES
from qa.checks.tokens import Token, stem, tokens
from qa.name_words import PLACES
from qa.words import STOP_WORDS

_SAY = frozenset(
    """said says say saying told tells telling added adds adding claimed claims claim claiming insisted insists
    argued argues announced announces announcing confirmed confirms stated states warned warns warning
    explained explains noted notes denied denies declared declares wrote writes tweeted replied asked asks
    suggested suggests admitted admits acknowledged acknowledges accused accuses promised promises vowed vows
    urged urges called believes believed thinks predicted predicts recalled recalls reported reports revealed
    reveals stressed stresses emphasized commented remarked testified cited cites alleged
    alleges concluded estimates estimated expressed voiced reiterated quipped joked conceded contends
    contended maintained asserted asserts""".split()
)
_SPOKE = frozenset("spoke speaks talked".split())
_AFTER_QUOTE = frozenset("said says say added adds explained wrote asked replied noted argued insisted".split())
_NOUNS = frozenset(
    "claim claims warning report request demand statement remarks promise suggestion denial plea".split()
)
_PRONOUNS = {"he": "he", "him": "he", "she": "she", "her": "she", "they": "they", "it": "it", "i": "i", "we": "we"}
_BETWEEN = frozenset("also later then has have had once again previously reportedly recently once further not".split())
_ACCORDING = re.compile(r"\baccording to\s+|^From\s+(?=[A-Z][^:]{1,40}:)", re.IGNORECASE)
_POSTED = re.compile(r"[—–-]\s*([A-Z][^(@—–]{2,60}?)\s*\(@\w+\)")
"""Whose a quoted post is."""
_PHRASE = re.compile(r"(?:(?!\s(?:that|which|who)\b)[^,;.:“”\"()]){1,80}")
_BE = frozenset("is are was were be been being".split())
_DATED = frozenset(
    [*WEEKDAYS, *"january february march april june july august september october november december".split()]
)
"""What is capitalised and speaks not. May and Jan are missing: they are people too."""

_TIMES = frozenset([*_DATED, *"day days week weeks month months year years morning evening night afternoon".split()])

_SAID = re.compile(rf"\b(?:{'|'.join(sorted(_SAY - {'called', 'reports', 'report', 'claims'}))})\b")
_QUOTE_BEFORE = re.compile(r"[,”\"?!’]\s*[–—-]?\s*$")
_BODY = re.compile(r"[Tt]he (?:[A-Z][\w.’-]*\s?)+")
"""The United States, the Kremlin: nobody's he or she."""

_SEVERAL = re.compile(r"\b[a-z]{3,}(?<!s)s$")
"""Turkish pilots are not he either."""

_NO_LAST = TITLES | frozenset("jr sr inc corp ltd llc plc co spokesman spokeswoman spokesperson".split())
LONGEST_SPEAKER, LONGEST_ASIDE, LONGEST_CLAUSE, LONGEST_TIME = 7, 20, 40, 5


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the last name of each who does, all words that tell who, and the pronoun where it is one.

    `verb` is how they say it, with the word after it: two attributions that share it are one and the same.
    """

    text: str
    names: frozenset[str]
    words: frozenset[str]
    pronoun: str = ""
    verb: str = ""


def unsupported_speakers(said: str, source: str) -> Iterator[str]:
    """Why what a sentence attributes to somebody is not so attributed in its source."""
    # Who only spoke said it where nobody else said anything.
    theirs = speakers(source) or speakers(source, verbs=_SPOKE)
    present = {token.word for token in tokens(source)}
    # Of some verb of saying it is not clear whose it is: behind a long aside, say.
    unclear = len(_SAID.findall(source)) > len(theirs)
    for speaker in speakers(said):
        twins = [other for other in theirs if other.verb == speaker.verb] or theirs
        if any(_same(speaker, other) for other in twins) or (unclear and speaker.names and speaker.names <= present):
            continue
        if speaker.names & present or (speaker.names and not theirs):
            yield f"the source does not attribute it to {speaker.text}"
        elif speaker.pronoun in ("he", "she") and not any(map(_one_person, theirs)):
            yield f"the source does not attribute it to “{speaker.pronoun}”"


def speakers(text: str, *, verbs: frozenset[str] = _SAY) -> list[Speaker]:
    """Everyone to whom a sentence attributes something by one of the verbs, in order."""
    found = tokens(text)
    told = []
    for at, token in enumerate(found):
        # "He was called up", "she is reported to": who is told of says nothing.
        passive = at > 0 and found[at - 1].word in _BE and token.word.endswith(("ed", "told", "said", "written"))
        if token.word in _NOUNS and at and found[at - 1].text.endswith(("’s", "'s")):
            # "Turkey’s claim": a noun, and whose it is stands before it.
            told.append(_possessor(found[at - 1], token))
            continue
        if token.word in verbs and [one.word for one in found[at + 1 : at + 2]] == ["by"]:
            if agent := _after(text, found, at + 1):
                told.append(replace(agent, verb=token.word))  # "confirmed by the firm"
            continue
        if token.word in verbs and not token.capital and not passive:
            inverted = token.word in _AFTER_QUOTE and bool(_QUOTE_BEFORE.search(text[: token.start]))
            speaker = (_after(text, found, at) if inverted else None) or _before(text, found, at)
            if speaker and not (token.word == "called" and not found[at - 1].capital):  # "a law called the …"
                beside = found[at - 1 : at] if inverted else found[at + 1 : at + 2]
                verb = " ".join([token.word, *(one.word for one in beside)])
                told.append(replace(speaker, verb=verb))
    for match in _ACCORDING.finditer(text):
        phrase = _PHRASE.match(text, match.end())
        if phrase:
            told += _speaker([token for token in found if match.end() <= token.start < phrase.end()], text)
    for match in _POSTED.finditer(text):
        told += _speaker([token for token in found if match.start(1) <= token.start < match.end(1)], text)
    return told


def _possessor(owner: Token, said: Token) -> Speaker:
    name = owner.text[:-2]
    return Speaker(name, frozenset([owner.word]), frozenset([stem(owner.word)]), verb=said.word)


def _before(text: str, found: Sequence[Token], at: int) -> Speaker | None:
    """Who stands before a verb of saying: `Dmitry Peskov, Putin’s spokesman, said`."""
    last = _before_when(found, at - 1)
    if last >= 0 and ")" in text[found[last].end : found[at].start]:
        # An aside in brackets is not who speaks: who does stands before it.
        opens = text.rfind("(", 0, found[last].start)
        last = next((place for place in range(last, -1, -1) if found[place].end <= opens), -1)
    if last < 0:
        return None
    for place in range(last, max(0, last - LONGEST_CLAUSE), -1):
        # "Peskov, who has been the spokesman of Putin, a friend, for years, said": who speaks stands before "who".
        if found[place].word in ("and", "but", "while") and "," in text[found[place - 1].end : found[place].start]:
            break
        if found[place].word == "who" and "," in text[found[place - 1].end : found[place].start]:
            if "," in text[found[last].end : found[at].start]:
                last = place - 1
            break
    near = _stretch(text, found, last, end=found[last + 1].start)
    told = list(near)
    if near and text[found[last].end : found[at].start].lstrip().startswith(",") and near[0] is not found[0]:
        place = found.index(near[0]) - 1
        # What stands between two marks says who it is, however long: "Peskov, for years the spokesman of …, said".
        while place >= max(0, last - LONGEST_ASIDE) and "," not in text[found[place].end : found[place + 1].start]:
            place -= 1
        if place >= max(0, last - LONGEST_ASIDE):
            told = [*_stretch(text, found, place, end=found[place + 1].start), *near]
    made = _speaker(told, text)
    return made[0] if made else None


def _before_when(found: Sequence[Token], last: int) -> int:
    """The place before the adverbs and the times up to `last`: `Putin on Thursday also said`."""
    while last >= 0 and (found[last].word in _BETWEEN or found[last].word.endswith("ly")):
        last -= 1
    named = found[last].capital and found[last].word not in _DATED  # "Robin Day said"
    if last > 0 and found[last].word in _TIMES and not named:
        for place in range(last - 1, max(-1, last - LONGEST_TIME), -1):
            if found[place].word in ("on", "in", "over", "during", "within"):
                return _before_when(found, place - 1)
    return last


def _stretch(text: str, found: Sequence[Token], last: int, *, end: int) -> list[Token]:
    """The words up to the one at `last` that no mark parts from it."""
    told: list[Token] = []
    for place in range(last, max(-1, last - LONGEST_SPEAKER), -1):
        joint = text[found[place].end : told[-1].start if told else end]
        if told and joint.strip(" ’'s-."):
            break
        if told and found[place].word in STOP_WORDS and found[place].word not in ("the", "of", "a", "an", "and", "for"):
            if found[place].word in _PRONOUNS and not told:
                told.append(found[place])
            break
        told.append(found[place])
    return told[::-1]


def _after(text: str, found: Sequence[Token], at: int) -> Speaker | None:
    """Who stands after a verb of saying that follows a quotation: `said Peskov`."""
    told: list[Token] = []
    for token in found[at + 1 : at + 1 + LONGEST_SPEAKER]:
        joint = text[(told[-1] if told else found[at]).end : token.start]
        if joint.strip(" -.’'") or (token.word in STOP_WORDS and token.word not in ("the", "a", "an", *_PRONOUNS)):
            break
        told.append(token)
    made = _speaker(told, text)
    return made[0] if made else None


def _speaker(told: Sequence[Token], text: str) -> list[Speaker]:
    """The speaker in a stretch of words, if any: whose spokesman he is does not count."""
    own = [token for token in told if not token.text.endswith(("’s", "'s"))]
    for place, token in enumerate(own):
        if token.word == "of" and place:
            own = own[:place]
            break
    names = frozenset(_last_names(own, text))
    pronouns = [_PRONOUNS[token.word] for token in own if token.word in _PRONOUNS]
    words = frozenset(stem(token.word) for token in own if token.word not in STOP_WORDS)
    if not names and not words and not pronouns:
        return []
    shown = text[own[0].start : own[-1].end] if own else ""
    return [Speaker(shown, names, words, "" if names else (pronouns[-1] if pronouns else ""))]


def _last_names(own: Sequence[Token], text: str) -> Iterator[str]:
    """The last name of each run of them: of `Swans forward Bella Smith` it is Smith, who speaks, not the Swans."""
    no_name = STOP_WORDS | _NO_LAST | _DATED
    named = [token for token in own if token.capital and token.word not in no_name]
    for token, following in zip_longest(named, named[1:]):
        between = text[token.end : following.start] if following else ""
        if following is None or "," in between or "&" in between or " and " in between:
            yield token.word


def _one_person(speaker: Speaker) -> bool:
    """Whether it may be one man or woman who speaks."""
    if not speaker.names or speaker.names & PLACES or _BODY.fullmatch(speaker.text):
        return False
    return not _SEVERAL.search(speaker.text)


def _same(one: Speaker, other: Speaker) -> bool:
    if one.names:
        if other.names:
            return bool(one.names & other.names)
        return bool(other.pronoun) or bool(one.words & other.words)
    if one.pronoun in ("he", "she") and other.names and not _one_person(other):
        return False
    if one.pronoun:
        return one.pronoun == other.pronoun or bool(other.names) or not other.pronoun
    return bool(one.words & other.words) or not other.names
