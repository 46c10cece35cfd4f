"""A kept conversation to take away: as Markdown to read, as JSON to work with. Pure.

An article is untrusted: in the Markdown its words are text, none of them markup, a link or a picture.
"""

from __future__ import annotations

import json
import re

from qa import writer
from qa.conversations import Kept, KeptTurn
from qa.types import SCHEMA, Answer, Citation
from qa.wording import credit_line, day

_MARKS = re.compile(r"([\\`*_\[\]<>|~#&])")
_BLOCK = re.compile(r"^(\d*)([-+=.)])")
_ADDRESS = re.compile(r"(?<=[a-zA-Z])://|(?<=\bwww)\.|(?<=\w)@(?=\w)")


def as_json(kept: Kept) -> str:
    """The conversation with every answer as `--json` prints it."""
    turns = [{"at": turn.at, "answer": turn.shown} for turn in kept.turns]
    shown = {"schema": SCHEMA, "title": kept.listed.title, "begun": kept.listed.begun, "changed": kept.listed.changed}
    return json.dumps({**shown, "turns": turns}, ensure_ascii=False, indent=2) + "\n"


def as_markdown(kept: Kept) -> str:
    """The conversation with each sentence quoted and its citations numbered below it."""
    listed = kept.listed
    lines = [f"# {_text(listed.title)}", "", f"A conversation with Byline, begun {day(listed.begun)}.", ""]
    for number, turn in enumerate(kept.turns, 1):
        lines += [f"## {number}. {_text(turn.shown['question'])}", "", *_answer(turn)]
    return "\n".join(lines).rstrip() + "\n"


def file_name(kept: Kept, form: str) -> str:
    """A name for the exported file, of letters and digits of its title."""
    words = re.findall(r"[a-z0-9]+", kept.listed.title.lower())
    return f"{'-'.join(words)[:60].rstrip('-') or 'conversation'}.{form}"


def _answer(turn: KeptTurn) -> list[str]:
    answer = turn.answer
    if answer is None:
        return [_text(turn.shown.get("message", "")), "", "(Written by another version of Byline; see the JSON.)", ""]
    lines = []
    if answer.follow_up and answer.leans:
        lines += [f"*Asked: {_text(answer.follow_up.describe())}*", ""]
    for point in answer.points:
        lines += [f"> {_text(point.text)}", ""]
        lines += [_citation(citation, differs=citation.quote != point.text) for citation in point.citations]
        lines.append("")
    said = filter(None, (_said(answer), writer.written(answer.writer), _failed(answer)))
    return [*lines, _text(" ".join(said)), "", *_absent(answer), *_left_out(answer)]


def _absent(answer: Answer) -> list[str]:
    lines = [f"- {_text(reason)}" for reason in answer.reasons] + ([""] if answer.reasons else [])
    if answer.nearest:
        lines += ["What comes nearest, and was not found to answer it:", "", f"> {_text(answer.nearest.text)}", ""]
        lines += [*(_citation(citation, differs=False) for citation in answer.nearest.citations), ""]
    return lines


def _failed(answer: Answer) -> str:
    return answer.writer_error.message if answer.writer_error else ""


def _left_out(answer: Answer) -> list[str]:
    lines = [f"- Unsupported: {_text(sentence.text)} ({_text(sentence.reason)})" for sentence in answer.unsupported]
    return [*lines, ""] if lines else []


def _citation(citation: Citation, *, differs: bool) -> str:
    line = f"- \\[{citation.n}\\] {_text(credit_line(citation).removeprefix('— '))}"
    line += f", characters {citation.start} to {citation.end} of {_text(citation.source)}"
    if citation.url and re.match(r"https?://[^\s<>]+$", citation.url):
        line += f", <{citation.url}>"
    return f"{line}: “{_text(citation.quote)}”" if differs else line


def _said(answer: Answer) -> str:
    return answer.message or (answer.error.message if answer.error else "")


def _text(said: str) -> str:
    """Words that stay words in Markdown, on one line."""
    line = _MARKS.sub(r"\\\1", " ".join(said.split()))
    line = _ADDRESS.sub(lambda found: "\\" + found.group(), line)
    return _BLOCK.sub(r"\1\\\2", line, count=1)
