"""Asking, keeping what was asked, and going on after a kill."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from qa.evaluation.runs import Kept, ask_all, violations
from qa.evaluation.types import FactGold, Outcome, Question, Result, Returned, Run

TEXT = "One fact here. Another fact there. A third one."


class EchoSystem:
    """Returns the sentence of TEXT that holds the question's last word, after one that never fits; notes each call."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def search(self, question: str, *, limit: int) -> Outcome:
        self.asked.append(question)
        sentence = next((part for part in TEXT.split(". ") if question.split()[-1] in part), "nothing")
        texts = ["never fits", sentence, *["padding"] * limit]
        return Outcome(
            returned=tuple(Returned(source="a", start=0, end=len(text), text=text, score=0.0) for text in texts),
            declined=sentence == "nothing",
        )


def question(word: str, *, fact: str = "") -> Question:
    return Question(id=word, text=f"where is {word}", kind="k", gold=(FactGold("a", fact),) if fact else ())


def asked(questions: list[Question], system: EchoSystem) -> dict[str, Result]:
    results: dict[str, Result] = {}
    ask_all(
        system,
        questions,
        limit=20,
        count=lambda texts: [len(text.split()) for text in texts],
        keep=lambda one, result: results.update({one.id: result}),
    )
    return results


def test_each_question_is_judged_by_what_the_system_returned() -> None:
    system = EchoSystem()
    results = asked([question("there", fact="Another fact there"), question("Mars")], system)
    assert results["there"].ranks == (2,)
    assert results["there"].declined is False
    assert results["Mars"].ranks == ()
    assert results["Mars"].declined is True
    assert all(result.seconds > 0 for result in results.values())


def test_the_warm_up_is_not_kept() -> None:
    system = EchoSystem()
    assert len(asked([question(word) for word in ("here", "there", "one", "third")], system)) == 4
    assert len(system.asked) == 3 + 4


def test_the_longest_passage_and_the_most_shared_are_noted() -> None:
    result = asked([question("there", fact="x")], EchoSystem())["there"]
    # The padding is one sentence at one place, returned many times over.
    assert (result.pieces, result.shared) == (3, 1)


def test_results_are_kept_one_by_one_and_a_line_cut_short_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    kept = Kept.load(path)
    first = Result(question="1", kind="k", ranks=(2, None), grades=(1, 1), seconds=0.5, declined=None)
    kept.add("one", first)
    kept.add("two", replace(first, question="2"))
    whole = path.read_text()
    path.write_text(whole[: len(whole) - 20])

    again = Kept.load(path)
    assert again.results == {"one": first}
    again.add("two", replace(first, question="2b"))
    assert Kept.load(path).results["two"].question == "2b"
    assert [json.loads(line)["key"] for line in path.read_text().splitlines()] == ["one", "two"]


def test_returning_more_text_is_against_the_rules() -> None:
    fair = Result(question="1", kind="k", ranks=(1,), grades=(1,), seconds=0.1, pieces=256, shared=1)
    assert violations(Run(system="s", settings={}, results=(fair,))) == []
    long, overlapping = replace(fair, pieces=257), replace(fair, shared=2)
    assert violations(Run(system="s", settings={}, results=(fair, long, overlapping))) == [
        "s returned a passage of 257 word pieces; 256 are allowed",
        "s returned two passages that share 2 sentences; 1 is allowed",
    ]
