"""The planted errors: each is one, each right sentence has none, and the check holds its bars on some of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.checking import Checker
from qa.evaluation.check_runs import evidence_of, measure, measure_entailed
from qa.evaluation.common_facts import common_facts
from qa.evaluation.datasets import read_articles
from qa.evaluation.planting import KINDS, plant
from qa.evaluation.rewording import reworded
from qa.types import Evidence
from vectorstore.errors import ReadError
from vectorstore.outlets import OutletTable


@pytest.fixture(scope="module")
def found() -> list[list[Evidence]]:
    seeds = Path(__file__).parents[1] / "seeds"
    return evidence_of(read_articles(seeds, outlets=OutletTable.load()), half="all")


def test_every_kind_is_planted_and_differs_from_what_is_right(found: list[list[Evidence]]) -> None:
    pairs = plant(found, each=20)
    assert {pair.kind for pair in pairs} == set(KINDS)
    assert all(pair.right != pair.wrong for pair in pairs)
    assert pairs == plant(found, each=20)
    quoted = [pair for pair in pairs if pair.rule == "verbatim" and pair.kind != "knowledge"]
    assert quoted
    assert all(pair.right == pair.evidence.text for pair in quoted)


def test_a_rewording_says_the_same_in_other_words() -> None:
    assert reworded("He took 3 books away.", rule="figures", outlet=None) == "He took three books away."
    assert (
        reworded("He came on Nov. 24, 2015 to see.", rule="dates", outlet=None) == "He came on 24 November 2015 to see."
    )
    assert reworded("It isn't what they said.", rule="contractions", outlet=None) == "It is not what they said."
    assert (
        reworded("“We go home,” John Smith said.", rule="its quotation", outlet=None)
        == "John Smith said: “We go home.”"
    )
    assert reworded("“It took 3 books away.”", rule="figures", outlet=None) is None
    assert "The Post" in (reworded("The cat sat there.", rule="credited", outlet="The Post") or "")


def test_the_check_holds_on_the_seeds(found: list[list[Evidence]]) -> None:
    made = measure(found, checker=Checker(), each=40)
    assert made["wrongly_left_out"]["verbatim"]["left_out"] == 0
    assert made["wrongly_left_out"]["rewordings"]["left_out"] <= 0.05
    for kind, figures in made["kinds"].items():
        assert figures["pairs"] >= 5
        assert figures["caught"] >= 0.85, kind
    assert len(list(common_facts())) > 100


def test_pairs_by_people_are_told_by_their_label(tmp_path: Path) -> None:
    # Some premises are held out of the training, told by their hash.
    said = [f"Dog {number} runs." for number in range(60)]
    pairs = [(one, one, "entailment") for one in said]
    pairs += [(one, one.replace("runs", "does not run"), "contradiction") for one in said]
    lines = [json.dumps({"premise": one, "hypothesis": other, "label": label}) for one, other, label in pairs]
    (tmp_path / "mnli.jsonl").write_text("\n".join(lines), encoding="utf-8")
    made = measure_entailed(tmp_path, checker=Checker(), most=3)
    assert made["entailment"] == {"pairs": 3, "passed": 1.0}
    assert made["contradiction"] == {"pairs": 3, "passed": 0.0}
    assert made["neutral"]["pairs"] == 0
    (tmp_path / "mnli.jsonl").write_text("no json", encoding="utf-8")
    with pytest.raises(ReadError, match="line 1"):
        measure_entailed(tmp_path, checker=Checker(), most=10)
