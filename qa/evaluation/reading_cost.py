"""What reading costs, and what reading fewer sentences would save and lose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from qa.assistant import PASSAGES, Assistant
from qa.evaluation.timing import seconds
from qa.evaluation.types import Question, SpanGold
from qa.evidence import candidates
from qa.retrieval import Retrieval
from qa.similarity import Similarity

SENTENCES = (16, 32, 48, 96)
"""How many are read at most."""


def measure(assistant: Assistant, questions: Sequence[Question]) -> dict[str, Any]:
    """Medians in milliseconds over the answerable questions, each asked once after one to warm up.

    Sentences are encoded anew for each question: no conversation has met them before.
    """
    asked = [question for question in questions if question.answerable]
    encoder, retrieval = assistant.library.encoder, Retrieval(assistant.library)
    assistant.ask(asked[0].text)
    encoded, searched, whole = [], [], []
    read: dict[int, list[float]] = {most: [] for most in SENTENCES}
    first: dict[int, list[bool]] = {most: [] for most in SENTENCES}
    for question in asked:
        encoded.append(1000 * seconds(partial(encoder.encode, [question.text])))
        began = perf_counter()
        found = retrieval.search(question.text, limit=PASSAGES)
        searched.append(1000 * (perf_counter() - began))
        for most in SENTENCES:
            began = perf_counter()
            scored = candidates(found.searches, reader=assistant.reader, similarity=Similarity(encoder), most=most)
            read[most].append(1000 * (perf_counter() - began))
            best = max((one[0] for one in scored if one), key=lambda evidence: evidence.score, default=None)
            first[most].append(
                best is not None
                and any(
                    isinstance(gold, SpanGold) and gold.meets(best.article.source, best.start, best.end)
                    for gold in question.gold
                )
            )
        fresh = Assistant(assistant.library, reader=assistant.reader)
        whole.append(1000 * seconds(partial(fresh.ask, question.text)))
    return {
        "questions": len(asked),
        "encode one question": median(encoded),
        "search": median(searched),
        "a whole answer": median(whole),
        "read": {
            str(most): {"milliseconds": median(read[most]), "right first": sum(first[most]) / len(asked)}
            for most in SENTENCES
        },
    }
