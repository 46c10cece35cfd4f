"""The figures of the check as tables. Pure."""

from __future__ import annotations

from typing import Any

from qa.evaluation.tables import Table


def check_tables(made: dict[str, Any]) -> list[Table]:
    """What is caught by kind and layer, what is wrongly left out, and what of pairs by people is let pass."""
    names = ("caught", "caught_by_exact_checks", "caught_by_words", "right_left_out")
    right = dict(made["wrongly_left_out"])
    if made.get("reworded_by_hand"):
        right["reworded by hand"] = made["reworded_by_hand"]
    tables = [
        Table(
            title=f"Planted errors, half: {made['half']}",
            head=("planted", "pairs", "caught", "by exact checks", "by shared words", "right ones left out"),
            rows=tuple(
                (kind, str(found["pairs"]), *(_share(found[name]) for name in names))
                for kind, found in made["kinds"].items()
            ),
        ),
        Table(
            title="Right sentences",
            head=("how they are said", "sentences", "left out"),
            rows=tuple((rule, str(found["sentences"]), _share(found["left_out"])) for rule, found in right.items()),
        ),
    ]
    if made.get("entailed"):
        passed = tuple(
            (label, str(found["pairs"]), _share(found["passed"])) for label, found in made["entailed"].items()
        )
        tables.append(Table(title="Pairs by people", head=("label", "pairs", "let pass"), rows=passed))
    return tables


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.3f}"
