"""What a model drafts from the evidence, and what of it the check lets through, held against judgements by hand.

Questions and judgements are JSON Lines. A judgement says of one sentence, drafted for one question, whether the
evidence that the model was given says all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from qa.assistant import Assistant
from qa.composing import LlmWriter
from qa.draft_check import declines
from qa.evaluation.files import json_lines
from qa.evidence import in_turn
from qa.llm.streaming import Stop
from qa.markers import drafted
from qa.types import Evidence
from vectorstore.errors import UsageError

Progress = Callable[[int, int, str], None]


class Question(BaseModel):
    """One line of a set of questions."""

    id: str
    question: str = Field(min_length=1)
    kind: Literal["answered", "not_answered"]


class Judgement(BaseModel):
    """One line of what was judged by hand: `question` is the question's id."""

    question: str
    sentence: str
    supported: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a draft: what became of it, and what a person made of it (None: not judged)."""

    question: Question
    text: str
    reason: str | None
    cited: tuple[str, ...]
    given: tuple[str, ...]
    supported: bool | None

    @property
    def shown(self) -> bool:
        """Whether the check let it through."""
        return self.reason is None

    def describe(self) -> dict[str, Any]:
        """As in the report."""
        return {
            "question": self.question.id,
            "kind": self.question.kind,
            "sentence": self.text,
            "shown": self.shown,
            "reason": self.reason,
            "cited": list(self.cited),
            "supported": self.supported,
        }


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file. Raises ReadError for a wrong line, UsageError where there is none."""
    found = tuple(question for _, question in json_lines(path, Question))
    if not found:
        raise UsageError(f"{path} holds no questions.", next="Give one JSON object a line: id, question, kind.")
    return found


def read_judgements(path: Path) -> dict[tuple[str, str], bool]:
    """What was judged, by question and sentence. Raises ReadError for a wrong line, or one that contradicts another."""
    found: dict[tuple[str, str], bool] = {}
    for place, one in json_lines(path, Judgement):
        if found.setdefault((one.question, one.sentence), one.supported) != one.supported:
            raise place.error("the same sentence was judged otherwise before")
    return found


def evidence_for(assistant: Assistant, writer: LlmWriter, question: str) -> tuple[Evidence, ...]:
    """What the model is given. Where the articles don't answer, Byline asks no model; here it gets what was found."""
    _, evidence = assistant.quoted(question)
    return writer.given(question, evidence or in_turn(assistant.read(question).scored))


def run(
    questions: Sequence[Question],
    judgements: dict[tuple[str, str], bool],
    *,
    assistant: Assistant,
    writer: LlmWriter,
    progress: Progress,
) -> list[Said]:
    """Every sentence that the model drafts for these questions, once each; those that only decline are none."""
    said: list[Said] = []
    for number, question in enumerate(questions):
        progress(number, len(questions), question.question)
        given = evidence_for(assistant, writer, question.question)
        if not given:
            continue
        draft = "".join(writer.pieces(question.question, given, stop=Stop()))
        sentences = [one for one in drafted(draft, given=len(given)) if not declines(one.text)]
        checked = writer.check(given).of(sentences)
        shown = dict(checked.supported)
        reasons = {one.text: one.reason for one in checked.unsupported}
        for text in dict.fromkeys(one.text for one in sentences):
            cited = tuple(one.text for one in shown.get(text, ()))
            judged = judgements.get((question.id, text))
            quotes = tuple(one.text for one in given)
            said.append(Said(question, text, None if text in shown else reasons[text], cited, quotes, judged))
    progress(len(questions), len(questions), "")
    return said


def summary(questions: Sequence[Question], said: Sequence[Said]) -> dict[str, Any]:
    """Counts, and the shares of what was judged; a share of nothing is None."""
    judged = [one for one in said if one.supported is not None]
    supported = [one for one in judged if one.supported]
    shown = [one for one in said if one.shown]
    right = [one for one in shown if one.supported]
    return {
        "questions": len(questions),
        "unanswerable": sum(question.kind == "not_answered" for question in questions),
        "drafted": len(said),
        "judged": len(judged),
        "supported": len(supported),
        "shown": len(shown),
        "shown_not_judged": sum(one.supported is None for one in shown),
        "shown_and_supported": len(right),
        "supported_share_drafted": _share(len(supported), len(judged)),
        "supported_share_shown": _share(len(right), sum(one.supported is not None for one in shown)),
        "kept_share": _share(len(right), len(supported)),
    }


def to_judge(said: Sequence[Said]) -> list[dict[str, Any]]:
    """The sentences that nobody judged, each with what the model was given, to be filled in."""
    return [
        {
            "question": one.question.id,
            "asked": one.question.question,
            "sentence": one.text,
            "supported": None,
            "given": list(one.given),
        }
        for one in said
        if one.supported is None
    ]


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
