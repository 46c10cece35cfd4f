"""Time and memory side by side: the clock by itself, and the whole measurement on a handful of articles."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from qa.evaluation.bench import Bench, BenchSettings
from qa.evaluation.costs import measure, tables_of
from qa.evaluation.timing import in_turns, per_question
from qa.evaluation.types import Dataset, FactGold, Question
from vectorstore.articles import read_text
from vectorstore.config import LibraryConfig
from vectorstore.given import Given
from vectorstore.outlets import OutletTable


def test_things_take_turns_in_another_order_each_round() -> None:
    order: list[str] = []
    taken = in_turns({name: lambda name=name: order.append(name) for name in "abc"}, repeats=4)
    assert "".join(order) == "abc" + "bca" + "cab" + "abc"
    assert all(len(times) == 4 and min(times) >= 0 for times in taken.values())


def test_each_question_is_asked_of_each_thing_in_each_round_after_a_warm_up() -> None:
    asked: list[tuple[str, str]] = []
    questions = ["1", "2", "3", "4"]
    taken = per_question(
        {name: lambda question, name=name: asked.append((name, question)) for name in "ab"}, questions, repeats=5
    )
    assert len(asked) == 2 * 3 + 2 * 4 * 5
    assert all(asked.count((name, "4")) == 5 for name in "ab")
    assert all(times["median"] <= times["p95"] for times in taken.values())


@pytest.mark.model
@pytest.mark.timeout(900)
def test_everything_is_measured_beside_what_it_is_compared_with(tmp_path: Path) -> None:
    outlets = OutletTable.load()
    texts = {
        f"storm {number}": f"Storm number {number} cut the power of four villages. It came back." for number in range(6)
    }
    articles = tuple(
        read_text(
            text, source=name, outlets=outlets, given=Given(title=name, outlet="The Verge", published="2023-10-04")
        )
        for name, text in texts.items()
    )
    questions = (
        Question(id="1", text="Which villages had no power?", kind="k", gold=(FactGold("storm 1", "It came back."),)),
    )
    dataset = Dataset(name="set", format="question set", articles=articles, questions=questions, digest="d")
    settings = BenchSettings(cache=tmp_path, library=LibraryConfig(path=tmp_path))
    with Bench(dataset, settings=settings) as bench:
        measured = measure(bench, systems=("stock", "hybrid"), repeats=2, sizes=(6, 30))
    adding = measured["adding"]
    assert adding["texts"] == 6
    assert adding["medians"]["add"] == pytest.approx(median(adding["seconds"]["add"]), abs=0.001)
    assert adding["add_over_encode"] > 1
    scale = measured["scale"]
    assert [size["passages"] for size in scale["sizes"]] == [6, 30]
    assert all(size["memory_mb"] > 50 for size in scale["sizes"])
    assert all(size["milliseconds"].keys() == {"search", "by outlet", "by days", "full"} for size in scale["sizes"])
    assert all(size["first_milliseconds"] > 0 for size in scale["sizes"])
    smallest, largest = (size["milliseconds"] for size in scale["sizes"])
    assert scale["largest_over_smallest"]["by days"] == pytest.approx(
        largest["by days"]["median"] / smallest["search"]["median"], abs=0.001
    )
    search = measured["search"]
    assert search["over_least"].keys() == {"hybrid"}
    assert search["over_least"]["hybrid"]["p95"] == pytest.approx(
        search["milliseconds"]["hybrid"]["p95"] / search["milliseconds"]["least"]["p95"], abs=0.001
    )
    assert search["keywords_over_encode"] < 1
    limits = {one["ratio"]: one for one in measured["limits"]}
    assert limits["add over encode"] == {"ratio": "add over encode", "is": adding["add_over_encode"], "at_most": 1.25}
    limits["add over encode"]["is"] = 1.26
    limits["add over stock"]["is"] = 0.7
    shown = {row[0]: row[-1] for row in tables_of(measured)[-1].rows}
    assert (shown["add over encode"], shown["add over stock"]) == ("missed", "")
    for table in tables_of(measured):
        assert all(len(row) == len(table.head) for row in table.rows)
