"""What the reader is taught by: four losses of questions and sentences, and one of entailment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qa.reader import ENTAILMENT_HEADS, READER_HEAD
from qa.reading import LONGEST_PIECES
from qa.training.entailment import Pair
from qa.training.examples import Group

NO_WORD = -1e4
"""The log-odds of what can't be a word of the answer: the question's own words, and padding."""


def reader_loss(
    model: Any, pointer: Any, tokenizer: Any, groups: Sequence[Group], *, ranking: float, absence: float, words: float
) -> Any:
    """How far the model is from telling which texts answer, which answers best, whether any does, and by which words.

    `pointer` gives each piece a number; `ranking`, `absence` and `words` are the weights of the latter three.
    """
    import torch

    pairs = [(group.question, text) for group in groups for text in group.texts]
    given = _tokens(tokenizer, pairs, return_offsets_mapping=bool(words))
    offsets = given.pop("offset_mapping", None)
    said = model(**given, output_hidden_states=bool(words))
    logits = said.logits.float()[:, READER_HEAD]
    labels = torch.tensor([float(label) for group in groups for label in group.labels])
    loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels)
    rankings = []
    sizes = [len(group.texts) for group in groups]
    for scores, right in zip(torch.split(logits, sizes), torch.split(labels, sizes), strict=True):
        if 0 < right.sum() < len(right):
            rankings.append(torch.logsumexp(scores, 0) - torch.logsumexp(scores[right > 0], 0))
    if rankings:
        loss = loss + ranking * torch.stack(rankings).mean()
    if absence:
        loss = loss + absence * absence_loss(torch.split(logits, sizes), groups)
    if words:
        pointed = pointer(said.hidden_states[-1]).float()[..., 0]
        loss = loss + words * words_loss(pointed, given["token_type_ids"], offsets, groups)
    return loss


def absence_loss(scores: Sequence[Any], groups: Sequence[Group]) -> Any:
    """How far each question's scores, taken together, are from telling whether any of its texts answers.

    The more texts are read, the likelier that one looks like an answer: so it is where the product reads.
    """
    import torch

    best = torch.stack([torch.logsumexp(one, 0) for one in scores])
    there = torch.tensor([float(any(group.labels)) for group in groups])
    return torch.nn.functional.binary_cross_entropy_with_logits(best, there)


def words_loss(pointed: Any, parts: Any, offsets: Any, groups: Sequence[Group]) -> Any:
    """How far the words pointed at are from those of the answer, or from the first mark where the text has none.

    `pointed` is shaped [pairs, pieces]; of texts that answer only those with known words count.
    """
    import torch

    wanted = torch.zeros_like(pointed, dtype=torch.bool)
    counted = torch.zeros(len(pointed), dtype=torch.bool)
    spots = [(group, text, label) for group in groups for text, label in zip(group.texts, group.labels, strict=True)]
    for row, (group, text, label) in enumerate(spots):
        if not label:
            wanted[row, 0] = counted[row] = True
            continue
        for start, end in _found(text, group.answers):
            inside = (parts[row] == 1) & (offsets[row, :, 0] < end) & (offsets[row, :, 1] > start)
            wanted[row] |= inside
        counted[row] = bool(wanted[row].any())
    allowed = parts == 1
    allowed[:, 0] = True
    scores = pointed.masked_fill(~allowed, NO_WORD)
    lost = torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~wanted, NO_WORD), 1)
    return (lost * counted).sum() / counted.sum().clamp(min=1)


def _found(text: str, answers: Sequence[str]) -> list[tuple[int, int]]:
    """Where the first of the answers that stands in the text does."""
    said = text.casefold()
    places = ((said.find(answer), answer) for answer in answers)
    return [(start, start + len(answer)) for start, answer in places if start >= 0][:1]


def entailment_loss(model: Any, tokenizer: Any, pairs: Sequence[Pair]) -> Any:
    """How far the other heads are from the label of each pair, or from saying that it does not follow."""
    import torch

    scores = _logits(model, tokenizer, [(pair.statement, pair.source) for pair in pairs])[
        :, ENTAILMENT_HEADS
    ].log_softmax(-1)
    losses = [
        -scores[row, pair.label] if pair.label is not None else -torch.log1p(-scores[row, 0].exp().clamp(max=0.9999))
        for row, pair in enumerate(pairs)
    ]
    return torch.stack(losses).mean()


def _logits(model: Any, tokenizer: Any, pairs: Sequence[tuple[str, str]]) -> Any:
    return model(**_tokens(tokenizer, pairs)).logits.float()


def _tokens(tokenizer: Any, pairs: Sequence[tuple[str, str]], **more: Any) -> Any:
    first, second = zip(*pairs, strict=True)
    return tokenizer(
        list(first), list(second), truncation="longest_first", max_length=LONGEST_PIECES, padding=True,
        return_tensors="pt", split_special_tokens=True, **more,
    )  # fmt: skip
