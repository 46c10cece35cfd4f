"""The training itself: one trunk, two heads, batches of like length, checkpoints to go on from."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.reading import LONGEST_PIECES
from qa.training.entailment import Pair
from qa.training.examples import Group

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How long and how fast is learnt. Chosen on one fold; see the model card."""

    seed: int = 11
    entailment_epochs: float = 1.0
    """Before the first question."""
    reader_epochs: int = 1
    entailment_every: int = 8
    """Every so many steps of the reader, one of entailment, so that it is not forgotten."""
    learning_rate: float = 8e-5
    questions_a_batch: int = 8
    pairs_a_batch: int = 32
    warm_up: float = 0.1
    ranking: float = 0.5
    """The weight of telling the right sentence from the others, beside telling whether each answers."""
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


def mixed(reader: Sequence[Batch], entailment: Sequence[Batch], *, every: int) -> list[Batch]:
    """The reader's batches with one of entailment after every so many, as long as there are any."""
    left = iter(entailment)
    found: list[Batch] = []
    for number, batch in enumerate(reader, start=1):
        found.append(batch)
        if every and number % every == 0 and (other := next(left, None)):
            found.append(other)
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
    learnt = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=settings.learning_rate, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _triangle(len(batches), settings.warm_up))
    done = _resumed(checkpoint, model, optimizer, schedule, total=len(batches))
    model.train()
    recent: list[float] = []
    for step, (kind, batch) in enumerate(batches[done:], start=done + 1):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_fast_bfloat16()):
            loss = (_reader_loss if kind == "reader" else _entailment_loss)(model, tokenizer, batch, settings)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        recent = [*recent[-49:], float(loss.detach())]
        if progress:
            progress(step, len(batches), f"{kind}, loss {sum(recent) / len(recent):.3f}")
        if step % settings.checkpoint_steps == 0 or step == len(batches):
            _save(checkpoint, model, optimizer, schedule, step=step, total=len(batches))
    model.eval()


def _reader_loss(model: Any, tokenizer: Any, groups: Sequence[Group], settings: Settings) -> Any:
    import torch

    pairs = [(group.question, text) for group in groups for text in group.texts]
    logits = _logits(model, tokenizer, pairs)[:, 0]
    labels = torch.tensor([float(label) for group in groups for label in group.labels])
    loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels)
    rankings = []
    sizes = [len(group.texts) for group in groups]
    for scores, right in zip(torch.split(logits, sizes), torch.split(labels, sizes), strict=True):
        if 0 < right.sum() < len(right):
            rankings.append(torch.logsumexp(scores, 0) - torch.logsumexp(scores[right > 0], 0))
    return loss + settings.ranking * torch.stack(rankings).mean() if rankings else loss


def _entailment_loss(model: Any, tokenizer: Any, pairs: Sequence[Pair], settings: Settings) -> Any:
    import torch

    scores = _logits(model, tokenizer, [(pair.statement, pair.source) for pair in pairs])[:, 1:].log_softmax(-1)
    losses = [
        -scores[row, pair.label] if pair.label is not None else -torch.log1p(-scores[row, 0].exp().clamp(max=0.9999))
        for row, pair in enumerate(pairs)
    ]
    return torch.stack(losses).mean()


def _logits(model: Any, tokenizer: Any, pairs: Sequence[tuple[str, str]]) -> Any:
    first, second = zip(*pairs, strict=True)
    given = tokenizer(
        list(first), list(second), truncation="longest_first", max_length=LONGEST_PIECES, padding=True,
        return_tensors="pt", split_special_tokens=True,
    )  # fmt: skip
    return model(**given).logits.float()


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


def _fast_bfloat16() -> bool:
    import torch

    return bool(torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported())


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
