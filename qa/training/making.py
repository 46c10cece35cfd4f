"""From the data to the weights: the packaged encoder taught to read, and what is learnt packed without the rest."""

from __future__ import annotations

import json
import random
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from qa.reader import DIGEST, HEADS, WEIGHTS, WORD_EMBEDDINGS
from qa.training import corpus, entailment, examples, folds
from qa.training.invented import Invented
from qa.training.loop import Progress, Settings, entailment_batches, leaning_batches, mixed, reader_batches, train
from vectorstore.config import PACKAGED_MODEL
from vectorstore.embedding import load_encoder, model_folder, offline
from vectorstore.errors import UsageError
from vectorstore.outlets import OutletTable

SETTINGS = "settings.json"
TRUNK = "entailment"
"""The folder of what is learnt before the first question: the same for every fold, so it is made once."""
OF_TRUNK = ("seed", "entailment_epochs", "learning_rate", "pairs_a_batch", "warm_up", "hidden_dropout")
"""The settings that it depends on."""
OF_SETTLING = ("settling", "settling_share", "settling_rate")
"""Those that only what is learnt last depends on."""


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
    # The news are invented: nothing that is held out is in them, or reported of them.
    learnt = replace(learnt, asked=(*learnt.asked, *settings.news * news.asked))
    pairs = entailment.epochs(data, seed=settings.seed)
    model, tokenizer = _untaught(settings)
    first = entailment_batches(pairs, count=settings.entailment_epochs, settings=settings)
    _teach(model, tokenizer, first, out / TRUNK, settings, {name: stated[name] for name in OF_TRUNK}, progress)
    outlets = [outlet.name for outlet in OutletTable.load().all()]
    groups = examples.groups(learnt, encode=load_encoder().encode, outlets=outlets, seed=settings.seed)
    reading = reader_batches(groups, settings=settings)
    between = beside(news, next(pairs), reading=len(reading), settings=settings)
    others = [
        *entailment_batches(iter([between]), count=1.0, settings=settings),
        *leaning_batches(news.follow_ups, settings=settings),
    ]
    random.Random(settings.seed).shuffle(others)  # noqa: S311 - not for secrets
    batches = mixed(reading, others)
    before = {name: value for name, value in stated.items() if name not in OF_SETTLING}
    _teach(model, tokenizer, batches, out / f"{target.name}-unsettled", settings, before, progress)
    last = settled(next(groups), next(pairs), news, settings=settings)
    slower = replace(settings, learning_rate=settings.settling_rate)
    _teach(model, tokenizer, last, target, slower, stated, progress)
    return target


def beside(news: Invented, pairs: list[entailment.Pair], *, reading: int, settings: Settings) -> list[entailment.Pair]:
    """The pairs that are learnt between so many batches of questions: the news' statements, filled up with others."""
    room = reading // settings.entailment_every * settings.pairs_a_batch if settings.entailment_every else 0
    told = settings.statements * news.statements
    together = [*told, *pairs[: max(0, room - len(told))]]
    random.Random(settings.seed).shuffle(together)  # noqa: S311 - not for secrets
    return together


def settled(
    groups: list[examples.Group], pairs: list[entailment.Pair], news: Invented, *, settings: Settings
) -> list[Any]:
    """What is learnt last: entailment as others label it, statements and follow-ups once, a share of the questions."""
    dice = random.Random(settings.seed)  # noqa: S311 - not for secrets
    drawn = dice.sample(groups, round(settings.settling_share * len(groups)))
    told = [*pairs[: round(settings.settling * len(pairs))], *(news.statements if settings.settling else ())]
    dice.shuffle(told)
    once = replace(settings, reader_epochs=1, follow_ups=1)
    batches = [
        *reader_batches(iter([drawn]), settings=once),
        *entailment_batches(iter([told]), count=1.0, settings=once),
        *leaning_batches(news.follow_ups, settings=once),
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
