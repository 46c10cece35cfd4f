"""The training itself: one trunk, two heads, batches of like length, checkpoints to go on from."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.training.entailment import Pair
from qa.training.examples import Group
from qa.training.losses import entailment_loss, reader_loss
from vectorstore.embedding import bfloat16_is_fast

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How long and how fast is learnt. Chosen on one fold; see the model card."""

    seed: int = 11
    entailment_epochs: float = 1.0
    """Before the first question."""
    reader_epochs: int = 1
    entailment_every: int = 4
    """Every so many steps of the reader, one of entailment, so that it is not forgotten."""
    learning_rate: float = 8e-5
    questions_a_batch: int = 8
    pairs_a_batch: int = 32
    warm_up: float = 0.1
    ranking: float = 0.5
    """The weight of telling the right sentence from the others, beside telling whether each answers."""
    absence: float = 0.5
    """The weight of telling whether any of a question's sentences answers."""
    words: float = 1.0
    """The weight of telling which words of a sentence are the answer, or that none are."""
    news: int = 2
    """How often each question about the invented news is learnt, after the public ones."""
    statements: int = 2
    """How often each statement about the invented news is."""
    again: float = 0.5
    """The share of the public questions that is gone over once more among the news."""
    entailment_again: float = 0.5
    """Epochs of entailment among the news: of their statements that don't follow, most have no closer label."""
    news_rate: float = 6e-5
    """The learning rate then."""
    hidden_dropout: float = 0.1
    checkpoint_steps: int = 100


Batch = tuple[str, list[Any]]


def reader_batches(epochs: Iterator[list[Group]], *, settings: Settings) -> list[Batch]:
    """The reader's batches of all epochs, in order."""
    dice = random.Random(settings.seed)  # noqa: S311 - not for secrets
    batches: list[Batch] = []
    for _ in range(settings.reader_epochs):
        groups = next(epochs)
        dice.shuffle(groups)
        batches += [("reader", batch) for batch in _alike(groups, settings.questions_a_batch, _longest_text, dice)]
    return batches


def entailment_batches(epochs: Iterator[list[Pair]], *, count: float, settings: Settings) -> list[Batch]:
    """The batches of so many epochs of pairs."""
    dice = random.Random(settings.seed)  # noqa: S311 - not for secrets
    batches: list[Batch] = []
    while count > 0:
        pairs = next(epochs)
        pairs = pairs[: int(len(pairs) * min(1.0, count))]
        batches += [("entailment", batch) for batch in _alike(pairs, settings.pairs_a_batch, _length, dice)]
        count -= 1
    return batches


def mixed(reader: Sequence[Batch], others: Sequence[Batch]) -> list[Batch]:
    """The reader's batches with the others spread evenly among them."""
    found: list[Batch] = []
    put = 0
    for number, batch in enumerate(reader, start=1):
        found.append(batch)
        due = number * len(others) // len(reader)
        found += others[put:due]
        put = due
    return found


def train(
    model: Any,
    tokenizer: Any,
    batches: Sequence[Batch],
    *,
    settings: Settings,
    checkpoint: Path,
    progress: Progress | None = None,
) -> None:
    """Teaches the model, in place; goes on from the checkpoint when there is one for this training.

    The word embeddings stay as they are: they are the encoder's, and are not kept with the weights.
    """
    import torch

    torch.manual_seed(settings.seed)
    model.get_input_embeddings().weight.requires_grad_(False)
    # Only to learn by: it is not kept with the weights.
    pointer = torch.nn.Linear(model.config.hidden_size, 1)
    learnt = [one for part in (model, pointer) for one in part.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=settings.learning_rate, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _triangle(len(batches), settings.warm_up))
    taught = torch.nn.ModuleDict({"model": model, "pointer": pointer})
    done = _resumed(checkpoint, taught, optimizer, schedule, total=len(batches))
    model.train()
    recent: list[float] = []
    for step, (kind, batch) in enumerate(batches[done:], start=done + 1):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16_is_fast()):
            if kind == "reader":
                weights = {"ranking": settings.ranking, "absence": settings.absence, "words": settings.words}
                loss = reader_loss(model, pointer, tokenizer, batch, **weights)
            else:
                loss = entailment_loss(model, tokenizer, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        recent = [*recent[-49:], float(loss.detach())]
        if progress:
            progress(step, len(batches), f"{kind}, loss {sum(recent) / len(recent):.3f}")
        if step % settings.checkpoint_steps == 0 or step == len(batches):
            _save(checkpoint, taught, optimizer, schedule, step=step, total=len(batches))
    model.eval()


def _alike(items: list[Any], size: int, length: Callable[[Any], int], dice: random.Random) -> list[list[Any]]:
    """Batches of items of like length, in random order: little is spent on padding."""
    chunk = size * 50
    batches = []
    for start in range(0, len(items), chunk):
        ordered = sorted(items[start : start + chunk], key=length)
        batches += [ordered[at : at + size] for at in range(0, len(ordered), size)]
    dice.shuffle(batches)
    return batches


def _longest_text(group: Group) -> int:
    return max(map(len, group.texts)) + len(group.question)


def _length(pair: Pair) -> int:
    return len(pair.statement) + len(pair.source)


def _triangle(total: int, warm_up: float) -> Callable[[int], float]:
    rise = max(1, round(total * warm_up))
    return lambda step: min((step + 1) / rise, max(0.0, (total - step) / max(1, total - rise)))


def _save(path: Path, model: Any, optimizer: Any, schedule: Any, *, step: int, total: int) -> None:
    import torch

    partial = path.with_suffix(".partial")
    states = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict()}
    torch.save({**states, "random": torch.get_rng_state(), "step": step, "total": total}, partial)
    partial.replace(path)


def _resumed(path: Path, model: Any, optimizer: Any, schedule: Any, *, total: int) -> int:
    import torch

    if not path.exists():
        return 0
    kept = torch.load(path, weights_only=True)
    if kept["total"] != total:
        return 0
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optimizer"])
    schedule.load_state_dict(kept["schedule"])
    torch.set_rng_state(kept["random"])
    return int(kept["step"])
