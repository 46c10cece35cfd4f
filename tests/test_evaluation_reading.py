"""The figures of a reader: what is put to it, and what is made of what it says. With readers that are known through."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder, article
from numpy.typing import NDArray

from qa.absence import Signs, Weights
from qa.assistant import Assistant
from qa.evaluation import absent, calibration, entailing, reading, reading_figures
from qa.evaluation.absent import Answered, Withheld
from qa.evaluation.reading import Chosen, Looked
from qa.evaluation.reading_runs import Fold, _kept
from qa.evaluation.types import FactGold, Question, SpanGold
from qa.training.corpus import Asked, Paragraph
from qa.training.entailment import FILES
from vectorstore.config import LibraryConfig
from vectorstore.library import Library

ROME = Paragraph("Rome", ("The flood reached Rome on Monday.", "Nobody was hurt by it.", "The old bridge was closed."))
OSLO = Paragraph("Oslo", ("Snow fell on Oslo in the night.", "The airport was closed for a day."))
FLOOD = Asked("1", "When did the flood reach Rome?", ROME, frozenset({0}))
SNOW = Asked("2", "When did snow fall on Oslo?", OSLO, frozenset({0}))
BRIDGE = Asked("3", "Who closed the bridge?", ROME, frozenset())


class Knows:
    """Gives the sentences that it knows to be right a high score, all others a low one."""

    name = "knows"

    def __init__(self, *right: tuple[str, str]) -> None:
        self._right = set(right)

    def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        found = [20.0 if (question, text.split(" | ")[0]) in self._right else -20.0 for question, text in pairs]
        return np.asarray(found, dtype=np.float32)


def quiet(done: int, total: int, what: str) -> None:
    assert 0 <= done <= total


READER = Knows((FLOOD.question, ROME.sentences[0]), (SNOW.question, OSLO.sentences[0]))


def test_the_right_sentence_is_looked_for_in_its_paragraph_and_among_the_nearest() -> None:
    rows = list(reading.chosen([FLOOD, BRIDGE], [ROME, OSLO], reader=READER, encoder=FakeEncoder(), progress=quiet))
    assert [row.answerable for row in rows] == [True, False]
    assert rows[0].paragraph is not None
    assert rows[0].candidates is not None
    assert rows[0].paragraph["reader"] == rows[0].candidates["reader"] == 1.0
    assert rows[1].paragraph is None
    assert rows[0].best["reader alone"] == 20.0
    assert rows[1].best["reader alone"] == -20.0
    # Words and cosine add to it, and can't make up for it.
    assert rows[0].best["reader"] > 20.0
    assert rows[1].best["reader"] < 0.0


def test_each_question_is_asked_where_its_paragraph_is_and_where_it_is_not() -> None:
    rows = list(
        reading.looked(
            [FLOOD, SNOW, BRIDGE],
            [ROME, OSLO],
            dealt="paragraphs",
            reader=READER,
            encoder=FakeEncoder(),
            progress=quiet,
        )
    )
    seen = {(row.question, row.situation): row.signs.answers for row in rows}
    assert set(seen) == {
        (FLOOD.question, "in"),
        (FLOOD.question, "out"),
        (SNOW.question, "in"),
        (SNOW.question, "out"),
        (BRIDGE.question, "near"),
    }
    assert min(seen[FLOOD.question, "in"], seen[SNOW.question, "in"]) > 0
    assert max(seen[FLOOD.question, "out"], seen[SNOW.question, "out"], seen[BRIDGE.question, "near"]) < 0


def test_evidence_is_taken_away_whole(tmp_path: Path) -> None:
    with Library.open(LibraryConfig(path=tmp_path / "library"), encoder=FakeEncoder()) as library:
        library.add_articles(
            [article("rome.txt", " ".join(ROME.sentences)), article("oslo.txt", " ".join(OSLO.sentences))]
        )
        library.add_articles(
            [article("paris.txt", "The flood reached Paris. It rained in Rome on Monday.", outlet="The Post")]
        )
        question = Question("q", FLOOD.question, "inference", (FactGold("rome.txt", ROME.sentences[0]),))
        rows = list(absent.withheld(Assistant(library, reader=READER), [question], progress=quiet))
    assert [(row.there, row.signs.answers > 0) for row in rows] == [(True, True), (False, False)]


def test_a_question_set_is_answered_or_refused(tmp_path: Path) -> None:
    with Library.open(LibraryConfig(path=tmp_path / "library"), encoder=FakeEncoder()) as library:
        library.add_articles([article("rome.txt", " ".join(ROME.sentences))])
        gold = (SpanGold("rome.txt", 0, len(ROME.sentences[0])),)
        asked = [Question("a", FLOOD.question, "fact", gold), Question("b", "Who sang in Bergen?", "absent")]
        rows = list(absent.answered(Assistant(library, reader=READER), asked, progress=quiet))
    assert [(row.id, row.refused, row.right) for row in rows] == [("a", False, True), ("b", True, False)]
    figures = reading_figures.answered_figures(rows)
    assert (figures["right"], figures["absent refused"], figures["answerable refused"]) == (1.0, 1.0, 0.0)
    assert figures["wrong"] == []


def signs(answers: float) -> Signs:
    return Signs(answers=answers, names=0)


WEIGHTS = Weights(bias=0, answers=1, names=0)


def test_the_fit_finds_what_tells_and_says_how_sure_it_is() -> None:
    dice = np.random.default_rng(1)
    values = dice.normal(0, 2, 4_000)
    answered = dice.random(4_000) < 1 / (1 + np.exp(-(1.5 * values - 0.5)))
    rows = [signs(float(value)) for value in values]
    weights = calibration.fitted([(rows, list(answered)), (rows[:100], list(answered[:100]))])
    assert weights.answers == pytest.approx(1.5, abs=0.4)
    weights = calibration.scaled(weights, rows, list(answered))
    chances = calibration.probabilities(rows, weights)
    bins = calibration.reliability(chances, list(answered))
    assert len(bins) == calibration.BINS
    assert calibration.calibration_error(bins) < 0.06
    assert calibration.calibration_error(calibration.reliability(chances**3, list(answered))) > 0.1
    assert calibration.brier(chances, list(answered)) < 0.2


def test_without_folds_the_fit_is_that_of_the_sets() -> None:
    told = [[(signs(value), value > 1) for value in (-3.0, -2.0, -1.0, 0.0, 0.9, 1.2, 2.0, 3.0, 4.0)] for _ in range(2)]
    fitted = reading_figures.fit([], [], told)
    low, high = calibration.probabilities([signs(0.0), signs(2.0)], fitted.weights)
    assert low < 0.3 < 0.7 < high
    assert low < fitted.threshold <= calibration.probabilities([signs(1.2)], fitted.weights)[0]


def test_calibration_error_by_hand() -> None:
    bins = [{"said": 0.9, "true": 0.8, "count": 3}, {"said": 0.1, "true": 0.3, "count": 1}]
    assert calibration.calibration_error(bins) == pytest.approx((0.1 * 3 + 0.2) / 4)
    assert calibration.brier(np.asarray([0.9, 0.2]), [True, False]) == pytest.approx((0.01 + 0.04) / 2)


def test_separation_is_how_often_the_answered_one_scores_higher() -> None:
    assert calibration.separation([3, 2, 1, 0], [True, False, True, False]) == 0.75


def test_the_threshold_refuses_the_share_that_it_may() -> None:
    chances = np.linspace(0, 1, 101)
    assert calibration.threshold_at([chances], wrong_refusals=0.05) == pytest.approx(0.05)
    # A set that is never refused lets the other have twice as many.
    assert calibration.threshold_at([chances, np.ones(7)], wrong_refusals=0.05) == pytest.approx(0.10)


def test_risk_grows_with_coverage() -> None:
    found = calibration.risk(np.asarray([0.9, 0.8, 0.2, 0.1]), [True, True, False, False])
    assert found[-1] == {"coverage": 1.0, "risk": 0.5}
    assert next(one for one in found if one["coverage"] == 0.5)["risk"] == 0.0


def test_what_is_chosen_on_is_not_reported() -> None:
    def looked(answers: float, half: str, situation: str) -> Looked:
        return Looked("q", half, situation, "paragraphs", signs(answers), 0.5, 0.5)  # type: ignore[arg-type]

    told = [looked(4, "report", "in"), looked(-4, "report", "out")]
    chosen_on = [looked(-4, "choose", "in"), looked(4, "choose", "out")]
    articles = [replace(row, dealt="articles") for row in told]
    ways = dict.fromkeys(reading_figures.WAYS, 1.0)
    row = Chosen("q", "report", True, ways, None, ways)
    fold = Fold((row, replace(row, answerable=False)), (*told, *chosen_on, *articles, looked(-1, "report", "near")))
    figures = reading_figures.absence_figures([fold], WEIGHTS)
    assert figures["paragraphs out, AUC"]["reader"] == 1.0
    assert figures["paragraphs out, AUC"]["cosine"] == 0.5
    assert figures["calibration"]["questions"] == 2
    withheld = [
        Withheld("q", "temporal", half, there, signs(4 if there else -4), 0.5)  # type: ignore[arg-type]
        for half in ("report", "choose")
        for there in (True, False)
    ]
    assert reading_figures.withheld_figures(withheld, WEIGHTS)["temporal"] == {
        "questions": 1,
        "reader": 1.0,
        "cosine": 0.5,
    }


def test_rows_are_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    row = Answered("a", "fact", True, False, True, 0.5, 1)

    def broken():
        yield row
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _kept(path, Answered, broken())
    assert not path.exists()
    assert _kept(path, Answered, [row]) == [row]
    assert _kept(path, Answered, []) == [row]


@pytest.mark.model
def test_entailment_is_measured_on_the_pairs_held_out(tmp_path: Path) -> None:
    said = [f"The bridge over river number {number} was closed on Monday." for number in range(60)]
    pairs = [(one, one, "entailment") for one in said]
    pairs += [(one, one.replace("was", "was not"), "contradiction") for one in said]
    for name in FILES:
        lines = [{"premise": source, "hypothesis": statement, "label": label} for source, statement, label in pairs]
        (tmp_path / name).write_text("\n".join(json.dumps(line) for line in lines))
    for one in entailing.measure(tmp_path).values():
        assert 0 < one["pairs"] < 60
        assert one["right"] > 0.5
