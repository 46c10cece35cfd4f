"""The README's figures are the report's, and what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qa.evaluation.readme import shows_figures

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


@pytest.mark.parametrize("report", ["retrieval", "follow-ups"])
def test_the_figures_are_the_reports(report: str) -> None:
    assert shows_figures(README, source=ROOT / "docs" / report / "report.json")


def test_what_is_linked_and_named_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    named = re.findall(r"`((?:qa|vectorstore|tests|docs)/[\w./-]+)`", text)
    assert linked
    assert named
    assert [path for path in [*linked, *named] if not (ROOT / path).exists()] == []
