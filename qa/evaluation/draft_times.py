"""How long a reader waits for a draft, beside the model alone; each question both ways, one after the other."""

from __future__ import annotations

import time
from collections.abc import Sequence
from statistics import median

from qa.assistant import Assistant
from qa.composing import LlmWriter, Watch
from qa.draft_check import SoFar
from qa.evaluation.draft_runs import Progress, Question, evidence_for
from qa.llm.streaming import Stop
from qa.types import Answer, Evidence

MARKS = ("first word", "first checked sentence", "end")
"""What is timed; a model alone has no checked sentence."""


def measure(
    questions: Sequence[Question], *, assistant: Assistant, writer: LlmWriter, progress: Progress
) -> dict[str, dict[str, float | None]]:
    """Median seconds from the request on, of the model alone and of the draft as it is shown.

    What was found is ready before the clock starts: the question is how long the draft takes, and what its check adds.
    """
    taken: dict[str, list[dict[str, float]]] = {"model alone": [], "as shown": []}
    for number, question in enumerate(questions):
        progress(number, len(questions), question.question)
        given = evidence_for(assistant, writer, question.question)
        if not given:
            continue
        ways = [("model alone", _alone), ("as shown", _shown)]
        for name, way in ways[:: 1 if number % 2 else -1]:
            taken[name].append(way(writer, question.question, given))
    return {name: {mark: _median(rows, mark) for mark in MARKS} for name, rows in taken.items()}


def _alone(writer: LlmWriter, question: str, given: Sequence[Evidence]) -> dict[str, float]:
    began = time.perf_counter()
    marks: dict[str, float] = {}
    for piece in writer.pieces(question, given, stop=Stop()):
        if piece.strip():
            marks.setdefault("first word", time.perf_counter() - began)
    return {**marks, "end": time.perf_counter() - began}


def _shown(writer: LlmWriter, question: str, given: Sequence[Evidence]) -> dict[str, float]:
    began = time.perf_counter()
    marks: dict[str, float] = {}

    def wrote(so_far: SoFar) -> None:
        now = time.perf_counter() - began
        if so_far.unchecked.strip() or so_far.points or so_far.unsupported:
            marks.setdefault("first word", now)
        if so_far.points or so_far.unsupported:
            marks.setdefault("first checked sentence", now)

    writer.write(Answer(question=question, status="answered"), given, watch=Watch(wrote=wrote))
    return {**marks, "end": time.perf_counter() - began}


def _median(rows: Sequence[dict[str, float]], mark: str) -> float | None:
    seconds = [row[mark] for row in rows if mark in row]
    return round(median(seconds), 3) if seconds else None
