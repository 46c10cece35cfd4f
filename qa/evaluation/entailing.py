"""How often the model of entailment is right, on pairs whose premise it never saw."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qa.reader import ENTAILMENT_HEADS, packaged
from qa.training.entailment import FILES, pairs


def measure(data: Path) -> dict[str, Any]:
    """For each file the number of pairs and the share of labels told rightly; of two labels where it has no more."""
    found = {}
    for name in FILES:
        held = pairs(data, name, held=True)
        logits = packaged().logits([(pair.statement, pair.source) for pair in held])
        said = logits[:, ENTAILMENT_HEADS].argmax(axis=1)
        right = [
            label == pair.label if pair.label is not None else label != 0
            for label, pair in zip(said.tolist(), held, strict=True)
        ]
        found[name.removesuffix(".jsonl")] = {"pairs": len(held), "right": sum(right) / max(1, len(held))}
    return found
