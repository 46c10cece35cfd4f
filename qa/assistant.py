"""The whole story on one screen: a question goes in, a cited answer comes out."""

from __future__ import annotations

from dataclasses import replace

from qa import writer
from qa.citations import cited
from qa.evidence import Selection, candidates, select
from qa.filters import resolved
from qa.reader import Reader, SimilarityReader
from qa.types import Answer, Problem, Searched
from qa.witnesses import claims
from vectorstore.errors import BylineError, UsageError
from vectorstore.library import Library
from vectorstore.types import Filters

PASSAGES = 15
"""How many passages are read for an answer."""

LONGEST_QUESTION = 4_000
"""Characters. A longer text is a document, not a question."""


class Assistant:
    """Answers questions from one library."""

    def __init__(self, library: Library, *, reader: Reader | None = None, selection: Selection | None = None) -> None:
        self.library = library
        self._reader = reader
        self._selection = selection or Selection()

    def ask(self, question: str, *, filters: Filters | None = None) -> Answer:
        """The answer to one question. What goes wrong on purpose is in the answer, with status "error"."""
        filters = filters or Filters()
        try:
            return self._answer(checked(question), resolved(filters, self.library))
        except BylineError as error:
            return failed(question, error, filters=filters)

    def _answer(self, question: str, filters: Filters) -> Answer:
        found = self.library.search(question, filters=filters, limit=PASSAGES)
        searched = Searched(
            articles=found.articles,
            outlets=found.outlets,
            filters=filters,
            left_out_for_no_date=found.left_out_for_no_date,
        )
        answer = Answer(question=question, status="not_in_sources", searched=searched)
        if not found.hits:
            return replace(answer, message=writer.not_in_sources(searched))
        scored = candidates(question, found.hits, reader=self._reader or SimilarityReader(self.library.encoder))
        chosen = claims(select(scored, selection=self._selection), scored)
        if not chosen:
            return replace(answer, message=writer.not_in_sources(searched))
        points = cited(chosen[: self._selection.points])
        return replace(answer, status="answered", points=points, message=writer.answered(points))


def failed(question: str, error: BylineError, *, filters: Filters | None = None) -> Answer:
    """The answer that says what went wrong and what to do about it."""
    usage = isinstance(error, UsageError)
    return Answer(
        question=question,
        status="error",
        searched=Searched(articles=0, outlets=(), filters=filters or Filters()),
        message=str(error),
        error=Problem(code=error.code, message=error.message, next=error.next, usage=usage),
    )


def checked(question: str) -> str:
    """The question without outer white space. Raises UsageError for one that is empty or too long."""
    question = question.strip()
    if not any(mark.isalnum() for mark in question):
        raise UsageError("The question is empty.", next="Ask something in words.", code="empty_question")
    if len(question) > LONGEST_QUESTION:
        raise UsageError(
            f"The question has {len(question):,} characters; the longest that is read has {LONGEST_QUESTION:,}.",
            next="Ask in fewer words; to search a text, add it as an article.",
            code="question_too_long",
        )
    return question
