"""The whole story on one screen: a question goes in, a cited answer comes out."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from qa import absence, followup, particulars, writer
from qa.answer_type import answer_type
from qa.asking import checked
from qa.citations import cited
from qa.evidence import Selection, candidates, in_turn, select
from qa.filters import resolved, together
from qa.leaning import packaged_leaning
from qa.particulars import Particular
from qa.reader import PACKAGED_READER, Reader, load_reader
from qa.retrieval import Retrieval, Retrieved, Steps
from qa.similarity import Similarity
from qa.turns import FollowUp
from qa.types import Answer, Claim, Evidence, Problem, Searched
from qa.witnesses import claims
from vectorstore.errors import BylineError, UsageError
from vectorstore.library import Library
from vectorstore.types import Filters

if TYPE_CHECKING:
    from qa.composing import LlmWriter, Watch

PASSAGES = 15
"""How many passages are read for an answer."""


class Assistant:
    """Answers questions from one library."""

    def __init__(
        self,
        library: Library,
        *,
        reader: Reader | str = PACKAGED_READER,
        selection: Selection | None = None,
        threshold: float | None = None,
        llm: LlmWriter | None = None,
    ) -> None:
        self.library = library
        self.llm = llm
        self._reader = reader
        self._selection = selection or Selection()
        self._retrieval = Retrieval(library)
        self._similarity: Similarity | None = None
        self._loading = threading.Lock()
        self._threshold = absence.packaged_calibration().threshold if threshold is None else threshold

    def ask(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        literally: bool = False,
        history: Sequence[Answer] = (),
        llm: LlmWriter | None = None,
        watch: Watch | None = None,
    ) -> Answer:
        """The answer to one question; `history` are the answers before it, the latest last.

        `literally` searches it as it stands: nothing is read out of it, and it leans on nothing. `llm` writes this
        answer instead of the assistant's own writer; where a language model writes, `watch` sees its draft and may
        stop it. What goes wrong on purpose is in the answer, with status "error".
        """
        write = partial(self._written, llm=llm or self.llm, watch=watch)
        filters = filters or Filters()
        try:
            question = checked(question)
            filters = resolved(filters, self.library)
            if literally or not history:
                return write(question, filters, literally=literally)
            read = self._read(question, history)
            answer = write(read.text, together(filters, read.scope), literally=False)
            return replace(answer, question=question, follow_up=replace(read, given=filters))
        except BylineError as error:
            return failed(question, error, filters=filters)

    def _read(self, question: str, history: Sequence[Answer]) -> FollowUp:
        """The question as it is understood after the answers before it; what failed is nothing to lean on."""
        turns = [followup.turn(answer) for answer in history if answer.status != "error"]
        return followup.resolve(question, turns, self.known())

    def known(self) -> followup.Known:
        """What resolving a follow-up must know: the library, and a model that tells whether a question leans."""
        return replace(self._retrieval.known(), leans=packaged_leaning())

    def _written(
        self, question: str, filters: Filters, *, literally: bool, llm: LlmWriter | None, watch: Watch | None
    ) -> Answer:
        """The answer in quotes, or in a model's words where one is to write and there is evidence to write from."""
        answer, evidence = self.quoted(question, filters=filters, literally=literally)
        return llm.write(answer, evidence, watch=watch) if llm and evidence else answer

    def quoted(
        self, question: str, *, filters: Filters | None = None, literally: bool = False
    ) -> tuple[Answer, tuple[Evidence, ...]]:
        """The answer in quotes, and if there is one the evidence to write it from, what it quotes first."""
        filters = filters or Filters()
        found = self._found(question, filters, literally=literally)
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
        particular = None if literally else particulars.asked_for(found.understood)
        if particular and found.hits and not self._strange(found, filters).names:
            return self._particular(answer, found, particular)
        read = self._reading(found, filters)
        answer = replace(answer, probability=read.probability)
        if read.probability is None or read.probability < self._threshold:
            return _declined(answer, read), ()
        chosen = claims(select(read.scored, selection=self._selection), read.sentences)[: self._selection.points]
        points = cited(chosen)
        message = writer.answered(points, found.missing, filtered=bool(filters))
        answer = replace(answer, status="answered", points=points, message=message)
        return answer, (*(witness for claim in chosen for witness in claim.witnesses), *in_turn(read.scored))

    def _particular(
        self, answer: Answer, found: Retrieved, particular: Particular
    ) -> tuple[Answer, tuple[Evidence, ...]]:
        """The answer to what is asked of the articles themselves: their lines that say it, or that none does."""
        records = (hit.article for hit in found.hits)
        said = particulars.evidence(particular, records, found.understood, article=self.library.article)
        if not said:
            message = writer.not_in_sources(answer.searched, found.missing)
            reason = f"No article that was found says {particular.said}."
            return replace(answer, probability=0.0, message=message, reasons=(reason,)), ()
        points = cited(claims(said)[: self._selection.points])
        message = writer.answered(points, found.missing, filtered=bool(answer.searched.filters))
        return replace(answer, status="answered", probability=1.0, points=points, message=message), tuple(said)

    def read(self, question: str, *, filters: Filters | None = None, literally: bool = False) -> Read:
        """What was found for a question and what the reader makes of it, before anything is decided."""
        filters = filters or Filters()
        return self._reading(self._found(question, filters, literally=literally), filters)

    def _found(self, question: str, filters: Filters, *, literally: bool) -> Retrieved:
        return self._retrieval.search(
            question, filters=filters, limit=PASSAGES, steps=Steps(understanding=not literally)
        )

    def _reading(self, found: Retrieved, filters: Filters) -> Read:
        scored = candidates(found.searches, reader=self.reader, similarity=self.similarity) if found.hits else []
        strange = self._strange(found, filters, (evidence for one in scored for evidence in one))
        return Read(found, tuple(scored), strange, absence.signs(scored, strange))

    def _strange(self, found: Retrieved, filters: Filters, read: Iterable[Evidence] = ()) -> absence.Unknown:
        return absence.unknown(
            found,
            holding=partial(self.library.holding, filters=filters),
            records=self.library.articles(),
            evidence=" ".join(evidence.text for evidence in read),
        )

    @property
    def similarity(self) -> Similarity:
        """The cosines of sentences, by the library's encoder, which is loaded at first use."""
        with self._loading:
            if self._similarity is None:
                self._similarity = Similarity(self.library.encoder)
            return self._similarity

    @property
    def reader(self) -> Reader:
        """The reader, loaded at first use. Raises ModelError."""
        with self._loading:
            if isinstance(self._reader, str):
                self._reader = load_reader(self._reader)
            return self._reader


@dataclass(frozen=True, slots=True)
class Read:
    """What was found for a question, its sentences by search and best first, and what tells whether they answer."""

    found: Retrieved
    scored: tuple[tuple[Evidence, ...], ...]
    strange: absence.Unknown
    signs: absence.Signs

    @property
    def sentences(self) -> tuple[Evidence, ...]:
        """All sentences that were read."""
        return tuple(evidence for one in self.scored for evidence in one)

    @property
    def probability(self) -> float | None:
        """That the articles answer; None where there was nothing to read."""
        return absence.probability(self.signs, absence.packaged_calibration().weights) if self.sentences else None


def _declined(answer: Answer, read: Read) -> Answer:
    """The answer that there is none, with the reasons and with what comes nearest."""
    nearest = max(read.sentences, key=lambda evidence: evidence.score, default=None)
    return replace(
        answer,
        message=writer.not_in_sources(answer.searched, read.found.missing),
        reasons=absence.reasons(
            read.strange if read.found.articles else absence.Unknown(),
            filtered=bool(answer.searched.filters),
            read=bool(nearest) and not read.found.missing,
            asked_for=_never_given(answer.question, read.sentences),
        ),
        nearest=cited([Claim((nearest,))])[0] if nearest else None,
    )


def _never_given(question: str, read: Sequence[Evidence]) -> str:
    """What kind of thing the question asks for, where no sentence that was read has one."""
    kind = answer_type(question)
    return kind.said if kind and not any(kind.given_by(question, one.text) for one in read) else ""


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
