"""Commands that only change where to look: `only TRT World`, `not USA TODAY`, `since 27 November`. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.cues import masked
from qa.understood import Period, Understood
from vectorstore.types import NOT_STATED, Filters

_NOT = frozenset("not without except excluding exclude besides minus skip ignore".split())
_ALL = frozenset("all every any everything everywhere".split())
_ONLY = frozenset("only just solely exclusively restrict limit filter narrow".split())
_FILLER = (
    _NOT
    | _ALL
    | _ONLY
    | frozenset(
        """a about according again also and article articles as at but by does did dated do down for from have has
        how i in is it leave look me mean meant newspaper now of ok okay on or other out outlet outlets paper
        per please published question report reports reported results same say said says search show site so
        source sources stories than that the then there this to try use via want well what which with write
        writes written account coverage frame framing line put puts take tell tells version wording""".split()
    )
)
_LEAVE_OUT = re.compile(r"\b(?:leave out|other than|apart from|rather than)\b", re.I)
_OTHERS = re.compile(
    r"^(?:what\s+(?:do|does|did|about|of)\s+)?(?:all\s+)?(?:the\s+)?(?:others?|other\s+(?:outlets?|papers?|sources?|newspapers?)|"
    r"rest|everyone\s+else|everybody\s+else)(?:\s+(?:say|says|said|report|reports|reported|write|writes|wrote|print|think)"
    r"(?:\s+(?:about|on|of)\s+(?:it|this|that))?)?$",
    re.I,
)
"""What all others say, where one outlet has been heard."""
_NO_OLDER = re.compile(r"\b(?:nothing|not|none|no\s+(?:articles?|reports?))\s+(?:older|earlier)\s+than\b", re.I)
_NO_NEWER = re.compile(r"\b(?:nothing|not|none|no\s+(?:articles?|reports?))\s+(?:newer|later|younger)\s+than\b", re.I)
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W_]+)?")
_LEAD = re.compile(
    r"^(?:.*?\b(?:only|just|not|without|except|excluding|than|from|by|in|does|did|to|about|and|or)\s+)+", re.I
)
MOST_COMMAND_WORDS = 14


@dataclass(frozen=True, slots=True)
class Command:
    """What a scope command says: the outlets to look in or to leave out, or the days.

    `everywhere` lifts all limits, and with `others` those left out are left out of all there are.
    """

    outlets: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None
    everywhere: bool = False
    others: bool = False

    def applied(self, scope: Filters, held: Collection[str]) -> Filters:
        """The scope as the command changes it; `held` are the outlets there are, `NOT_STATED` among them."""
        if self.everywhere:
            return Filters()
        if self.left_out:
            within = tuple(held) if self.others else scope.outlets or tuple(held)
            return replace(scope, outlets=tuple(name for name in within if name not in self.left_out))
        if self.outlets:
            scope = replace(scope, outlets=self.outlets)
        if self.after or self.before:
            scope = replace(scope, after=self.after, before=self.before)
        return scope


def command(
    question: str,
    *,
    read: Callable[[str], Understood],
    years: Sequence[int] = (),
    heard: Collection[str] = (),
    dated: bool = True,
) -> Command | None:
    """The command that `question` is, if it is nothing else; `heard` are the outlets in force.

    `dated` False reads outlets only.
    """
    said = question.strip(" ?!.,")
    if heard and _OTHERS.match(said):
        return Command(left_out=tuple(heard), others=True)
    said = _NO_NEWER.sub("until", _NO_OLDER.sub("since", said))
    if len(said.split()) > MOST_COMMAND_WORDS:
        return None
    understood = _read(said, read)
    words = {word.lower() for word in _WORDS.findall(_rest(said, understood))}
    if not words <= _FILLER:
        return None
    named = tuple(dict.fromkeys(outlet for mention in understood.mentions for outlet in mention.outlets))
    leaves_out = bool(words & _NOT or _LEAVE_OUT.search(said))
    if named:
        return Command(left_out=named) if leaves_out else Command(outlets=named)
    if "not stated" in said.lower() and words & _ONLY:
        return Command(outlets=(NOT_STATED,))
    if dated and len(understood.periods) == 1:
        return _days(understood.periods[0], said, words, years)
    lifted = words & _ALL and words & {"outlet", "outlets", "source", "sources", "articles", "everything", "everywhere"}
    return Command(everywhere=True) if lifted and not words & {"what", "which", "how", "say", "says", "said"} else None


def _read(said: str, read: Callable[[str], Understood]) -> Understood:
    """What the words name. An outlet in small letters, which might be a word, is one after `according to`."""
    understood = read(said)
    if understood.mentions or understood.periods:
        return understood
    lead = _LEAD.match(said)
    start = lead.end() if lead else 0
    opening = "according to "
    again = read(opening + said[start:])
    moved = start - len(opening)
    mentions = tuple(
        replace(mention, start=mention.start + moved, end=mention.end + moved)
        for mention in again.mentions
        if mention.start >= len(opening)
    )
    return replace(understood, mentions=mentions)


def _rest(said: str, understood: Understood) -> str:
    return masked(said, understood.mentions, understood.periods)


def _days(period: Period, said: str, words: set[str], years: Sequence[int]) -> Command | None:
    """A period is a command where it is open, or where a word says that it limits what was published."""
    limiting = words & (_ONLY | {"published", "dated", "articles", "reports", "article", "report", "stories"})
    if period.first and period.last and not limiting:
        return None
    pairs = period.resolve(years)
    if len(pairs) != 1:
        return None
    return Command(after=pairs[0][0], before=pairs[0][1])
