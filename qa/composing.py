"""The writer that drafts with a language model and shows of the draft only what the evidence supports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from qa import prompts, writer
from qa.checking import Checker
from qa.citations import numbered
from qa.draft_check import Checked, DraftCheck, SoFar
from qa.drafting import request, within
from qa.instructions import reads_as_instruction
from qa.llm.choice import LlmChoice
from qa.llm.failures import LlmError
from qa.llm.providers import Model
from qa.llm.streaming import Limits, Stop, stream
from qa.markers import drafted
from qa.types import Answer, Evidence, Problem, Writer


@dataclass(frozen=True, slots=True)
class Watch:
    """Who waits for a draft: `wrote` gets it as far as it is, before its first piece and after each; `stop` ends it."""

    wrote: Callable[[SoFar], object] | None = None
    stop: Stop = field(default_factory=Stop)


class LlmWriter:
    """Writes answers with one model. What it is asked, and all it is given to read, is in the request."""

    def __init__(self, model: Model, *, checker: Checker | None = None, limits: Limits | None = None) -> None:
        self._model = model
        self._checker = checker or Checker()
        self._limits = limits or Limits()

    @property
    def choice(self) -> LlmChoice:
        """The model, and where it is."""
        return self._model.choice

    def given(self, question: str, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """What of the evidence, best first, the model is given to read."""
        # What reads like an instruction is quoted to a reader, who sees it for what it is, and kept from a model.
        plain = (one for one in evidence if not reads_as_instruction(one.text))
        room = self._model.room
        return within(plain, budget=room.prompt, question=question, most=room.quotations, told=self._told)

    def pieces(self, question: str, given: Sequence[Evidence], *, stop: Stop) -> Iterator[str]:
        """The draft as the model writes it, unchecked. Raises LlmError."""
        from llama_index.core.base.llms.types import ChatMessage, MessageRole

        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=self._told),
            ChatMessage(role=MessageRole.USER, content=request(question, given)),
        ]
        return stream(self._model, messages, limits=self._limits, stop=stop)

    @property
    def _told(self) -> str:
        return prompts.BRIEF if self._model.room.brief else prompts.WRITE

    def check(self, given: Sequence[Evidence]) -> DraftCheck:
        """The check of a draft that was written from this evidence."""
        return DraftCheck(given, checker=self._checker)

    def write(self, quoted: Answer, evidence: Iterable[Evidence], *, watch: Watch | None = None) -> Answer:
        """The quoted answer written anew from the evidence, best first; as it was wherever no draft holds."""
        watch = watch or Watch()
        given = self.given(quoted.question, evidence)
        if not given:
            return quoted
        if watch.stop.asked:
            return replace(quoted, writer_error=_stopped())
        choice = self._model.choice
        asked = replace(quoted, writer=Writer("quotes", choice.model, choice.sent_to))
        check = self.check(given)
        try:
            draft, whole = self._draft(quoted, given, check, watch)
        except LlmError as error:
            said = f"{error.message.rstrip('.')}; the evidence is quoted instead. {error.next}"
            return replace(asked, writer_error=_problem(error.code, said.rstrip()))
        checked = check.of(drafted(draft, given=len(given), whole=whole))
        stopped = _stopped() if watch.stop.asked else None
        answer = replace(asked, unsupported=checked.unsupported, writer_error=stopped)
        if not checked.supported:
            return replace(answer, writer_error=stopped or _nothing_left(checked))
        points = numbered(checked.supported)
        # What the question named and no article has stays said.
        said = writer.answered(points) + quoted.message.removeprefix(writer.answered(quoted.points))
        if checked.unsupported:
            said += f" {writer.unsupported(len(checked.unsupported))}"
        return replace(answer, points=points, message=said, writer=Writer("llm", choice.model, choice.sent_to))

    def _draft(self, quoted: Answer, given: Sequence[Evidence], check: DraftCheck, watch: Watch) -> tuple[str, bool]:
        """The draft, and whether it is whole: one that was stopped or cut is not.

        Who watches is shown the quoted answer meanwhile: a model on a laptop reads for a minute before it writes.
        """
        draft = ""
        if watch.wrote:
            watch.wrote(SoFar(quoted=quoted.points))
        for piece in self.pieces(quoted.question, given, stop=watch.stop):
            draft += piece
            if watch.wrote:
                so_far = check.so_far(draft)
                watch.wrote(so_far if so_far.points else replace(so_far, quoted=quoted.points))
        return draft, not watch.stop.asked and len(draft) < self._limits.characters


def _nothing_left(checked: Checked) -> Problem:
    if checked.unsupported:
        return _problem("llm_unsupported", "Nothing of the draft is supported by the evidence; it is quoted instead.")
    return _problem("llm_declined", "The model found no answer in the evidence; it is quoted instead.")


def _stopped() -> Problem:
    return _problem("llm_stopped", "The draft was stopped.")


def _problem(code: str, message: str) -> Problem:
    return Problem(code=code, message=message, next="")
