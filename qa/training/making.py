"""From the data to the weights: the packaged encoder taught to read, and what is learnt packed without the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from qa.reader import DIGEST, HEADS, WEIGHTS, WORD_EMBEDDINGS
from qa.training import corpus, entailment, examples, folds
from qa.training.loop import Progress, Settings, entailment_batches, mixed, reader_batches, train
from vectorstore.config import PACKAGED_MODEL
from vectorstore.embedding import load_encoder, model_folder, offline
from vectorstore.errors import UsageError
from vectorstore.outlets import OutletTable

SETTINGS = "settings.json"
TRUNK = "entailment"
"""The folder of what is learnt before the first question: the same for every fold, so it is made once."""


def make(
    data: Path,
    out: Path,
    *,
    fold: int | None = None,
    settings: Settings | None = None,
    news: Sequence[corpus.Asked] = (),
    progress: Progress | None = None,
) -> Path:
    """Trains a reader and returns the folder of its weights, below `out`; what was interrupted goes on.

    `news` are questions about articles of nobody's, learnt besides what `data` holds.
    With a `fold`, the articles of that fold are held out. Raises ReadError for data that is missing or wrong.
    """
    settings = settings or Settings()
    target = out / ("final" if fold is None else f"fold-{fold}")
    if _taught(target, settings):
        return target
    learnt = corpus.load(data)
    if fold is not None:
        titles = corpus.squad_titles(data)
        learnt, _ = folds.held_out(learnt, [title for title in titles if folds.fold_of(title, titles) == fold])
    if not learnt.asked:
        raise UsageError(f"{data} leaves nothing to learn from.", next="Give more articles, or hold none out.")
    # The news are invented: nothing that is held out is in them, or reported of them.
    learnt = replace(learnt, asked=(*learnt.asked, *settings.news * tuple(news)))
    pairs = entailment.epochs(data, seed=settings.seed)
    model, tokenizer = _untaught(settings)
    _teach(model, tokenizer, _first(pairs, settings), out / TRUNK, settings, progress)
    outlets = [outlet.name for outlet in OutletTable.load().all()]
    groups = examples.groups(learnt, encode=load_encoder().encode, outlets=outlets, seed=settings.seed)
    batches = mixed(
        reader_batches(groups, settings=settings),
        entailment_batches(pairs, count=1.0, settings=settings),
        every=settings.entailment_every,
    )
    _teach(model, tokenizer, batches, target, settings, progress)
    return target


def _first(pairs: Iterator[list[entailment.Pair]], settings: Settings) -> list[Any]:
    return entailment_batches(pairs, count=settings.entailment_epochs, settings=settings)


def _teach(
    model: Any, tokenizer: Any, batches: list[Any], folder: Path, settings: Settings, progress: Progress | None
) -> None:
    """Teaches the model and keeps it; reads it where it is kept already."""
    from safetensors.torch import load_file, save_file

    weights = folder / WEIGHTS
    if _taught(folder, settings):
        model.load_state_dict(load_file(weights), strict=False)
        return
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint = folder / "checkpoint.pt"
    train(model, tokenizer, batches, settings=settings, checkpoint=checkpoint, progress=progress)
    save_file(packed(model), weights)
    (folder / DIGEST).write_text(sha256(weights.read_bytes()).hexdigest() + "\n")
    # Last: where it stands, all else is there.
    (folder / SETTINGS).write_text(json.dumps(asdict(settings), indent=2))
    checkpoint.unlink(missing_ok=True)


def _taught(folder: Path, settings: Settings) -> bool:
    """Whether a training with these settings has ended there."""
    stated = folder / SETTINGS
    return stated.exists() and json.loads(stated.read_text()) == asdict(settings)


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
