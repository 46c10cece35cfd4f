"""What a question means after the ones before it: made to stand alone where it leans on them.

Each rule is one way of leaning in English; the first that fits resolves. Of what fits none but points somewhere a model
that was shown many follow-ups tells whether it leans: then the last question is put behind it. All else stands alone: a
question searched as typed is mended more easily than one misread.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from qa import ellipsis, particulars
from qa.antecedents import antecedent
from qa.incomplete import incomplete, leaves_out, nested, says_no_more
from qa.pronouns import Free, free
from qa.requestion import bare, proposition
from qa.returning import pointing, returned, spelled_out, whose_it
from qa.scoping import command
from qa.turns import FollowUp, Turn
from qa.types import Answer
from qa.understood import Understood
from vectorstore.types import Filters

LONGEST_FOLLOW_UP = 400
"""Characters. Nobody leans that long."""

BEFORE = "the question before"

Reading = tuple[str, tuple[str, ...]]
"""A question as it is understood, and what was taken from the turns before."""

LEANS, HALF, OPEN, ALONE = 0.8, 0.4, 0.3, 0.01
"""The model's probabilities: from which on a question that fits no rule leans, from which on one that says little does,
from which on one that a rule has resolved leans still, and below which none leans, whatever rule it fits."""

_SAID_SO = re.compile(
    r"^(?P<verb>.*\b(?:say|says|said|report|reports|reported|claim|claims|claimed|disput\w+|den(?:y|ies|ied)|confirm\w*|"
    r"think|thinks|believe|believes|print|prints|printed|write|writes|wrote|mention\w*|know|knows|knew|contradict\w*|"
    r"doubt\w*|reject\w*|question\w*))\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the library: how a question is read, and which outlets and years it holds."""

    read: Callable[[str], Understood]
    held: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    leans: Callable[[str, str], float] | None = None
    """How probable it is that a question, the second, leans on the one before it; None where no model tells."""


def resolve(question: str, turns: Sequence[Turn], known: Known) -> FollowUp:
    """The question as it is understood after `turns`, the latest last."""
    typed = question.strip()
    alone = FollowUp(typed, typed)
    if not turns or not typed or len(typed) > LONGEST_FOLLOW_UP:
        return alone
    # The model is asked of the same two questions at several places.
    known = replace(known, leans=known.leans and functools.cache(known.leans))
    last = turns[-1]
    in_force = effective(last, known)
    told = command(bare(typed), read=known.read, years=known.years, heard=in_force.outlets)
    if told is not None:
        text, scope = _rescoped(last.asked, told.outlets, told.applied(in_force, known.held), known)
        return FollowUp(typed, text, (BEFORE,), scope)
    if _leaning(last, typed, known) < ALONE:
        return alone
    said, told_before = spelled_out(typed), len(turns)
    if not ellipsis.fragment(said):
        said, turns = returned(said, turns)
    last = turns[-1]
    in_force = effective(last, known)
    may_lean = _leaning(last, typed, known) >= HALF
    for found in _readings(said, turns, may_lean=may_lean):
        if found is not None:
            text, leans_on = _whole(found, last, known)
            return FollowUp(typed, text, leans_on, _carried(typed, text, in_force, known))
    behind = _behind(last, known)
    if behind and (len(turns) < told_before or _leaning(last, typed, known, unknown=0.0) >= LEANS):
        # It is about that, whatever it asks: it says what it comes back to, or is open in a way that no rule knows.
        text = f"{_opening(bare(said))}, as to {behind}?"
        return FollowUp(typed, text, (BEFORE,), _carried(typed, text, in_force, known))
    return alone


def _leaning(last: Turn, question: str, known: Known, *, unknown: float = 1.0) -> float:
    """How probable it is that a question leans on the last one; `unknown` where no model tells."""
    return known.leans(last.asked, question) if known.leans else unknown


def _whole(found: Reading, last: Turn, known: Known) -> Reading:
    """What a rule has made of a question, with the last one behind it where it leans still."""
    text, leans_on = found
    behind = _behind(last, known)
    if BEFORE in leans_on or not behind or _leaning(last, text, known, unknown=0.0) < OPEN:
        return found
    return f"{text.rstrip('?')}, as to {behind}?", (*leans_on, BEFORE)


def _behind(last: Turn, known: Known) -> str:
    """What the last question was about, to stand behind the next; empty where it was about nothing that articles tell.

    What already stood behind the last one stands behind the next: one in the other would be a riddle.
    """
    if particulars.asked_for(known.read(last.asked)):
        return ""
    said = proposition(last.asked)
    if said.startswith("“") and not last.points:
        return ""
    return said.rpartition(", as to ")[2]


def turn(answer: Answer) -> Turn:
    """What an answered question leaves for the next one to lean on."""
    cited = {citation.n: citation.quote for point in answer.points for citation in point.citations}
    return Turn(
        asked=answer.asked,
        scope=answer.follow_up.scope if answer.follow_up else Filters(),
        points=tuple(point.text for point in answer.points),
        quotes=tuple(cited[n] for n in sorted(cited)),
    )


def effective(turn: Turn, known: Known) -> Filters:
    """What limits a turn: its scope, and the outlets and days that all of its question is limited to."""
    clauses = known.read(turn.asked).clauses
    outlets = tuple(dict.fromkeys(outlet for clause in clauses for outlet in clause.outlets))
    named = all(clause.outlets for clause in clauses)
    dated = len(clauses) == 1 and (clauses[0].after or clauses[0].before)
    return Filters(
        outlets=outlets if outlets and named else turn.scope.outlets,
        after=clauses[0].after if dated else turn.scope.after,
        before=clauses[0].before if dated else turn.scope.before,
    )


def _readings(typed: str, turns: Sequence[Turn], *, may_lean: bool) -> Iterator[Reading | None]:
    last = turns[-1]
    said = bare(typed)
    yield ellipsis.pointed(said, last)
    yield _before(ellipsis.question_phrase(said, last.asked))
    yield _before(ellipsis.of_the_whole(said, last.asked))
    yield _before(ellipsis.by_another(said, last.asked))
    fragment = ellipsis.fragment(typed)
    if fragment:
        named, leans_on = _replaced(fragment, free(fragment), turns)
        yield _before(ellipsis.put(named, last, turns[-2] if len(turns) > 1 else None), *leans_on)
    yield _before(ellipsis.other_subject(said, last.asked))
    if whose_it(said):
        yield _before(pointing(said, last.asked))
    pronouns = free(said)
    if pronouns:
        text, leans_on = _replaced(said, pronouns, turns)
        text, whole = _completed(text, last, open_ones=len(leans_on) < len(pronouns))
        thing = any(pronoun.role in ("it", "they", "that") for pronoun in pronouns)
        if not whole and (
            (says_no_more(said) and not nested(last.asked)) or (thing and leaves_out(said, text, last.asked))
        ):
            text, whole = f"{text}, as to {proposition(last.asked)}", True
        if not whole and (pointed := pointing(text, last.asked, resolved=True)):
            text, whole = pointed.rstrip("?"), True
        yield f"{_opening(text)}?", (*leans_on, *([BEFORE] if whole else []))
    if may_lean:
        yield _before(incomplete(said, last.asked))
        yield _before(pointing(said, last.asked))


def _replaced(said: str, pronouns: Sequence[Free], turns: Sequence[Turn]) -> Reading:
    """The words with each pronoun replaced by what it stands for, and those names; `so` and `that` by the whole."""
    leans_on: list[str] = []
    for pronoun in reversed(pronouns):
        stands_for = antecedent(pronoun, turns)
        whole = pronoun.role == "that" and not pronoun.noun and _SAID_SO.match(said[: pronoun.start])
        if whole and not said[pronoun.end :].strip():
            stands_for = proposition(turns[-1].asked)
            leans_on.append(BEFORE)
        elif stands_for:
            leans_on.append(re.sub(r"^in |['’]s?$", "", stands_for))
        said = said[: pronoun.start] + (stands_for or said[pronoun.start : pronoun.end]) + said[pronoun.end :]
    return said, tuple(dict.fromkeys(reversed(leans_on)))


def _completed(text: str, last: Turn, *, open_ones: bool) -> tuple[str, bool]:
    """The text with the last question behind it where something in it is still open, and whether it was put there."""
    if open_ones:
        return f"{text}, as to {proposition(last.asked)}", True
    whole = incomplete(text, last.asked)
    return (whole.rstrip("?"), True) if whole else (text, False)


def _before(text: str, *names: str) -> Reading | None:
    return (text, (BEFORE, *names)) if text else None


def _carried(typed: str, text: str, in_force: Filters, known: Known) -> Filters:
    """What is in force beside the text: not what the text says itself.

    An outlet that is named in leaning on an answer is asked for: "is that USA TODAY's figure too?"
    """
    clauses = known.read(text).clauses
    said = any(clause.outlets for clause in clauses)
    dated = any(clause.after or clause.before for clause in clauses)
    mentioned = (outlet for mention in known.read(typed).mentions for outlet in mention.outlets)
    named = tuple(dict.fromkeys(outlet for outlet in mentioned if outlet in known.held))
    return Filters(
        outlets=() if said else named or in_force.outlets,
        after=None if dated else in_force.after,
        before=None if dated else in_force.before,
    )


def _rescoped(asked: str, outlets: Collection[str], scope: Filters, known: Known) -> tuple[str, Filters]:
    """The last question in another scope; an outlet that it asks for by name gives way to the one now asked for."""
    mentions = [mention for mention in known.read(asked).mentions if mention.restricts]
    if not mentions:
        return asked, scope
    if len(mentions) == 1:
        name = " or ".join(outlets) if len(outlets) == 1 else "any outlet"
        text = asked[: mentions[0].start] + name + asked[mentions[0].end :]
        return text, replace(scope, outlets=()) if len(outlets) == 1 else scope
    return asked, scope


def _opening(text: str) -> str:
    return text[:1].upper() + text[1:]
