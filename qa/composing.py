"""The writer that drafts with a language model and shows of the draft only what the evidence supports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from qa import prompts, writer
from qa.checking import Checker, shared
from qa.citations import numbered
from qa.drafting import request, within
from qa.instructions import reads_as_instruction
from qa.llm.choice import LlmChoice
from qa.llm.failures import LlmError
from qa.llm.providers import Model
from qa.llm.streaming import Limits, Stop, stream
from qa.markers import Drafted, drafted
from qa.types import Answer, Evidence, Problem, Unsupported, Writer
from qa.words import words


@dataclass(frozen=True, slots=True)
class Watch:
    """Who waits for a draft: `wrote` gets all of it so far with each piece, `stop` ends it."""

    wrote: Callable[[str], object] = lambda draft: None
    stop: Stop = field(default_factory=Stop)


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft's sentences: those that hold, each with the evidence that supports it, and those that don't."""

    supported: tuple[tuple[str, tuple[Evidence, ...]], ...]
    unsupported: tuple[Unsupported, ...]


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

    def write(self, quoted: Answer, evidence: Iterable[Evidence], *, watch: Watch | None = None) -> Answer:
        """The quoted answer written anew from the evidence, best first; as it was wherever no draft holds."""
        watch = watch or Watch()
        # What reads like an instruction is quoted to a reader, who sees it for what it is, and kept from a model.
        plain = (one for one in evidence if not reads_as_instruction(one.text))
        given = within(plain, budget=self._model.room.prompt, question=quoted.question)
        if not given:
            return quoted
        choice = self._model.choice
        asked = replace(quoted, writer=Writer("quotes", choice.model, choice.sent_to))
        try:
            draft, whole = self._draft(quoted.question, given, watch)
        except LlmError as error:
            return replace(asked, writer_error=_problem(error.code, str(error)))
        sentences = drafted(draft, given=len(given), whole=whole)
        checked = check_draft(sentences, given, checker=self._checker)
        stopped = _problem("llm_stopped", "The draft was stopped.") if watch.stop.asked else None
        answer = replace(asked, unsupported=checked.unsupported, writer_error=stopped)
        if not checked.supported:
            return replace(answer, writer_error=stopped or _nothing_left(checked))
        points = numbered(checked.supported)
        # What the question named and no article has stays said.
        said = writer.answered(points) + quoted.message.removeprefix(writer.answered(quoted.points))
        if checked.unsupported:
            said += f" {writer.unsupported(len(checked.unsupported))}"
        return replace(answer, points=points, message=said, writer=Writer("llm", choice.model, choice.sent_to))

    def _draft(self, question: str, given: Sequence[Evidence], watch: Watch) -> tuple[str, bool]:
        """The draft, and whether it is whole: one that was stopped or cut is not."""
        from llama_index.core.base.llms.types import ChatMessage, MessageRole

        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=prompts.WRITE),
            ChatMessage(role=MessageRole.USER, content=request(question, given)),
        ]
        draft = ""
        for piece in stream(self._model, messages, limits=self._limits, stop=watch.stop):
            draft += piece
            watch.wrote(draft)
        return draft, not watch.stop.asked and len(draft) < self._limits.characters


def check_draft(sentences: Sequence[Drafted], given: Sequence[Evidence], *, checker: Checker) -> Checked:
    """Each sentence with the evidence it names that supports it, else with the first other evidence that does.

    A sentence that only declines is dropped without a word: declining needs no evidence, and answers nothing.
    """
    supported: list[tuple[str, tuple[Evidence, ...]]] = []
    left_out: list[Unsupported] = []
    for sentence in sentences:
        if declines(sentence.text) or sentence.text in (text for text, _ in supported):
            continue
        named = [given[number - 1] for number in sentence.numbers]
        why = [checker.reasons(sentence.text, one) for one in named]
        carrying = [one for one, reasons in zip(named, why, strict=True) if not reasons]
        if not carrying:
            others = (one for one in given if one not in named and not checker.reasons(sentence.text, one))
            carrying = list(islice(others, 1))
        if carrying:
            supported.append((sentence.text, tuple(carrying)))
        elif sentence.text not in (one.text for one in left_out):
            # Where it names none, the nearest tells best what is wrong.
            nearest = max(given, key=lambda one: shared(sentence.text, one.text))
            reasons = why[0] if why else checker.reasons(sentence.text, nearest)
            left_out.append(Unsupported(sentence.text, "; ".join(dict.fromkeys(reason.said for reason in reasons))))
    return Checked(tuple(supported), tuple(left_out))


def declines(sentence: str) -> bool:
    """Whether a sentence is the one refusal, however it is punctuated."""
    return words(sentence) == words(prompts.REFUSAL)


def _nothing_left(checked: Checked) -> Problem:
    if checked.unsupported:
        return _problem("llm_unsupported", "Nothing of the draft is supported by the evidence; it is quoted instead.")
    return _problem("llm_declined", "The model found no answer in the evidence; it is quoted instead.")


def _problem(code: str, message: str) -> Problem:
    return Problem(code=code, message=message, next="")
