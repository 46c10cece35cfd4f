"""A library is built once, kept by content and settings; results are kept by question; a second run asks nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder

import qa.evaluation
from qa.evaluation.bench import Bench, BenchSettings
from qa.evaluation.remembering import RememberingEncoder
from qa.evaluation.runs import run
from qa.evaluation.systems import ablations, named, settings, steps
from qa.evaluation.types import Dataset, FactGold, Question, Run
from vectorstore.articles import read_text
from vectorstore.config import LibraryConfig
from vectorstore.errors import UsageError
from vectorstore.outlets import OutletTable

TEXTS = {
    "bridge": "The bridge over the river fell on Monday. Nobody was hurt when it fell.",
    "vote": "The council voted for the new school. Eleven members were in favour of it.",
    "storm": "A storm cut the power of four villages. It came back in the evening.",
}
QUESTIONS = tuple(
    Question(id=source, text=question, kind="fact", gold=(FactGold(source, fact),))
    for source, question, fact in (
        ("bridge", "When did the bridge over the river fall?", "fell on Monday."),
        ("vote", "How many council members voted for the school?", "Eleven members were in favour of it."),
        ("storm", "How many villages lost power in the storm?", "four villages."),
    )
)


def dataset(*, digest: str = "d", questions: tuple[Question, ...] = QUESTIONS) -> Dataset:
    articles = tuple(read_text(text, source=name, outlets=OutletTable.load()) for name, text in TEXTS.items())
    return Dataset(name="set", format="question set", articles=articles, questions=questions, digest=digest)


def ran(cache: Path, name: str, data: Dataset, encoder: FakeEncoder, *, tokens: int = 200) -> Run:
    library = LibraryConfig(path=cache, model="fake", passage_tokens=tokens)
    with Bench(data, settings=BenchSettings(cache=cache, library=library), encoder=encoder) as bench:
        return run(name, bench=bench)


def passages(encoder: FakeEncoder) -> list[str]:
    return [text for text in encoder.encoded if text not in {question.text for question in QUESTIONS}]


@pytest.mark.parametrize("name", ["dense", "keywords", "hybrid", "full", "full-understanding"])
def test_each_leg_finds_the_passage_that_shares_the_words(tmp_path: Path, name: str) -> None:
    results = ran(tmp_path, name, dataset(), FakeEncoder()).results
    assert [result.ranks for result in results] == [(1,), (1,), (1,)]
    assert [result.question for result in results] == ["bridge", "vote", "storm"]


def test_a_second_run_encodes_nothing_and_says_the_same(tmp_path: Path) -> None:
    first = ran(tmp_path, "dense", dataset(), FakeEncoder())
    again = FakeEncoder()
    assert ran(tmp_path, "dense", dataset(), again) == first
    assert again.encoded == []


def test_another_system_takes_the_library_that_is_there(tmp_path: Path) -> None:
    ran(tmp_path, "dense", dataset(), FakeEncoder())
    second = FakeEncoder()
    ran(tmp_path, "hybrid", dataset(), second)
    assert passages(second) == []
    assert second.encoded


def test_only_questions_without_a_result_are_asked(tmp_path: Path) -> None:
    ran(tmp_path, "dense", dataset(questions=QUESTIONS[:2]), FakeEncoder())
    second = FakeEncoder()
    assert len(ran(tmp_path, "dense", dataset(), second).results) == 3
    assert set(second.encoded) == {QUESTIONS[2].text}


def test_a_question_whose_gold_changed_is_judged_anew(tmp_path: Path) -> None:
    ran(tmp_path, "dense", dataset(), FakeEncoder())
    changed = (replace(QUESTIONS[0], gold=(FactGold("bridge", "No such fact."),)), *QUESTIONS[1:])
    results = ran(tmp_path, "dense", dataset(questions=changed), FakeEncoder()).results
    assert [result.ranks for result in results] == [(None,), (1,), (1,)]


def test_other_articles_and_other_settings_have_a_library_of_their_own(tmp_path: Path) -> None:
    ran(tmp_path, "keywords", dataset(), FakeEncoder())
    ran(tmp_path, "keywords", dataset(digest="other"), FakeEncoder())
    ran(tmp_path, "keywords", dataset(), FakeEncoder(), tokens=100)
    assert len(list((tmp_path / "libraries").iterdir())) == 3


def test_a_vector_is_made_once(tmp_path: Path) -> None:
    real = FakeEncoder()
    first = RememberingEncoder(real, path=tmp_path / "vectors.sqlite")
    texts = ["a storm", "a bridge", "a storm"]
    vectors = first.encode(texts)
    first.close()
    assert real.encoded == ["a storm", "a bridge"]
    second = RememberingEncoder(real, path=tmp_path / "vectors.sqlite")
    again = second.encode([*texts, "a vote"])
    assert real.encoded == ["a storm", "a bridge", "a vote"]
    assert np.array_equal(again[:3], vectors)
    assert np.array_equal(vectors, FakeEncoder().encode(texts))
    assert second.encode([]).shape == (0, real.dimension)
    second.close()


def test_vectors_of_other_weights_are_others(tmp_path: Path) -> None:
    for digest in ("one", "two"):
        real = FakeEncoder(digest=digest)
        remembering = RememberingEncoder(real, path=tmp_path / "vectors.sqlite")
        remembering.encode(["a storm"])
        remembering.close()
        assert real.encoded == ["a storm"]


def test_the_public_names_are_these() -> None:
    assert sorted(qa.evaluation.__all__) == [
        "Bench",
        "BenchSettings",
        "build",
        "choose",
        "compare",
        "load_dataset",
        "named",
        "run",
        "summarise",
        "tune",
        "write",
    ]
    assert all(callable(getattr(qa.evaluation, name)) for name in qa.evaluation.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = qa.evaluation.nothing


def test_an_ablation_has_one_step_off() -> None:
    whole = settings("full")
    assert all(whole.values())
    assert {name: value for name, value in settings("full-dates").items() if value != whole[name]} == {"dates": False}


def test_systems_are_named_in_order_and_once() -> None:
    assert named(" stock, dense,stock") == ("stock", "dense")
    assert named(",".join(ablations())) == ablations() == tuple(f"full-{step}" for step in steps())
    with pytest.raises(UsageError, match="no system 'sparse'"):
        named("dense,sparse")
    with pytest.raises(UsageError, match="No system is named"):
        named(" , ")
