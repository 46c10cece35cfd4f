"""The files of a report: JSON, Markdown, and the picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qa.evaluation import pictures, report, tables

JSON, MARKDOWN, PICTURE = "report.json", "report.md", "report.png"


def write(made: dict[str, Any], folder: Path) -> list[Path]:
    """Writes the report into the folder; returns the files. No picture where no question has an answer."""
    folder.mkdir(parents=True, exist_ok=True)
    report.save(made, folder / JSON)
    (folder / MARKDOWN).write_text(markdown(made), encoding="utf-8")
    if any(system["figures"] for system in made["systems"]):
        pictures.draw(made, folder / PICTURE)
    return [path for path in (folder / JSON, folder / MARKDOWN, folder / PICTURE) if path.exists()]


def markdown(made: dict[str, Any]) -> str:
    """The report in Markdown: what was measured on what, and every table."""
    data, machine = made["dataset"], made["machine"]
    lines = [
        f"# {data['name']}, half: {data['half']}",
        "",
        f"Made {made['made']} at commit {made['commit'] or 'unknown'} on {machine['processor']}, "
        f"{machine['cores']} cores.",
        f"{data['format']}: {data['articles']} articles, {data['questions']} questions, of which {data['answerable']} "
        f"have an answer; {data['gold_outside_the_story']} of {data['gold']} pieces of evidence are outside what is "
        "read as story.",
        f"Model {made['settings']['model']}, passages of at most {made['settings']['passage_tokens']} word pieces. "
        + ", ".join(f"{name} {version}" for name, version in made["versions"].items())
        + ".",
        "",
    ]
    broken = [sentence for system in made["systems"] for sentence in system["against_the_rules"]]
    lines += [f"Against the rules: {sentence}." for sentence in broken] + ([""] if broken else [])
    parts = [tables.to_markdown(table) for table in tables.report_tables(made)]
    picture = [f"![Figures by kind, and quality against latency]({PICTURE})\n"] if data["answerable"] else []
    return "\n".join(lines) + "\n" + "\n".join(parts + picture)
