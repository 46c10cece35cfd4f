"""What the search for settings found, as tables and as files. Pure, but for the writing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qa.evaluation.grid import FACTORS, worded
from qa.evaluation.tables import LABELS, SIGNIFICANT, Table, to_markdown

JSON, MARKDOWN = "search.json", "search.md"

ALL_OF_THEM = ("hits@10", "hits@4", "mrr@10", "every_evidence@10")
SHORT = ("hits@10", "mrr@10")
GAINS = ("mrr@10", "every_evidence@10")

ENOUGH = 0.005
"""Half a point: what a change must bring to be worth it, and what it may cost."""

RULE = (
    "A default gives way to a value that raises MRR@10 or every evidence@10 on the first set by half a point or more "
    "and makes no figure of any set worse by as much, neither by luck (p below 0.05, by randomisation over the "
    "questions); at equal figures the simpler one stays. A star marks such a difference to the defaults."
)


def better(made: dict[str, Any]) -> list[str]:
    """The settings that by RULE should take the defaults' place."""
    return [
        setting["label"]
        for setting in made["settings"]
        if any(_moved(setting["figures"][0][metric]) > 0 for metric in GAINS)
        and not any(_moved(figure) < 0 for figures in setting["figures"] for figure in figures.values())
    ]


def tables(made: dict[str, Any]) -> list[Table]:
    """The defaults, then every setting, each figure with its difference to the defaults."""
    names = [dataset["name"] for dataset in made["datasets"]]
    shown = [(number, metric) for number in range(len(names)) for metric in _metrics(number)]
    head = tuple(f"{names[number]} {LABELS[metric]}" for number, metric in shown)
    rows = tuple(
        (setting["label"], *(_cell(setting["figures"][number][metric]) for number, metric in shown))
        for setting in made["settings"]
    )
    chosen = tuple((factor.name, worded(made["defaults"][factor.name]), factor.why) for factor in FACTORS)
    return [
        Table("What is chosen", ("", "default", "why"), chosen),
        Table("What was tried, everything else being as it is by default", ("setting", *head), rows),
    ]


def markdown(made: dict[str, Any]) -> str:
    """The search in Markdown: on what it was made, the rule, the choice and every setting's figures."""
    sets = "; ".join(
        f"{one['name']} ({one['format']}, {one['articles']} articles, {one['questions']} questions that have an answer)"
        for one in made["datasets"]
    )
    found = better(made)
    lines = [
        "# The search for settings",
        "",
        f"Made {made['made']} at commit {made['commit'] or 'unknown'} by `byline tune`, on the half of the first set "
        f"that is for choosing: {sets}.",
        "",
        RULE,
        "",
        f"By this rule {', '.join(found)} would do better than the defaults."
        if found
        else "By this rule nothing that was tried does better than the defaults.",
        "",
    ]
    return "\n".join(lines) + "\n" + "\n".join(to_markdown(table) for table in tables(made))


def write(made: dict[str, Any], folder: Path) -> list[Path]:
    """Writes search.json and search.md into the folder; returns them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / JSON).write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / MARKDOWN).write_text(markdown(made), encoding="utf-8")
    return [folder / JSON, folder / MARKDOWN]


def _metrics(number: int) -> Sequence[str]:
    return SHORT if number else ALL_OF_THEM


def _moved(figure: dict[str, float]) -> float:
    """The difference to the defaults where it counts, else nought."""
    counts = figure["p"] < SIGNIFICANT and abs(figure["difference"]) >= ENOUGH
    return figure["difference"] if counts else 0.0


def _cell(figure: dict[str, float]) -> str:
    if not figure["difference"]:
        return f"{figure['mean']:.3f}"
    return f"{figure['mean']:.3f} ({figure['difference']:+.3f}{'*' if _moved(figure) else ''})"
