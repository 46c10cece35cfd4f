"""From the data to the weights: the packaged encoder taught to read, and what is learnt packed without the rest."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from qa.reader import DIGEST, HEADS, WEIGHTS, WORD_EMBEDDINGS
from qa.training import corpus, entailment, examples, folds
from qa.training.invented import Invented
from qa.training.loop import (
    Batch,
    Progress,
    Settings,
    entailment_batches,
    mixed,
    reader_batches,
    train,
)
from vectorstore.config import PACKAGED_MODEL
from vectorstore.embedding import load_encoder, model_folder, offline
from vectorstore.errors import UsageError
from vectorstore.outlets import OutletTable

SETTINGS = "settings.json"
TRUNK = "entailment"
"""The folder of what is learnt before the first question: the same for every fold, so it is made once."""
OF_TRUNK = ("seed", "entailment_epochs", "learning_rate", "pairs_a_batch", "warm_up", "hidden_dropout")
"""The settings that it depends on."""
OF_QUESTIONS = (
    *OF_TRUNK, "reader_epochs", "entailment_every", "questions_a_batch", "ranking", "absence", "words"
)  # fmt: skip
"""Those that what is learnt from the public questions depends on."""


def make(
    data: Path,
    out: Path,
    *,
    fold: int | None = None,
    settings: Settings | None = None,
    news: Invented | None = None,
    progress: Progress | None = None,
) -> Path:
    """Trains a reader and returns the folder of its weights, below `out`; what was interrupted goes on.

    `news` is learnt besides what `data` holds.
    With a `fold`, the articles of that fold are held out. Raises ReadError for data that is missing or wrong.
    """
    settings, news = settings or Settings(), news or Invented()
    target = out / ("final" if fold is None else f"fold-{fold}")
    stated = asdict(settings)
    if _taught(target, stated):
        return target
    learnt = corpus.load(data)
    if fold is not None:
        titles = corpus.squad_titles(data)
        learnt, _ = folds.held_out(learnt, [title for title in titles if folds.fold_of(title, titles) == fold])
    if not learnt.asked:
        raise UsageError(f"{data} leaves nothing to learn from.", next="Give more articles, or hold none out.")
    pairs = entailment.epochs(data, seed=settings.seed)
    model, tokenizer = _untaught(settings)
    teach = partial(_teach, model, tokenizer, progress=progress)
    first = entailment_batches(pairs, count=settings.entailment_epochs, settings=settings)
    teach(first, out / TRUNK, settings, {name: stated[name] for name in OF_TRUNK})
    encode, outlets = load_encoder().encode, [outlet.name for outlet in OutletTable.load().all()]
    groups = examples.groups(learnt, encode=encode, outlets=outlets, seed=settings.seed)
    reading = reader_batches(groups, settings=settings)
    told = between(next(pairs), reading=len(reading), settings=settings)
    second = mixed(reading, entailment_batches(iter([told]), count=1.0, settings=settings))
    teach(second, out / f"{target.name}-questions", settings, {name: stated[name] for name in OF_QUESTIONS})
    # The news are invented: nothing that is held out is in them, or reported of them.
    invented = examples.groups(
        corpus.Corpus(asked=news.asked, judged=()), encode=encode, outlets=outlets, seed=settings.seed
    )
    third = last(next(groups), invented, next(pairs), news, settings=settings)
    teach(third, target, replace(settings, learning_rate=settings.news_rate), stated)
    return target


def between(pairs: list[entailment.Pair], *, reading: int, settings: Settings) -> list[entailment.Pair]:
    """The pairs that are learnt between so many batches of questions."""
    return pairs[: reading // settings.entailment_every * settings.pairs_a_batch] if settings.entailment_every else []


def last(
    again: list[examples.Group],
    invented: Iterator[list[examples.Group]],
    pairs: list[entailment.Pair],
    news: Invented,
    *,
    settings: Settings,
) -> list[Batch]:
    """What is learnt last: all that the invented news teach, among a share of what was learnt before."""
    dice = random.Random(settings.seed)  # noqa: S311 - not for secrets
    asked = dice.sample(again, round(settings.again * len(again)))
    if news.asked:
        asked += [group for _ in range(settings.news) for group in next(invented)]
    told = [*pairs[: round(settings.entailment_again * len(pairs))], *settings.statements * news.statements]
    dice.shuffle(told)
    batches = [
        *reader_batches(iter([asked]), settings=replace(settings, reader_epochs=1)),
        *entailment_batches(iter([told]), count=1.0, settings=settings),
    ]
    dice.shuffle(batches)
    return batches


def _teach(
    model: Any,
    tokenizer: Any,
    batches: list[Any],
    folder: Path,
    settings: Settings,
    stated: dict[str, Any],
    *,
    progress: Progress | None,
) -> None:
    """Teaches the model and keeps it with the settings stated; reads it where it is kept already."""
    from safetensors.torch import load_file, save_file

    weights = folder / WEIGHTS
    if _taught(folder, stated):
        model.load_state_dict(load_file(weights), strict=False)
        return
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint = folder / "checkpoint.pt"
    train(model, tokenizer, batches, settings=settings, checkpoint=checkpoint, progress=progress)
    save_file(packed(model), weights)
    (folder / DIGEST).write_text(sha256(weights.read_bytes()).hexdigest() + "\n")
    # Last: where it stands, all else is there.
    (folder / SETTINGS).write_text(json.dumps(stated, indent=2))
    checkpoint.unlink(missing_ok=True)


def _taught(folder: Path, stated: dict[str, Any]) -> bool:
    """Whether a training with these settings has ended there."""
    kept = folder / SETTINGS
    return kept.exists() and json.loads(kept.read_text()) == stated


def packed(model: Any) -> dict[str, Any]:
    """All that was learnt, in float16: everything but the word embeddings, which are the encoder's."""
    return {name: value.half().contiguous() for name, value in model.state_dict().items() if name != WORD_EMBEDDINGS}


def _untaught(settings: Settings) -> tuple[Any, Any]:
    offline()
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    folder = model_folder(PACKAGED_MODEL)
    torch.manual_seed(settings.seed)
    model = AutoModelForSequenceClassification.from_pretrained(
        folder,
        num_labels=HEADS,
        # The other attention of PyTorch's takes half of each backward step on a processor, and the same without
        # dropout of its weights.
        attn_implementation="eager",
        hidden_dropout_prob=settings.hidden_dropout,
        attention_probs_dropout_prob=0.0,
        dtype=torch.float32,
    )
    return model, AutoTokenizer.from_pretrained(folder)
