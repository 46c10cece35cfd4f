"""Bylines: the names of those who wrote an article, as a short line of the page states them."""

from __future__ import annotations

import re
from collections.abc import Callable

LONGEST = 200
"""Characters of the longest byline."""

_PARTICLES = frozenset("al bin da das de del della den der des di dos du el ibn la le ter van von y zu e".split())
_NO_NAMES = frozenset(
    """
    january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec the a an and or
    of in on at to for with from by is are was how why what when who where this that these your our my not no
    news press agency agencies times post journal newspaper magazine media staff writer writers reporter
    reporters correspondent correspondents editor editors editorial desk bureau columnist contributor
    contributing producer journalist team service wire wires special senior chief deputy associate assistant
    political diplomatic foreign international national world home president minister premier chancellor king
    queen prince princess pope senator secretary spokesman spokeswoman leader russian american british french
    german turkish chinese syrian ukrainian israeli iranian european united states kingdom photo photos video
    image images update updated published read more see also related share comments opinion analysis exclusive
    breaking live watch getty reuters afp ap pool file courtesy university institute council group house court
    department
    """.split()
)
_ROLE = re.compile(
    r"(?:\w+[\s-]+){0,4}?(?:staff|writers?|reporters?|correspondents?|editors?|columnists?|contributors?|producers?"
    r"|journalists?|bureau(?: chief)?|desk|newsroom|team|agencies|analysts?|fellow|commentator|critic"
    r"|blogger)(?:\s+(?:at|for|in|of|on|with)\s.+)?",
    re.IGNORECASE,
)
_LED = re.compile(
    r"[\s*_(\[]*(?:(?:(?:story|words|text|written|report(?:ed)?|posted|authored|analysis|opinion|commentary"
    r"|exclusive) )?"
    r"by\b[\s:]*|authors?\s*:\s*|writers?\s*:\s*|reporters?\s*:\s*)",
    re.IGNORECASE,
)
_REPORTED = re.compile(r"[\[(]?(?:reporting|report|story|written) by:?\s+(?P<names>[^;.()\[\]]{3,120})", re.IGNORECASE)
_DASHED = re.compile(r"\s*[-–—―]{1,3}\s*")
_APART = re.compile(r"\s*(?:;|\||•|·|/)\s*")
_JOINT = re.compile(r"\s*,?\s+(?:and|AND|&|with|WITH)\s+|\s*&\s*")
_PLACE = re.compile(r"\s+(?:in|IN|for|FOR|at|of|@)\s.*|\s*[(<@\[].*|\s+\S+@\S+.*", re.DOTALL)

Names = list[str]
KnownOutlet = Callable[[str], object]


def is_name(text: str, *, single: bool = False) -> bool:
    """Whether the text looks like a person's name: two to six capitalised words, none of them a common one."""
    parts = text.replace(".", ". ").split()
    if not (1 if single else 2) <= len(parts) <= 6 or len(text) > 60:
        return False
    bare = [part.strip(".").casefold() for part in parts]
    if any(part in _NO_NAMES for part in bare) or (bare[0] in {"de", "la", "le", "el"} and len(parts) < 3):
        return False
    capital = [part for part, low in zip(parts, bare, strict=True) if low not in _PARTICLES or part[0].isupper()]
    return bool(capital) and all(_capitalised(part) for part in capital) and any(len(part) > 2 for part in capital)


def led_names(text: str, known_outlet: KnownOutlet) -> Names:
    """The names in a line that opens with "By", "Author:" or the like; empty when no name follows."""
    lead = _LED.match(text)
    if not lead or len(text) > LONGEST:
        return []
    rest = text[lead.end() :].rstrip(" *_)].,:")
    return _listed(rest, known_outlet, led=True)


def dashed_names(text: str, known_outlet: KnownOutlet) -> Names:
    """The names in a line that is a dash and a name."""
    lead = _DASHED.match(text)
    return _listed(text[lead.end() :].strip(), known_outlet, led=False) if lead and len(text) <= LONGEST else []


def described_names(text: str, known_outlet: KnownOutlet) -> Names:
    """The names in a line of a name and what its bearer is: "Jane Doe, Staff Writer", "Jane Doe | BBC News"."""
    if len(text) > LONGEST:
        return []
    parts = [part.strip() for part in re.split(r"[,|•·]|\s+[-–—]\s+", text) if part.strip()]
    described = len(parts) >= 2 and all(_ROLE.fullmatch(part) or known_outlet(part) for part in parts[1:])
    return _listed(parts[0], known_outlet, led=False) if described else []


def bare_names(text: str, known_outlet: KnownOutlet) -> Names:
    """The names in a line that is nothing but names, and the places they write from."""
    if len(text) > LONGEST or "," in text:
        return []
    pieces = [_PLACE.sub("", piece).strip() for piece in _JOINT.split(text)]
    return pieces if all(is_name(piece) and not known_outlet(piece) for piece in pieces) else []


def reporting_names(text: str, known_outlet: KnownOutlet) -> Names:
    """The names in a line at the foot of an article such as "Reporting by Jane Doe; editing by John Roe"."""
    found = _REPORTED.match(text)
    return _listed(found["names"].strip(), known_outlet, led=False) if found else []


def _listed(text: str, known_outlet: KnownOutlet, *, led: bool) -> Names:
    """The names a list begins with. After the last "and" comes what the writers are, not who they are."""
    text = _APART.split(text)[0]
    whole = text.strip(" ,.")
    if led and known_outlet(whole):
        return [whole]
    joint = _JOINT.split(text)
    names: Names = []
    for at, part in enumerate(joint):
        pieces = [piece for piece in (_PLACE.sub("", piece).strip(" .:") for piece in part.split(",")) if piece]
        for piece in pieces if at < len(joint) - 1 else pieces[:1]:
            if known_outlet(piece) or not is_name(piece):
                return names
            names.append(piece)
    return names


def _capitalised(word: str) -> bool:
    letters = word.strip(".'’‘-\"“”")
    return bool(letters) and letters[0].isupper() and all(c.isalpha() or c in ".'’‘-" for c in letters)
