"""The report on a reader: tables, JSON, and one picture of how far its probability can be believed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qa.evaluation.metrics import EXTRA
from qa.evaluation.reading_figures import WAYS
from qa.evaluation.tables import Table, to_markdown
from qa.evaluation.writing import JSON, MARKDOWN, PICTURE
from vectorstore.errors import UsageError


def tables(made: dict[str, Any]) -> list[Table]:
    """What was measured, a table a question."""
    found = []
    if "sentences" in made:
        sentences, absence = made["sentences"], made["absence"]
        rows = [
            (name, *(f"{figures.get(way, float('nan')):.3f}" if way in figures else "" for way in WAYS))
            for name, figures in (*sentences.items(), *absence.items())
            if isinstance(figures, dict) and "reader" in figures
        ]
        found.append(Table("Articles held out of the training", ("", *WAYS), tuple(rows)))
        believed = absence["calibration"]
        said = (("expected calibration error", "expected error"), ("Brier score", "Brier"))
        found.append(
            Table(
                f"The probability, on {believed['questions']} questions",
                ("", ""),
                tuple((name, f"{believed[key]:.3f}") for name, key in said),
            )
        )
    if "withheld" in made:
        rows = [
            (kind, str(figures["questions"]), f"{figures['reader']:.3f}", f"{figures['cosine']:.3f}")
            for kind, figures in made["withheld"].items()
        ]
        found.append(Table("Evidence taken away, AUC", ("", "questions", "reader", "cosine"), tuple(rows)))
    if "answered" in made:
        names = ("answerable", "absent", "right", "absent refused", "answerable refused", "AUC", "points")
        sets = made["answered"].values()
        rows = [
            (name, *(f"{one[name]:.3f}" if isinstance(one[name], float) else str(one[name]) for one in sets))
            for name in names
        ]
        found.append(Table("Question sets answered or refused", ("", *made["answered"]), tuple(rows)))
    if "entailment" in made:
        rows = [(name, str(one["pairs"]), f"{one['right']:.3f}") for name, one in made["entailment"].items()]
        found.append(Table("Entailment, premises held out", ("", "pairs", "told rightly"), tuple(rows)))
    if "cost" in made:
        cost = made["cost"]
        rows = [(name, f"{cost[name]:.0f} ms", "") for name in ("encode one question", "search", "a whole answer")]
        rows += [
            (f"reading at most {most} sentences", f"{one['milliseconds']:.0f} ms", f"{one['right first']:.3f}")
            for most, one in cost["read"].items()
        ]
        found.append(Table("Cost, medians", ("", "time", "right sentence first"), tuple(rows)))
    return found


def write(made: dict[str, Any], folder: Path) -> list[Path]:
    """Writes the report; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / JSON).write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    parts = [to_markdown(table) for table in tables(made)]
    picture = "absence" in made
    if picture:
        draw(made, folder / PICTURE)
        parts.append(f"![Reliability, and risk against coverage]({PICTURE})\n")
    machine = made["machine"]
    fitted = (
        " Weights of the signs and the threshold were fitted on one half of the questions, told by a hash of each; "
        "everything here is of the other half, and of articles that the reader's weights never saw."
    )
    head = [
        "# The reader",
        "",
        f"Made {made['made']} at commit {made['commit'] or 'unknown'} on {machine['processor']}, {machine['cores']} "
        f"cores, by `byline evaluate-reader`.{fitted if 'sentences' in made else ''}",
        "",
    ]
    (folder / MARKDOWN).write_text("\n".join(head) + "\n" + "\n".join(parts), encoding="utf-8")
    return [folder / name for name in (JSON, MARKDOWN, *((PICTURE,) if picture else ()))]


def draw(made: dict[str, Any], path: Path) -> None:
    """Writes the picture as PNG. UsageError when matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise UsageError("matplotlib is not installed.", next=EXTRA) from error
    believed = made["absence"]["calibration"]
    figure = Figure(figsize=(10, 4.5), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot([0, 1], [0, 1], color="#999999", linewidth=0.8)
    left.plot([one["said"] for one in believed["bins"]], [one["true"] for one in believed["bins"]], "o-")
    left.set_xlabel("probability said (ten bins of equal count)")
    left.set_ylabel("share that the library answers")
    right.plot([one["coverage"] for one in believed["risk"]], [one["risk"] for one in believed["risk"]], "o-")
    right.set_xlabel("share of questions answered, the most certain first")
    right.set_ylabel("share of those that the library does not answer")
    for axes in (left, right):
        axes.grid(alpha=0.3)
    figure.savefig(path, dpi=120)
