"""The search for settings: each is tried as it says, on every set, once; what does better is told by a rule."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from fakes import FakeEncoder
from typer.testing import CliRunner

from qa.evaluation import grid, tuning_report
from qa.evaluation.bench import BenchSettings
from qa.evaluation.grid import FACTORS, Setting, default_of, library_of, retrieval_of, settings
from qa.evaluation.tune_command import tune as command
from qa.evaluation.tuning import METRICS, tune
from qa.evaluation.types import Dataset, FactGold, Question
from qa.retrieval import RetrievalSettings, Steps
from vectorstore.articles import read_text
from vectorstore.config import LibraryConfig, Words
from vectorstore.outlets import OutletTable

TEXTS = {
    "bridge": "The bridge over the river fell on Monday. Nobody was hurt when it fell.",
    "vote": "The council voted for the new school. Eleven members were in favour of it.",
}
QUESTIONS = (
    Question("1", "When did the bridge over the river fall?", "fact", (FactGold("bridge", "fell on Monday."),)),
    Question(
        "2", "How many voted for the school?", "fact", (FactGold("vote", "Eleven members were in favour of it."),)
    ),
    Question("3", "Who won the match?", "none"),
)
DEFAULTS, WORDS_ONLY, SMALL = (
    Setting("defaults"),
    Setting("dense", (("dense", 0.0),)),
    Setting("p", (("passage_tokens", 9),)),
)


def dataset(name: str) -> Dataset:
    articles = tuple(read_text(text, source=key, outlets=OutletTable.load()) for key, text in TEXTS.items())
    return Dataset(name=name, format="question set", articles=articles, questions=QUESTIONS, digest=name)


def bench_settings(cache: Path) -> BenchSettings:
    return BenchSettings(cache=cache, library=LibraryConfig(path=cache, model="fake"))


def test_the_grid_tries_each_value_but_the_default_and_begins_with_the_defaults() -> None:
    tried = list(settings())
    assert (tried[0].label, retrieval_of(tried[0])) == ("defaults", (RetrievalSettings(), Steps()))
    assert len({setting.label for setting in tried}) == len(tried)
    for factor in FACTORS:
        assert default_of(factor.name) not in factor.values


@pytest.mark.parametrize("setting", list(settings())[1:], ids=lambda setting: setting.label)
def test_each_setting_changes_what_it_names_and_nothing_else(setting: Setting) -> None:
    config = LibraryConfig(path=Path("x"))
    retrieval, steps = retrieval_of(setting)
    made = library_of(setting, config)
    for factor in FACTORS:
        holder = next(
            one for one in (retrieval.search, retrieval, steps, made.words, made) if hasattr(one, factor.name)
        )
        expected = dict(setting.changes).get(factor.name, default_of(factor.name))
        assert getattr(holder, factor.name) == expected


def test_words_and_headings_ask_for_another_library() -> None:
    config = LibraryConfig(path=Path("x"))
    assert library_of(Setting("s", (("stemming", False),)), config) == replace(config, words=Words(stemming=False))
    assert library_of(Setting("h", (("heading", "none"),)), config) == replace(config, heading="none")
    assert library_of(WORDS_ONLY, config) == config


def test_every_setting_is_put_to_every_set_and_a_second_run_asks_nothing(tmp_path: Path) -> None:
    sets, tried = [dataset("one"), dataset("other")], (DEFAULTS, WORDS_ONLY, SMALL)
    seen: list[str] = []
    made = tune(
        sets,
        settings=bench_settings(tmp_path),
        tried=tried,
        encoder=FakeEncoder(),
        progress=lambda done, total, what: seen.append(what),
    )
    assert [one["label"] for one in made["settings"]] == ["defaults", "dense 0.0", "passage_tokens 9"]
    assert [one["name"] for one in made["datasets"]] == ["one", "other"]
    assert made["datasets"][0]["questions"] == 2
    for setting in made["settings"]:
        assert [sorted(figures) for figures in setting["figures"]] == [sorted(METRICS)] * 2
    assert made["settings"][0]["figures"][0]["hits@10"] == {"mean": 1.0, "difference": 0.0, "p": 1.0}
    assert "other: dense 0.0" in seen

    again = FakeEncoder()
    repeated = tune(sets, settings=bench_settings(tmp_path), tried=tried, encoder=again)
    assert repeated["settings"] == made["settings"]
    assert again.encoded == []


def figure(mean: float, difference: float = 0.0, p: float = 1.0) -> dict[str, float]:
    return {"mean": mean, "difference": difference, "p": p}


def made_of(*settings: tuple[str, float, float, float]) -> dict[str, object]:
    """A search over two sets: per setting its label, what MRR gains on the first set, the p, and the second's gain."""
    still = dict.fromkeys(METRICS, figure(0.5))
    return {
        "made": "2026-01-01",
        "commit": None,
        "datasets": [{"name": name, "format": "SQuAD", "articles": 1, "questions": 2} for name in ("a", "b")],
        "defaults": {factor.name: grid.default_of(factor.name) for factor in FACTORS},
        "settings": [
            {
                "label": label,
                "figures": [
                    still | {"mrr@10": figure(0.5 + gain, gain, p)},
                    still | {"mrr@10": figure(0.5 + other, other, 0.01)},
                ],
            }
            for label, gain, p, other in settings
        ],
    }


@pytest.mark.parametrize(
    ("gain", "p", "other", "better"),
    [
        (0.02, 0.01, 0.0, True),
        (0.02, 0.2, 0.0, False),
        (0.004, 0.01, 0.0, False),
        (0.02, 0.01, -0.02, False),
        (0.02, 0.01, -0.004, True),
        (-0.02, 0.01, 0.02, False),
    ],
)
def test_better_is_what_gains_half_a_point_and_harms_no_set(gain: float, p: float, other: float, better: bool) -> None:
    assert tuning_report.better(made_of(("x", gain, p, other))) == (["x"] if better else [])


def test_the_files_show_the_rule_each_choice_with_its_reason_and_each_setting(tmp_path: Path) -> None:
    made = made_of(("defaults", 0.0, 1.0, 0.0), ("depth 50", 0.0213, 0.01, 0.0))
    data, text = tuning_report.write(made, tmp_path)
    shown = text.read_text()
    assert data.name == "search.json"
    assert tuning_report.RULE in shown
    assert "By this rule depth 50 would do better" in shown
    assert "| depth 50 | 0.500 | 0.500 | 0.521 (+0.021*) | 0.500 | 0.500 | 0.500 |" in shown
    for factor in FACTORS:
        assert factor.why in shown


@pytest.mark.model
def test_the_command_tries_the_grid_and_writes_what_it_found(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "articles" / f"{name}.txt").write_text(text)
    lines = []
    for number, word in enumerate(("fell", "fall", "river", "bridge")):
        answer = {"source": "bridge.txt", "start": 0, "end": 40, "quote": TEXTS["bridge"][:40]}
        lines.append({"id": str(number), "question": f"When was the {word}?", "kind": "fact", "answers": [answer]})
    (tmp_path / "set.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    app = typer.Typer()
    app.command()(command)
    asked = [str(tmp_path / "set.jsonl"), "--articles", str(tmp_path / "articles"), "--cache", str(tmp_path / "cache")]
    shown = CliRunner().invoke(app, [*asked, "--beside", asked[0], "--out", str(tmp_path / "out")])
    assert shown.exit_code == 0, shown.output
    assert "Nothing does better than the defaults." in shown.output
    made = json.loads((tmp_path / "out" / "search.json").read_text())
    assert [one["label"] for one in made["settings"]] == [setting.label for setting in settings()]
    assert [one["questions"] for one in made["datasets"]][1] == 4
    assert made["datasets"][0]["questions"] < 4
    assert (tmp_path / "out" / "search.md").exists()
