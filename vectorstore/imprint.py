"""Who printed a page, as its own lines say it: a masthead, a title's last part, a credit line, an address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vectorstore.furniture import ADDRESS, section_label
from vectorstore.lines import words
from vectorstore.outlets import OutletTable, host

LONGEST = 220
"""Characters of the longest line that names an outlet."""

_REGION = (
    r"(?:u\.?s\.?a?|u\.?k\.?|asia|europe(?:an)?|international|global|world|australia|india|africa|canada|national)"
)
_EDITION = re.compile(
    rf"(?:\s*[|:·•,–—-]\s*|\s+)(?:(?:the )?(?:{_REGION}\s+)?(?:(?:print|digital|morning|evening|sunday|english)\s+)?"
    r"(?:edition|e-?paper|online|website|web ?site|logo|(?:back to )?home(?: ?page)?))$",
    re.IGNORECASE,
)
_APART = re.compile(r"\s+[|–—»>·•-]\s+|\s*[|»]\s*")
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))[\s©,]*(?:\(c\)\s*)?(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)\d\d"
    r"|present))?)?[\s,:.-]*(?:by\s+)?(?P<name>.{2,90})",
    re.IGNORECASE,
)
_NAME_THEN_COPYRIGHT = re.compile(
    r"(?P<name>.{2,60}?)[\s,]*(?:copyright|©|\(c\))[\s,]*(?:19|20)\d\d.{0,60}", re.IGNORECASE
)
_RIGHTS = re.compile(
    r"[\s,.;|(/–—-]*(?:all rights reserved|or its affiliated|unauthorized|this material|reproduction).*", re.IGNORECASE
)
_COMPANY = re.compile(
    r"[\s,]+(?:ltd|limited|inc|llc|llp|plc|corp(?:oration)?|company|co|gmbh|group|media|news(?:papers?)?"
    r"|publish(?:ing|ers?)|holdings|"
    r"network|digital|online|a division of .*|(?:19|20)\d\d)\.?$",
    re.IGNORECASE,
)
_STAFF = r"(?:staff|reporters?|correspondents?|newsroom|news ?desk|web ?desk|team)"
_DESK = re.compile(
    rf"(?:(?:sources?|by|from)\s*:?\s+)?(?P<name>.{{2,40}}?)(?:\s+{_STAFF})?\s*(?:,|/|\+|&|\band\b|\bwith\b)\s*"
    r"(?:(?:news |wire |the |other |foreign |international )*(?:agenc(?:y|ies)|wires?|wire (?:services?|reports?)"
    r"|news services))\.?"
    rf"|(?:by\s+)?(?P<staffed>.{{2,40}}?)\s+{_STAFF}",
    re.IGNORECASE,
)
_SITE = re.compile(r"(?:www\.)?[\w-]+(?:\.[a-z]{2,6}){1,2}", re.IGNORECASE)
_FIELD = re.compile(
    r"(?:(?P<certain>outlet|publication|newspaper|news source)|(?P<doubtful>publisher|site|source|from)|section"
    r"|category|language|country|location|length|word count|words|id|type)\s*:\s*(?P<name>.{1,60})",
    re.IGNORECASE,
)
_ADDRESS_LABEL = re.compile(
    r"(?:original|article|page|canonical|source|full|web|short)?[\s-]*(?:url|link|address|permalink|canonical|source"
    r"|article|story)"
    r"(?: (?:url|link|address|at|here|from|on))?\s*[:=-]*\s*",
    re.IGNORECASE,
)
_READ_AT = re.compile(
    r"(?:read (?:more|the (?:full|original|whole|rest).{0,20})|continue reading|view (?:the )?original|via)\b.{0,20}",
    re.IGNORECASE,
)
_ARCHIVED = re.compile(
    r"https?://(?:web\.archive\.org/web/\w+|archive\.(?:is|ph|today|org)/\w+)/(https?://.+)", re.IGNORECASE
)
_NOT_PRINTING = frozenset(
    """
    archive.org archive.is archive.ph archive.today web.archive.org t.co bit.ly goo.gl ow.ly buff.ly tinyurl.com
    facebook.com fb.me twitter.com x.com instagram.com youtube.com youtu.be reddit.com linkedin.com
    pinterest.com whatsapp.com telegram.me t.me google.com news.google.com feedproxy.google.com
    webcache.googleusercontent.com pressreader.com flipboard.com getpocket.com localhost example.com
    """.split()
)


class Imprint:
    """Reads outlets out of lines, by a table of outlets."""

    def __init__(self, outlets: OutletTable) -> None:
        self._outlets = outlets

    def known(self, name: str) -> str | None:
        """The canonical name of an outlet or agency, or None."""
        found = self._outlets.by_name(name)
        return found.name if found else None

    def masthead(self, line: str) -> str | None:
        """The outlet of a line that is a masthead: "USA TODAY US Edition", "BBC News | World".

        An agency's bare name is none: it may as well be the credit of a picture.
        """
        if len(line) > LONGEST or section_label(line):
            return None
        name = _EDITION.sub("", line)
        parts = [part for part in _APART.split(name) if part.strip()]
        rest = [part for part in parts[1:] if not section_label(part)]
        if not parts or rest:
            return None
        found = self._outlets.by_name(name) or self._outlets.by_name(parts[0])
        return found.name if found and (not found.agency or name != line or len(parts) > 1) else None

    def title_parts(self, line: str) -> tuple[str, str] | None:
        """The headline and the outlet of a line such as "Headline | World | The Guardian".

        A dash is not taken for such a bar: "Army retreats - Reuters" names a source.
        """
        parts = [part.strip() for part in line.split("|")]
        outlet = self.known(parts[-1]) if 1 < len(parts) <= 4 else None
        if not outlet or not parts[0] or any(not section_label(part) for part in parts[1:-1]):
            return None
        return parts[0], outlet

    def credit(self, line: str) -> str | None:
        """The outlet a credit or copyright line names: "TRTWorld and agencies", "© 2015 Guardian News and Media".

        An agency is none: other pages carry its copy and its copyright. Nor is one where the article was "originally
        published": this page is another's.
        """
        if len(line) > LONGEST:
            return None
        site = self._outlets.by_domain(line) if _SITE.fullmatch(line) else None
        if site and not site.agency:
            return site.name
        return next((name for stated in self._credited(line) if (name := self._printing(stated))), None)

    def names_outlet(self, line: str) -> bool:
        """Whether a part of a short line is an outlet or agency and nothing else: "MOSCOW - Agence France-Presse"."""
        return len(line) <= 80 and any(self.known(part) for part in _APART.split(line))

    def field(self, line: str) -> tuple[str | None, str] | None:
        """The outlet and the words of a labelled line such as "Publication: The Hindu"; None for any other line.

        "Source:" and the like may as well name where the news is from: they count for an outlet of the table that
        is no agency.
        """
        found = _FIELD.fullmatch(line)
        if not found:
            return None
        name = found["name"].strip()
        stated = (self.known(name) or name) if found["certain"] else None
        return stated or (self._printing(name) if found["doubtful"] else None), name

    def address(self, url: str) -> str | None:
        """The outlet of an address: by the table, else the host itself; None for archives, networks and shorteners."""
        archived = _ARCHIVED.match(url)
        name = host(archived[1] if archived else url)
        found = self._outlets.by_domain(name)
        if found:
            return found.name
        labels = name.split(".")
        hosts = {".".join(labels[at:]) for at in range(len(labels))}
        return None if len(labels) < 2 or labels[-1].isdigit() or hosts & _NOT_PRINTING else name

    def _printing(self, name: str) -> str | None:
        found = self._outlets.by_name(name.strip(" .,*_"))
        return found.name if found and not found.agency else None

    def _credited(self, line: str) -> Iterator[str]:
        desk = _DESK.fullmatch(line)
        if desk:
            yield desk["name"] or desk["staffed"]
        for shape in (_COPYRIGHT, _NAME_THEN_COPYRIGHT):
            owned = shape.match(line)
            if owned:
                yield from _shortened(_RIGHTS.sub("", owned["name"]))


def labelled_address(line: str) -> tuple[str, str] | None:
    """The label and the address of a line such as "Source: https://..."; None for any other line."""
    found = ADDRESS.search(line) if len(line) <= 2_100 else None
    if not found or line[found.end() :].strip(" .)>]"):
        return None
    label = line[: found.start()].strip(" <([")
    return (label, found[1]) if not label or address_label(label) else None


def address_label(line: str) -> bool:
    """Whether the line announces the page's own address: "Original url:", "Read more at"."""
    return len(line) <= 40 and bool(_ADDRESS_LABEL.fullmatch(line) or _READ_AT.fullmatch(line.rstrip(": ")))


def certain_label(label: str) -> bool:
    """Whether a label says that the address is this page's; "Read more at" may lead to another."""
    return bool(_ADDRESS_LABEL.fullmatch(label))


def names_page(url: str, title: str) -> bool:
    """Whether the last parts of an address are made of the words of the title."""
    slug = set(words(url.split("://")[-1].partition("/")[2].replace("-", " ").replace("_", " ")))
    said = [word for word in words(title) if len(word) > 3]
    return len(said) >= 2 and sum(word in slug for word in said) * 2 >= len(said)


def _shortened(name: str) -> Iterator[str]:
    while name.strip():
        yield name
        shorter = _COMPANY.sub("", name)
        if shorter == name:
            return
        name = shorter
