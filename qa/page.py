"""What happens on the page, as functions of plain values: what a reader did goes in, HTML and answers come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qa import render
from qa.assistant import Assistant, failed
from qa.drafts import Draft
from qa.filters import parsed
from qa.types import OUTLET_NOT_STATED, Answer, Citation
from vectorstore.errors import ArticleNotFound, BylineError
from vectorstore.types import NOT_STATED, ArticleRecord

SEEDS = "000_6d612f313ae8177a.txt"
EXAMPLES = (
    "What did Putin say about the deaths of our servicemen?",
    "Who shot down the Russian warplane?",
    "How many people were killed in the Paris attacks?",
    "What did Cameron tell British parliamentarians?",
    "Was the S-400 discussed with the leaders of NATO?",
    "Who won the World Cup?",
)
"""What a reader may ask of the seed articles; the last one they do not answer."""

Answers = tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filters as they stand on the page, and whether outlets and dates are read out of the question as well."""

    outlets: Sequence[str] = ()
    after: str = ""
    before: str = ""
    read: bool = True


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the page shows of a library; `version` differs whenever that does."""

    version: int
    masthead: str
    articles: str
    outlets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The page over one assistant. It keeps nothing: a session's answers are handed in and out.

    `drafts` is true where a model may draft.
    """

    assistant: Assistant
    drafts: bool = False

    def shown(self, answers: Answers) -> str:
        """The conversation as it stands: the welcome before its first question."""
        return render.conversation(answers) if answers else self.welcome()

    def welcome(self) -> str:
        """The conversation before the first question, with examples if the library holds the seeds."""
        records = self._records()
        seeded = any(record.source.endswith(SEEDS) for record in records)
        examples = EXAMPLES if seeded else ()
        return render.conversation((), articles=len(records), examples=examples, drafts=self.drafts)

    def ask(
        self, question: str, answers: Answers, *, narrowing: Narrowing, draft: Draft | None = None
    ) -> Iterator[tuple[str, Answers]]:
        """First the conversation with the question and its progress, then with the answer, which `draft` may write."""
        return self._turn(question, answers, lambda: self._answer(question, answers, narrowing, draft), draft)

    def ask_as_typed(self, turn: int, answers: Answers, draft: Draft | None = None) -> Iterator[tuple[str, Answers]]:
        """The same for a question of this conversation, under its filters, with nothing read out of its words."""
        asked, read = answers[turn].question, answers[turn].follow_up
        filters = read.given if read else answers[turn].searched.filters
        return self._turn(asked, answers, lambda: self._asked(asked, draft, filters=filters, literally=True), draft)

    def _turn(
        self, question: str, answers: Answers, answer: Callable[[], Answer], draft: Draft | None
    ) -> Iterator[tuple[str, Answers]]:
        articles = len(self._records())
        # Until it has its answer, a turn is the failure that it would be.
        broken = BylineError("Byline failed while answering.", next="Ask again; its terminal says more.")
        shown = render.conversation(answers, pending=question, articles=articles, draft=draft)
        yield shown, (*answers, failed(question, broken))
        answers = (*answers, answer())
        yield render.conversation(answers), answers

    def cite(self, key: str, answers: Answers) -> str:
        """The source of a citation, found by its place in this session's conversation: `turn.point.citation`."""
        turn, point, place = (int(number) for number in key.split("."))
        if turn >= len(answers):
            return render.missing("This conversation was not kept, and Byline has been started anew since.", key=key)
        citation = answers[turn].cited[point].citations[place]
        return self._source(citation.article_id, key=key, citation=citation)

    def read(self, article_id: str) -> str:
        """The source of an article in the list."""
        return self._source(article_id, key=article_id, citation=None)

    def articles(self, find: str, *, shown: int = render.ARTICLES_SHOWN) -> str:
        """The list of the articles that match what was typed."""
        return render.library(self._records(), find=find, shown=shown)

    def holdings(self, find: str, *, seen: int) -> Holdings | None:
        """What depends on the library, or None when it is still the version that was `seen`."""
        records = self._records()
        version = hash(tuple((record.id, record.revision) for record in records))
        if version == seen:
            return None
        outlets = sorted({record.outlet for record in records if record.outlet}, key=str.casefold)
        choices = [(outlet, outlet) for outlet in outlets]
        if any(record.outlet is None for record in records):
            choices.append((OUTLET_NOT_STATED, NOT_STATED))
        return Holdings(
            version=version,
            masthead=render.masthead(records),
            articles=render.library(records, find=find),
            outlets=tuple(choices),
        )

    def _records(self) -> tuple[ArticleRecord, ...]:
        """None while the library can't be read: what is wrong with it then stands in the answer to a question."""
        try:
            return self.assistant.library.articles()
        except BylineError:
            return ()

    def _answer(self, question: str, answers: Answers, narrowing: Narrowing, draft: Draft | None) -> Answer:
        try:
            filters = parsed(narrowing.outlets, after=narrowing.after, before=narrowing.before)
        except BylineError as error:
            return failed(question, error)
        return self._asked(question, draft, filters=filters, literally=not narrowing.read, history=answers)

    def _asked(self, question: str, draft: Draft | None, **how: Any) -> Answer:
        """The assistant's answer, written by whoever writes the draft."""
        if draft is None:
            return self.assistant.ask(question, **how)
        return self.assistant.ask(question, llm=draft.writer, watch=draft.watch, **how)

    def _source(self, article_id: str, *, key: str, citation: Citation | None) -> str:
        library = self.assistant.library
        try:
            return render.source(library.article(article_id), library.record(article_id), key=key, citation=citation)
        except ArticleNotFound:
            return render.missing("This article is no longer in the library.", key=key, citation=citation)
        except BylineError as error:
            return render.missing(str(error), key=key, citation=citation)
