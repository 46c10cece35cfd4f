"""Answers, articles and sources as HTML, and points as plain text to paste elsewhere.

Pure: values in, text out. The markup is in `page.html`, whose environment escapes every value; an article is
untrusted input, and none of its words is ever read as markup or Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import PurePath
from secrets import token_hex
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, StrictUndefined

from qa import writer
from qa.conversations import Listed
from qa.types import OUTLET_NOT_STATED, Answer, Citation, Point
from vectorstore.types import Article, ArticleRecord, Span

ARTICLES_SHOWN = 100
"""How many articles the list shows at first, and adds each time more are asked for."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an article's text, and whether it is story and whether it is the sentence cited."""

    text: str
    story: bool
    cited: bool


def masthead(records: Sequence[ArticleRecord]) -> str:
    """The head of the page: the name, and what the library holds."""
    return _page("masthead", records=records)


def conversation(
    answers: Sequence[Answer], *, pending: str | None = None, articles: int = 0, examples: Sequence[str] = ()
) -> str:
    """The turns so far, and the question that is being answered; with neither, a welcome and the examples.

    A citation's button carries `turn.point.citation`, all counted from zero, as its key.
    """
    return _page("conversation", answers=answers, pending=pending, articles=articles, examples=examples)


def library(records: Sequence[ArticleRecord], *, find: str = "", shown: int = ARTICLES_SHOWN) -> str:
    """The list of articles whose title, outlet, author or file holds every word of `find`."""
    words = find.casefold().split()
    matching = [record for record in records if all(word in _described(record) for word in words)]
    return _page("library", records=matching[:shown], total=len(records), matching=len(matching), find=find)


def source(article: Article, record: ArticleRecord, *, key: str, citation: Citation | None = None) -> str:
    """The whole article, with the cited sentence marked and what is not story greyed.

    When the article has changed since it was cited, the sentence is looked for; if it is gone, the page says so.
    """
    span = _place(article, citation) if citation else None
    return _page(
        "source",
        article=article,
        record=record,
        segments=segments(article, cited=span),
        key=key,
        quoted=citation.quote if citation else "",
        moved=citation is not None and span is None,
    )


def kept(listed: Sequence[Listed], *, current: str | None, keep: bool, problem: str = "") -> str:
    """The list of kept conversations, each with what can be done with it, and the switch that keeps none."""
    return _page("kept", listed=listed, current=current, keep=keep, problem=problem)


def download(name: str, text: str, *, json: bool) -> str:
    """A link that holds a file. It differs each time, so that the same file can be asked for again."""
    kind = "application/json" if json else "text/markdown"
    return _page("download", name=name, address=f"data:{kind};charset=utf-8,{quote(text)}", once=token_hex(4))


def missing(reason: str, *, key: str, citation: Citation | None = None) -> str:
    """What stands in a source's place when its article can't be shown."""
    return _page("missing", reason=reason, key=key, quoted=citation.quote if citation else "")


def segments(article: Article, *, cited: Span | None = None) -> list[Segment]:
    """The article's text cut wherever the story or the cited sentence begins or ends; the texts join to the whole."""
    bounds = {0, len(article.text)}
    for span in (*article.story, *((cited,) if cited else ())):
        bounds |= {span.start, span.end}
    cuts = sorted(bounds)
    return [
        Segment(
            text=article.text[start:end],
            story=any(span.start <= start and end <= span.end for span in article.story),
            cited=cited is not None and cited.start <= start and end <= cited.end,
        )
        for start, end in pairwise(cuts)
    ]


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


def _place(article: Article, citation: Citation) -> Span | None:
    if article.text[citation.start : citation.end] == citation.quote:
        return Span(citation.start, citation.end)
    start = article.text.find(citation.quote)
    return Span(start, start + len(citation.quote)) if start >= 0 and citation.quote else None


def credit_line(citation: Citation) -> str:
    """A source on one line: outlet, date, title and author, and the file where no outlet is stated."""
    parts = [citation.outlet or OUTLET_NOT_STATED, when(citation) or "no date", f"“{citation.title}”"]
    if citation.authors:
        parts.append(f"by {_listed(citation.authors)}")
    if citation.outlet is None:
        parts.append(_file_name(citation.source))
        if citation.credits:
            parts.append(f"photo credits: {', '.join(citation.credits)}")
    return "— " + ", ".join(parts)


def _described(record: ArticleRecord) -> str:
    return " ".join((record.title, record.outlet or OUTLET_NOT_STATED, *record.authors, record.source)).casefold()


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _shortened(text: str, length: int) -> str:
    """The text in at most `length` characters, cut between words where it can be."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rsplit(None, 1)[0] if " " in cut else cut).rstrip(" ,;:.–—") + "…"


def _file_name(source_name: str) -> str:
    return source_name if _web(source_name) else PurePath(source_name).name


def _web(url: str) -> bool:
    """Whether the address may be a link: any other scheme, `javascript:` among them, is shown as text only."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


@cache
def _template() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "day": day,
        "shortened": _shortened,
        "file_name": _file_name,
        "web": _web,
    }
    environment.globals |= {
        "counted": writer.count,
        "outlets": writer.outlets,
        "listed": _listed,
        "left_out": writer.left_out,
        "refusal": writer.NOT_IN_SOURCES,
        "when": when,
        "reading": reading,
        "reworded": reworded,
        "clipping": clipping,
        "not_stated": OUTLET_NOT_STATED,
    }
    return environment.from_string((files("qa") / "page.html").read_text(encoding="utf-8")).module


def _page(macro: str, **values: Any) -> str:
    return str(getattr(_template(), macro)(**values)).strip()
