"""Asking a system every question, and keeping each result as it is made, so that a run that is killed goes on."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

from qa.evaluation import systems
from qa.evaluation.bench import PACKAGES, Bench, Progress, code_digest, key
from qa.evaluation.judging import first_ranks, grades, most_shared_sentences
from qa.evaluation.systems import System
from qa.evaluation.types import Question, Result, Run

LIMIT = 20
"""Passages asked of a system: as many as the widest figure looks at."""

DOCUMENT_LIMIT = 100
"""Passages asked where whole documents are the gold: ten documents may take many passages."""

WARM_UP = 3
"""Questions searched before the first that is timed."""

LONGEST_PASSAGE = 256
"""Word pieces. A longer passage is against the rules: returning more text is no way to a better figure."""

MOST_SHARED = 1
"""Sentences that two returned passages may have in common."""


JUDGING_CODE = code_digest(Path(__file__).with_name(f"{module}.py") for module in ("judging", "runs", "stock"))
SEARCHING_CODE = code_digest(
    [*(PACKAGES / "qa").iterdir(), *(PACKAGES / "vectorstore").iterdir(), Path(systems.__file__)]
)
"""The code that decides what a system returns; another's results are not taken over."""


@dataclass(slots=True)
class Kept:
    """The results of one system that are kept in a file, by question."""

    path: Path
    results: dict[str, Result] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Kept:
        """What the file holds; the line that a kill cut short is dropped."""
        kept = cls(path)
        if path.exists():
            whole = path.read_text(encoding="utf-8").rpartition("\n")[0]
            for line in filter(None, whole.split("\n")):
                record = json.loads(line)
                record["result"] |= {name: tuple(record["result"][name]) for name in ("ranks", "grades")}
                kept.results[record["key"]] = Result(**record["result"])
            # Written again whole, or the next line would continue the one that was cut short.
            path.write_text(f"{whole}\n" if whole else "", encoding="utf-8")
        return kept

    def add(self, key: str, result: Result) -> None:
        """Keeps one more result at once."""
        self.results[key] = result
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"key": key, "result": asdict(result)}) + "\n")


def run(name: str, *, bench: Bench, progress: Progress | None = None) -> Run:
    """Every question of the bench's data set put to the system of that name; results made before are taken over."""
    settings = systems.settings(name)
    kept = Kept.load(bench.folder("results") / f"{name}-{_results_key(name, settings, bench)}.jsonl")
    questions = bench.dataset.questions
    pending = [question for question in questions if question_key(question) not in kept.results]
    if pending:
        system = systems.open_system(name, bench=bench)
        limit = DOCUMENT_LIMIT if bench.dataset.format == "BEIR" else LIMIT
        ask_all(system, pending, limit=limit, count=bench.encoder.count, keep=_keeper(kept, len(pending), progress))
    results = tuple(kept.results[question_key(one)] for one in questions)
    return Run(system=name, settings=settings, results=results, baseline=name == "stock")


def ask_all(
    system: System,
    questions: list[Question],
    *,
    limit: int,
    count: Callable[[list[str]], list[int]],
    keep: Callable[[Question, Result], None],
) -> None:
    """Puts each question to the system and hands its judged result to `keep`; the first few are also the warm-up."""
    for question in questions[:WARM_UP]:
        system.search(question.text, limit=limit)
    for question in questions:
        began = time.perf_counter()
        outcome = system.search(question.text, limit=limit)
        seconds = time.perf_counter() - began
        returned = outcome.returned[:limit]
        result = Result(
            question=question.id,
            kind=question.kind,
            ranks=first_ranks(question, returned),
            grades=grades(question),
            seconds=seconds,
            declined=outcome.declined,
            pieces=max(count([passage.text for passage in returned]), default=0),
            shared=most_shared_sentences(returned),
        )
        keep(question, result)


def violations(run: Run) -> list[str]:
    """What a system returned against the rules that make passages comparable; empty for a fair one."""
    longest = max((result.pieces for result in run.results), default=0)
    shared = max((result.shared for result in run.results), default=0)
    found = []
    if longest > LONGEST_PASSAGE:
        found.append(f"{run.system} returned a passage of {longest} word pieces; {LONGEST_PASSAGE} are allowed")
    if shared > MOST_SHARED:
        found.append(f"{run.system} returned two passages that share {shared} sentences; {MOST_SHARED} is allowed")
    return found


def _keeper(kept: Kept, total: int, progress: Progress | None) -> Callable[[Question, Result], None]:
    done = itertools.count(1)

    def keep(question: Question, result: Result) -> None:
        kept.add(question_key(question), result)
        if progress:
            progress(next(done), total, question.text[:40])

    return keep


def question_key(question: Question) -> str:
    """What a kept result is found by: changes with anything of the question."""
    return sha256(repr(question).encode()).hexdigest()[:16]


def _results_key(name: str, settings: dict[str, object], bench: Bench) -> str:
    """Results are kept for as long as the articles, the settings and all code that has a part in them stay the same."""
    if name == "stock":
        return key(settings, bench.dataset.digest, bench.settings.library.model, JUDGING_CODE)
    return key(settings, bench.library_key(), JUDGING_CODE, SEARCHING_CODE)
