"""Answers, articles and sources as HTML.

Pure: values in, text out. The markup is in `page.html`, whose environment escapes every value; an article is
untrusted input, and none of its words is ever read as markup or Markdown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from secrets import token_hex
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined

from qa import writer
from qa.conversations import Listed
from qa.draft_check import SoFar
from qa.drafts import Draft
from qa.llm.choice import LlmChoice
from qa.types import OUTLET_NOT_STATED, Answer, Citation
from qa.wording import clipping, day, file_name, is_web, listed, reading, reworded, shortened, when
from vectorstore.types import Article, ArticleRecord, Span

ARTICLES_SHOWN = 100
"""How many articles the list shows at first, and adds each time more are asked for."""


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
    answers: Sequence[Answer],
    *,
    pending: str | None = None,
    articles: int = 0,
    examples: Sequence[str] = (),
    draft: Draft | None = None,
    drafts: bool = False,
) -> str:
    """The turns so far, and the question that is being answered; with neither, a welcome and the examples.

    A citation's button carries `turn.point.citation`, all counted from zero, as its key. `draft` is what may answer
    the question, with a button that stops it; with `drafts` the welcome says that a model may draft.
    """
    given = {"answers": answers, "pending": pending, "articles": articles, "examples": examples}
    return _page("conversation", **given, drafting=draft, drafts=drafts)


def draft(so_far: SoFar) -> str:
    """A draft while it is written: what holds so far, how much doesn't, and its end, marked as not checked yet."""
    return _page("draft", so_far=so_far)


def writers(choices: Sequence[tuple[str, LlmChoice]], *, chosen: str, asking: str | None) -> str:
    """The choice of who writes, each model under its name; `asking` says what is to be allowed for the one chosen."""
    return _page("writers", choices=choices, chosen=chosen, asking=asking)


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


def _place(article: Article, citation: Citation) -> Span | None:
    if article.text[citation.start : citation.end] == citation.quote:
        return Span(citation.start, citation.end)
    start = article.text.find(citation.quote)
    return Span(start, start + len(citation.quote)) if start >= 0 and citation.quote else None


def _described(record: ArticleRecord) -> str:
    return " ".join((record.title, record.outlet or OUTLET_NOT_STATED, *record.authors, record.source)).casefold()


@cache
def _template() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "day": day,
        "shortened": shortened,
        "file_name": file_name,
        "web": is_web,
    }
    environment.globals |= {
        "counted": writer.count,
        "outlets": writer.outlets,
        "listed": listed,
        "left_out": writer.left_out,
        "refusal": writer.NOT_IN_SOURCES,
        "written": writer.written,
        "without_left_out": writer.without_left_out,
        "when": when,
        "reading": reading,
        "reworded": reworded,
        "clipping": clipping,
        "not_stated": OUTLET_NOT_STATED,
    }
    return environment.from_string((files("qa") / "page.html").read_text(encoding="utf-8")).module


def _page(macro: str, **values: Any) -> str:
    return str(getattr(_template(), macro)(**values)).strip()
