"""Where a question names an outlet: every spelling of every outlet, found in one walk over its words. Pure.

What a name is, not what it does there: whether the outlet is asked for or talked about is `qa.reporting`'s to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from vectorstore.outlets import OutletTable

LONGEST_NAME = 12
"""Words. No outlet's name is longer; it bounds the walk."""

COMMON_WORDS = frozenset(
    """advance advanced advertiser advocate affairs africa age altitude america american and antara arena argus arts
    asia athletic atlantic australian beast bee bell bild billboard blaze block bold brew bulletin business bustle
    caller champion channel channels check chronicle citizen city civil colour company connexion conversation cosmos
    courier critic currents cut daily data dawn day deadline defence defender defense dial digest digital diplomat
    discover dispatch dna drive drum earth echo economic economist economy edge elle english enquirer entertainment
    entrepreneur err esquire essence evening examiner express extra eye fact federalist field figaro financial focus
    fool for foreign fortune forward fox front frontline full gamer gazette geo gleaner global globe graphic grist
    grocer group guardian hacker health hello herald hill house hustle in inc independent index info information ink
    inquirer insider intelligence intercept interest international inverse io island japan journal kos lad lancet
    lead leader ledger liberation life lifestyle line live local logic london look magazine mail market memo mercury
    metro mint mirror monitor morning namibian nation national nature nerve new news newspaper next notes now
    observer of oil one onion open oregonian outlook outside own paper parade parents patch peninsula people
    philosophy pilot pitchfork planet play players poetry point points policy polygon popular post press price print
    progressive prospect public pulse punch quartz quest quint rain ranker reason record recorder reforma register
    reporter reports republic republican review ringer rivals roar rocks root salon science scientific scotsman
    scroll seeker self sentinel shape shine sky slate space spectator spin sport sports spotlight sputnik standard
    star stars state statesman stern straits street students style sun sunday tab tablet talk talking technology
    telegraph tempo the time times today trace travel tribune trust truth union up us utility vanguard variety verge
    vice view vision voice vulture wall war watch week weekly well western wide wire wired women work world wrap
    xtra year you young""".split()
)
"""Words that an outlet's name shares with plain English: a name of such words alone proves nothing by itself."""

QUOTED = frozenset(["Amnesty International", "Human Rights Watch", "UN News"])
"""Outlets that, like the agencies, are far more often quoted by others than asked for themselves."""

_FUNCTION_WORDS = frozenset(
    """a according after all also an and are as at because before between both but by can compare compared could did do
    does during either even for from had has have how if in is it its of on or over per should since than that the
    their then these this those though to under unlike until via was were what when where whereas whether which while
    who whom whose why will with would not neither nor""".split()
)
_WORD = re.compile(r"[^\W_]+")
_JOINTS = frozenset(["", " ", "-", ".", " & ", "&", " | ", " - ", " – ", " — ", ": ", "'", "’"])
_OF = re.compile(r"[\"'”’]? of (?!\d|[A-Z][a-z]+\.? \d)")
_MORE = re.compile(r" \d{3}\b(?!\d)")
_PARTS = re.compile(r"\s+\|\s+|\s+[-–—]\s+|:\s+")


@dataclass(frozen=True, slots=True)
class Name:
    """An outlet's name in a question.

    `common` is true for a name of common words, and `certain` then false where the letters don't tell it from them
    ("the age" in a question typed without capitals). `flanked` is true when a capitalised word beside it makes it part
    of another name, `quoted` for an outlet that the library lacks and that others quote, such as an agency.
    """

    start: int
    end: int
    outlets: tuple[str, ...]
    common: bool
    certain: bool
    flanked: bool
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Spelling:
    outlets: tuple[str, ...]
    held: bool
    quoted: bool = False
    common: bool = False
    words: frozenset[int] = frozenset()


class OutletNames:
    """All the spellings of the table's outlets and of the names that a library holds."""

    def __init__(self, table: OutletTable, known: Collection[str] = ()) -> None:
        self._spellings = _spellings(table, known)
        self._beginnings = frozenset(key[:end] for key in self._spellings for end in range(1, len(key) + 1))

    def find(self, question: str) -> tuple[Name, ...]:
        """The names in `question`, in order, none overlapping; the longest wins."""
        words = list(_WORD.finditer(question))
        blind = _tells_no_case(question, words)
        found = []
        at = 0
        while at < len(words):
            last, spelling = self._longest(question, words, at)
            if spelling is None:
                at += 1
                continue
            if spelling.outlets and words[at].group() == "the" and not spelling.held:
                # "the Hacker News article" is rather one of the library's Hacker News than of The Hacker News.
                same, other = self._longest(question, words, at + 1)
                if other is not None and other.held and same == last:
                    at, spelling = at + 1, other
            name = _name(question, words[at : last + 1], spelling, blind=blind)
            if name is not None:
                found.append(name)
            at = last + 1
        return tuple(found)

    def _longest(self, question: str, words: list[re.Match[str]], at: int) -> tuple[int, _Spelling | None]:
        key, last, spelling = "", at, None
        for position in range(at, min(at + LONGEST_NAME, len(words))):
            if position > at:
                joint = question[words[position - 1].end() : words[position].start()]
                initial = joint == ". " and len(words[position - 1].group()) == 1
                if joint not in _JOINTS and not initial:
                    break
                key += "'" if joint in ("'", "’") else ""
            key += _folded(words[position].group())
            if key in self._spellings:
                last, spelling = position, self._spellings[key]
            if key not in self._beginnings:
                break
        return last, spelling


def _spellings(table: OutletTable, known: Collection[str]) -> dict[str, _Spelling]:
    held: dict[str, list[str]] = {}
    for name in sorted(known):
        outlet = table.by_name(name) or table.by_name(_PARTS.split(name)[0])
        if outlet is not None:
            held.setdefault(outlet.name, []).append(name)
    spellings: dict[str, _Spelling] = {}
    for outlet in table.all():
        names = tuple(held.get(outlet.name, (outlet.name,)))
        quoted = bool(known) and outlet.name not in held and (outlet.agency or outlet.name in QUOTED)
        for spelling in (outlet.name, *outlet.aliases, *outlet.domains):
            _add(spellings, spelling, _Spelling(names, held=outlet.name in held, quoted=quoted))
    for name in sorted(known):
        for spelling in _called(name):
            _add(spellings, spelling, _Spelling((name,), held=True))
    for name in known:
        if _PARTS.search(name):
            for form in _forms(name):
                key = "".join(form)
                spellings[key] = replace(spellings[key], outlets=(name,))
    return spellings


def _add(spellings: dict[str, _Spelling], spelling: str, new: _Spelling) -> None:
    """Enter one spelling in all its forms. Outlets that share one share its doubts, and the one held comes first."""
    for form in _forms(spelling):
        key = "".join(form)
        words = frozenset({sum(word != "'" for word in form)})
        common = all(word in COMMON_WORDS or len(word) < 3 for word in form)
        old = spellings.get(key)
        if old is None or (new.held and not old.held):
            spellings[key] = replace(new, words=words, common=common)
        elif old.held and not new.held:
            spellings[key] = replace(old, words=old.words | words)
        else:
            outlets = tuple(dict.fromkeys((*old.outlets, *new.outlets)))
            spellings[key] = replace(old, outlets=outlets, words=old.words | words)


def _called(name: str) -> Iterator[str]:
    """What a person calls an outlet that a data set lists as `Cnbc | World Business News Leader`."""
    yield name
    first, *rest = _PARTS.split(name)
    if rest:
        yield first
        yield from (part for part in rest if len(part.split()) > 2)


def _forms(spelling: str) -> Iterator[tuple[str, ...]]:
    """The spelling's words folded; without its The, its &, its apostrophe and its .com where people leave these out."""
    plain = spelling.strip().replace("’", "'")
    bare = plain.removesuffix(".com")
    # "CBSSports.com" is called CBSSports, but "Goal.com" is not called goal.
    bare = bare if sum(map(str.isupper, bare)) > 1 and len(bare) > 4 else plain
    for text in dict.fromkeys((plain, bare, plain.replace("&", " and "), plain.replace("'", ""))):
        form = tuple(_folded(word) for word in re.findall(r"[^\W_]+|(?<=\w)'(?=\w)", text))
        yield from (way for way in (form, form[1:] if form[:1] == ("the",) else ()) if len("".join(way)) > 1)


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    return "".join(mark for mark in unicodedata.normalize("NFKD", word) if not unicodedata.combining(mark)).casefold()


def _name(question: str, words: list[re.Match[str]], spelling: _Spelling, *, blind: bool) -> Name | None:
    """The name, or None where its letters or its neighbours say that it is something else."""
    start, end = words[0].start(), words[-1].end()
    common = spelling.common or len(words) not in spelling.words
    flanked = not blind and _flanked(question, start, end, alone=len(words) == 1)
    capital = all(_capitalised(word.group()) for word in words if word.group() not in ("the", "of", "and", "for"))
    opens = len(words) == 1 and _opens_sentence(question, start)
    certain = not common or (capital and not blind and not opens)
    if common:
        after_by = question[max(0, start - 3) : start].lower() in ("by ", "in ")
        if flanked or _MORE.match(question, end) or (not after_by and _OF.match(question, end)):
            return None
        # Who begins a question with a small letter may write names so too.
        careless = blind or question[:1].islower()
        if not capital and not (careless and (spelling.held or len(words) > 2)):
            return None
    return Name(start, end, spelling.outlets, common=common, certain=certain, flanked=flanked, quoted=spelling.quoted)


def _capitalised(word: str) -> bool:
    return word != word.lower() or word.isdigit()


def _opens_sentence(question: str, start: int) -> bool:
    before = question[max(0, start - 8) : start].rstrip()
    return not before or before[-1] in ".?!:"


def _flanked(question: str, start: int, end: int, *, alone: bool) -> bool:
    after = re.match(r" ([A-Z][\w’']*)|-[A-Z]", question[end : end + 40])
    if after and (after.group(1) or "").lower() not in _FUNCTION_WORDS and after.group(1) != "I":
        return True
    before = re.search(r"([^\W_]+)(?:\.? |-)$", question[max(0, start - 40) : start])
    if not before or not alone or not before.group(1)[0].isupper():
        return False
    word = before.group(1).lower()
    opening = _opens_sentence(question, max(0, start - 40) + before.start())
    return word not in _FUNCTION_WORDS and not (opening and word.endswith(("ing", "ed", "n")))


def _tells_no_case(question: str, words: list[re.Match[str]]) -> bool:
    """Whether the capitals say nothing: none after the first word, none but capitals, or one on Every Word."""
    later = [word.group() for word in words[1:] if word.group() != "I"]
    if not any(_capitalised(word) and not word.isdigit() for word in later):
        return True
    long = [word for word in later if len(word) > 3 and not word.isdigit()]
    return question == question.upper() or (len(long) > 4 and sum(map(_capitalised, long)) >= 0.9 * len(long))
