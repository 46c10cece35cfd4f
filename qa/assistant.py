"""The whole story on one screen: a question goes in, a cited answer comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa import followup, writer
from qa.citations import cited
from qa.evidence import Selection, candidates, in_turn, select
from qa.filters import resolved, together
from qa.reader import Reader, SimilarityReader
from qa.retrieval import Retrieval, Steps
from qa.turns import FollowUp
from qa.types import Answer, Evidence, Problem, Searched
from qa.witnesses import claims
from vectorstore.errors import BylineError, UsageError
from vectorstore.library import Library
from vectorstore.types import Filters

if TYPE_CHECKING:
    from qa.composing import LlmWriter, Watch

PASSAGES = 15
"""How many passages are read for an answer."""

LONGEST_QUESTION = 4_000
"""Characters. A longer text is a document, not a question."""


class Assistant:
    """Answers questions from one library."""

    def __init__(
        self,
        library: Library,
        *,
        reader: Reader | None = None,
        selection: Selection | None = None,
        llm: LlmWriter | None = None,
    ) -> None:
        self.library = library
        self.llm = llm
        self._reader = reader
        self._selection = selection or Selection()
        self._retrieval = Retrieval(library)

    def ask(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        literally: bool = False,
        history: Sequence[Answer] = (),
        watch: Watch | None = None,
    ) -> Answer:
        """The answer to one question; `history` are the answers before it, the latest last.

        `literally` searches it as it stands: nothing is read out of it, and it leans on nothing. Where a
        language model writes, `watch` sees its draft and may stop it. What goes wrong on purpose is in the answer, with
        status "error".
        """
        filters = filters or Filters()
        try:
            question = checked(question)
            filters = resolved(filters, self.library)
            if literally or not history:
                return self._written(question, filters, literally=literally, watch=watch)
            read = self._read(question, history)
            answer = self._written(read.text, together(filters, read.scope), literally=False, watch=watch)
            return replace(answer, question=question, follow_up=replace(read, given=filters))
        except BylineError as error:
            return failed(question, error, filters=filters)

    def _read(self, question: str, history: Sequence[Answer]) -> FollowUp:
        """The question as it is understood after the answers before it; what failed is nothing to lean on."""
        turns = [followup.turn(answer) for answer in history if answer.status != "error"]
        return followup.resolve(question, turns, self._retrieval.known())

    def _written(self, question: str, filters: Filters, *, literally: bool, watch: Watch | None) -> Answer:
        """The answer in quotes, or in a model's words where one is to write and there is evidence to write from."""
        answer, evidence = self._quoted(question, filters, literally=literally)
        return self.llm.write(answer, evidence, watch=watch) if self.llm and evidence else answer

    def _quoted(self, question: str, filters: Filters, *, literally: bool) -> tuple[Answer, tuple[Evidence, ...]]:
        """The answer in quotes, and if there is one the evidence to write it from, what it quotes first."""
        steps = Steps(understanding=not literally)
        found = self._retrieval.search(question, filters=filters, limit=PASSAGES, steps=steps)
        answer = Answer(
            question=question,
            status="not_in_sources",
            searched=Searched(
                articles=found.articles,
                outlets=found.outlets,
                filters=filters,
                left_out_for_no_date=found.left_out_for_no_date,
            ),
            understood=None if literally else found.understood,
        )
        scored: list[tuple[Evidence, ...]] = []
        if found.hits:
            if self._reader is None:
                self._reader = SimilarityReader(self.library.encoder)
            scored = candidates(found.searches, reader=self._reader)
        chosen = claims(
            in_turn(select(one, selection=self._selection) for one in scored),
            [evidence for one in scored for evidence in one],
        )
        if not chosen:
            return replace(answer, message=writer.not_in_sources(answer.searched, found.missing)), ()
        points = cited(chosen[: self._selection.points])
        message = writer.answered(points, found.missing, filtered=bool(filters))
        answer = replace(answer, status="answered", points=points, message=message)
        return answer, (*(witness for claim in chosen for witness in claim.witnesses), *in_turn(scored))


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
