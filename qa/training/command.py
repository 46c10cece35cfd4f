"""The commands `byline train-reader` and `byline train-follow-ups`. Nothing heavy is imported before they run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def train_reader(
    data: Annotated[
        Path,
        typer.Argument(
            metavar="DATA", help="A folder with squad2_dev.json, xquad_en.json, qnli.jsonl, mnli, snli and scitail."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where weights and checkpoints go.")],
    folds: Annotated[
        bool, typer.Option("--folds", help="Train four more, each with a quarter of the articles held out, to measure.")
    ] = False,
    only: Annotated[
        int | None, typer.Option("--fold", min=0, max=3, help="Train only the one with this fold held out.")
    ] = None,
) -> None:
    """Train the reader again. What was interrupted goes on; what is there already stays."""
    from qa import terminal
    from qa.training import invented
    from qa.training.folds import FOLDS
    from qa.training.making import make

    wanted: list[int | None] = [only] if only is not None else [None, *range(FOLDS)] if folds else [None]
    for fold in wanted:
        with terminal.progress("Learning" if fold is None else f"Learning without fold {fold}") as progress:
            folder = make(data, out, fold=fold, news=invented.load(), progress=progress)
        terminal.stdout().print(f"Weights in {folder}", markup=False)
    typer.echo("Next: byline evaluate-reader")


def train_follow_ups(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where what is learnt goes.")],
    data: Annotated[
        Path | None, typer.Option("--data", metavar="FILE", help="Other questions to learn from than those packaged.")
    ] = None,
) -> None:
    """Learn again which questions lean on the one before them; a minute."""
    import json

    from qa import terminal
    from qa.leaning import load_states
    from qa.stored import plain
    from qa.training import leaning

    asked = leaning.read(data or leaning.FOLLOW_UPS)
    learnt = leaning.fit(asked, states=load_states())
    out.write_text(json.dumps(plain(learnt.weights)) + "\n", encoding="utf-8")
    terminal.stdout().print(
        f"{len(asked)} questions; held out in five parts, the area under the ROC curve is {learnt.area:.4f}"
    )
    terminal.stdout().print(f"Weights in {out}", markup=False)
