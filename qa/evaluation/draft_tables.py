"""The figures of drafts as tables and as a report. Pure but for `write`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qa.evaluation.tables import Table, to_markdown
from qa.evaluation.writing import JSON, MARKDOWN


def tables(made: dict[str, Any]) -> list[Table]:
    """What was drafted and what of it was shown; what was shown wrongly and what was lost; how long it took."""
    told = made["figures"]
    rows = (
        ("drafted", str(told["drafted"]), str(told["supported"]), _share(told["supported_share_drafted"])),
        ("shown", str(told["shown"]), str(told["shown_and_supported"]), _share(told["supported_share_shown"])),
        ("supported ones kept", str(told["supported"]), str(told["shown_and_supported"]), _share(told["kept_share"])),
    )
    title = (
        f"Sentences of drafts by {made['model']} for {told['questions']} questions, {told['unanswerable']} of them "
        f"unanswerable; {told['judged']} of {told['drafted']} sentences judged by hand"
    )
    found = [Table(title, ("", "sentences", "supported", "share"), rows)]
    for name, shown, supported in (("Shown, and not supported", True, False), ("Supported, and left out", False, True)):
        wrong = tuple(
            (one["question"], one["sentence"], one["reason"] or "")
            for one in made["sentences"]
            if one["shown"] == shown and one["supported"] == supported
        )
        if wrong:
            found.append(Table(name, ("question", "sentence", "reason"), wrong))
    if made.get("seconds"):
        head = tuple(next(iter(made["seconds"].values())))
        times = tuple((name, *map(_seconds, row.values())) for name, row in made["seconds"].items())
        found.append(Table("Seconds from the request on, medians", ("", *head), times))
    return found


def write(made: dict[str, Any], folder: Path) -> list[Path]:
    """Writes the report as JSON and Markdown; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / JSON).write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    machine = made["machine"]
    head = (
        f"# Drafts by {made['model']}\n\nMade {made['made']} at commit {made['commit'] or 'unknown'} on "
        f"{machine['processor']}, {machine['cores']} cores, by `byline evaluate-drafts`.\n\n"
    )
    (folder / MARKDOWN).write_text(head + "\n".join(map(to_markdown, tables(made))), encoding="utf-8")
    return [folder / JSON, folder / MARKDOWN]


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _seconds(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds:.2f}"
