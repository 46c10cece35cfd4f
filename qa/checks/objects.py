"""What a word is tied to: strikes against Assad are not strikes against Islamic State. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from qa.checks.names import known_words, stands
from qa.checks.tokens import Token, is_content, stem, tokens

_TIES = frozenset("against with over towards toward between under".split())
"""Prepositions that say at whom or with whom; `in` and `on` and their like say too many things."""

_ENDS = frozenset(
    """and or but in on at by for from to of after before during while when that which who as than because since until
    near around about into through is are was were has have had will would""".split()
)
REACH = 6
"""Words in which the thing tied to stands."""


def unsupported_objects(said: str, source: str) -> Iterator[str]:
    """Why what a word is tied to is not what it is tied to in the source."""
    theirs: dict[tuple[str, str], list[list[Token]]] = {}
    for tie, tied in _tied(source):
        theirs.setdefault(tie, []).append(tied)
    for tie, tied in _tied(said):
        known = theirs.get(tie)
        if not known or not tied:
            continue
        # Another thing is tied only where both are named, and none of the words is the other's in another form.
        if all(any(one.capital for one in other) and any(one.capital for one in tied) and not _meet(tied, other)
               for other in known):  # fmt: skip
            yield f"the source does not say “{tie[1]} {' '.join(token.text for token in tied)}”"


def _tied(text: str) -> Iterator[tuple[tuple[str, str], list[Token]]]:
    """Each content word with such a preposition right after it, and the words of the thing behind that."""
    found = tokens(text)
    for at in range(1, len(found) - 1):
        if found[at].word in _TIES and is_content(found[at - 1]) and text[found[at - 1].end : found[at].start] == " ":
            tied: list[Token] = []
            last = found[at]
            for token in found[at + 1 : at + 1 + REACH]:
                if token.word in _ENDS or text[last.end : token.start].strip(" ’'-“”\"()"):
                    break
                last = token
                if is_content(token):
                    tied.append(token)
            yield (stem(found[at - 1].word), found[at].word), tied


def _meet(one: list[Token], other: list[Token]) -> bool:
    known = known_words(" ".join(token.text for token in other))
    return any(stands(token, known) for token in one)
