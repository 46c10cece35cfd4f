"""Answers and sources in words, wherever they are shown: who said it and when, what was asked, what to paste. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from urllib.parse import urlsplit

from qa.types import OUTLET_NOT_STATED, Answer, Citation, Point
from vectorstore.types import ArticleRecord

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def reading(answer: Answer) -> str:
    """What the question was taken to mean, as a sentence; empty when it stands alone and names nothing that limits."""
    asked = f"Asked: {answer.follow_up.describe()}" if answer.follow_up and answer.leans else ""
    read = answer.understood.describe() if answer.understood else ""
    return " ".join(filter(None, (asked, f"{read[0].upper()}{read[1:]}." if read else "")))


def clipping(point: Point) -> str:
    """A point as plain text: the sentence, and under it each source with outlet, date, title, author and link.

    A source that words the sentence otherwise is given with its own words.
    """
    lines = [point.text]
    for citation in point.citations:
        if citation.quote != point.text:
            lines += ["", citation.quote]
        lines.append(credit_line(citation))
        if citation.url:
            lines.append(citation.url)
    return "\n".join(lines)


def day(stated: str | date) -> str:
    """A date as people write it: `27 Nov 2015`. A time of day is left out; what is no ISO date stays as it is."""
    if isinstance(stated, str):
        try:
            stated = date.fromisoformat(stated[:10])
        except ValueError:
            return str(stated)
    return f"{stated.day} {_MONTHS[stated.month - 1]} {stated.year}"


def when(subject: Citation | ArticleRecord) -> str:
    """The date a source states, and which one it is unless it is the publication date; empty when it states none."""
    if subject.published:
        return day(subject.published)
    if subject.updated:
        return f"updated {day(subject.updated)}"
    return f"dateline {subject.dateline}" if subject.dateline else ""


def reworded(citation: Citation, point: Point) -> bool:
    """Whether a source says a point in other words: quotation marks, dashes and case do not count."""
    return re.findall(r"\w+", citation.quote.casefold()) != re.findall(r"\w+", point.text.casefold())


def credit_line(citation: Citation) -> str:
    """A source on one line: outlet, date, title and author, and the file where no outlet is stated."""
    parts = [citation.outlet or OUTLET_NOT_STATED, when(citation) or "no date", f"“{citation.title}”"]
    if citation.authors:
        parts.append(f"by {listed(citation.authors)}")
    if citation.outlet is None:
        parts.append(file_name(citation.source))
        if citation.credits:
            parts.append(f"photo credits: {', '.join(citation.credits)}")
    return "— " + ", ".join(parts)


def listed(names: Sequence[str]) -> str:
    """`one, two and three`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def shortened(text: str, length: int) -> str:
    """The text in at most `length` characters, cut between words where it can be."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rsplit(None, 1)[0] if " " in cut else cut).rstrip(" ,;:.–—") + "…"


def file_name(source: str) -> str:
    """The last part of a path; an address as it is."""
    return source if is_web(source) else PurePath(source).name


def is_web(url: str) -> bool:
    """Whether the address may be a link: any other scheme, `javascript:` among them, is shown as text only."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
