"""Whose a thing is: a Turkish jet is not a Russian one, though both countries are named. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.checks.tokens import stem

_OF_A_COUNTRY = re.compile(
    r"\b(?P<whose>[A-Z][a-z]+(?:ian|ean|an|ish|ese|ench|man|eek|utch|wiss|aeli|aqi|ani|ai)|U\.S\.|US|UK|American|British)\s+"
    r"(?:(?:military|war|fighter|passenger|armed|foreign|prime|defen[cs]e|attack|combat)\s+)?(?P<what>[a-z]{3,})\b"
)
_ALIKE = {
    stem(word): "plane"
    for word in "plane planes jet jets aircraft airplane warplane warplanes bomber bombers fighter aeroplane".split()
}
_FORMS = {"U.S.": "America", "US": "America", "American": "America", "UK": "Britai", "British": "Britai"}


def unsupported_modifiers(said: str, source: str) -> Iterator[str]:
    """Why a thing of one country's is another's in the source."""
    theirs: dict[str, set[str]] = {}
    for found in _OF_A_COUNTRY.finditer(source):
        theirs.setdefault(_thing(found), set()).add(_whose(found))
    for found in _OF_A_COUNTRY.finditer(said):
        known = theirs.get(_thing(found))
        if known and _whose(found) not in known:
            yield f"the source has no “{found['whose']} {found['what']}”"


def _thing(found: re.Match[str]) -> str:
    what = stem(found["what"])
    return _ALIKE.get(what, what)


def _whose(found: re.Match[str]) -> str:
    return _FORMS.get(found["whose"], found["whose"][:4])
