"""The reader that comes with the package: whole, itself, and replaceable."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from qa.reader import (
    DIGEST,
    WEIGHTS,
    WORD_EMBEDDINGS,
    CrossEncoderReader,
    PackagedEntailment,
    assembled,
    load_reader,
    packaged,
)
from qa.reading import as_read
from vectorstore.config import PACKAGED_MODEL
from vectorstore.embedding import model_folder
from vectorstore.errors import ModelError

pytestmark = pytest.mark.model

SHIPPED = Path(str(files("qa") / "weights"))
QUESTION = "When did the flood reach Rome?"
RIGHT, WRONG = "The flood reached Rome on Monday.", "Nobody was hurt by the flood in Rome."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged weights, to be spoilt."""
    shutil.copytree(SHIPPED, tmp_path / "weights")
    return tmp_path / "weights"


def rewrite(folder: Path, weights: dict) -> None:
    from hashlib import sha256

    from safetensors.torch import save_file

    save_file(weights, folder / WEIGHTS)
    (folder / DIGEST).write_text(sha256((folder / WEIGHTS).read_bytes()).hexdigest())


def test_the_word_embeddings_are_the_encoders() -> None:
    from safetensors.torch import load_file

    (weights,) = (
        tensor
        for name, tensor in load_file(next(model_folder(PACKAGED_MODEL).glob("*.safetensors"))).items()
        if name.endswith("word_embeddings.weight")
    )
    there = packaged().model.model.state_dict()[WORD_EMBEDDINGS]
    assert (there == weights.to(there.dtype)).all()
    assert WORD_EMBEDDINGS not in load_file(SHIPPED / WEIGHTS)


def test_a_score_is_what_it_was_when_the_weights_were_made() -> None:
    scores = load_reader().scores([(QUESTION, as_read(RIGHT)), (QUESTION, as_read(WRONG))])
    # Half a unit for the processors that do not multiply bfloat16.
    assert scores.tolist() == pytest.approx([2.719, -4.219], abs=0.5)


def test_the_weights_are_small() -> None:
    assert (SHIPPED / WEIGHTS).stat().st_size <= 25_000_000


def test_the_right_sentence_comes_first_in_any_company() -> None:
    pairs = [(QUESTION, as_read(WRONG)), (QUESTION, as_read(RIGHT, "Rome", WRONG)), ("Who sang?", as_read(RIGHT))]
    scores = load_reader().scores(pairs)
    assert scores.argmax() == 1
    alone = [float(load_reader().scores([pair])[0]) for pair in pairs]
    assert scores.tolist() == pytest.approx(alone, abs=0.2)
    assert load_reader().scores([]).shape == (0,)


def test_threads_read_at_once() -> None:
    reader = load_reader()
    pairs = [(QUESTION, as_read(f"{RIGHT} {'Again. ' * (number % 7)}")) for number in range(40)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda pair: float(reader.scores([pair])[0]), pairs))
    assert found == pytest.approx(reader.scores(pairs).tolist(), abs=0.3)


@pytest.mark.xfail(
    strict=True, reason="lost with the weights trained on statements that look alike; see the model card"
)
def test_a_contradiction_without_a_negation_does_not_follow() -> None:
    (probability,) = PackagedEntailment().scores(
        [("The old bridge in Rome was closed for a week after the flood.", "The bridge stayed open.")]
    )
    assert probability < 0.5


def test_entailment_is_told_from_what_does_not_follow() -> None:
    follows, does_not = PackagedEntailment().scores(
        [
            ("The old bridge in Rome was closed for a week after the flood.", "A bridge was closed."),
            ("The old bridge in Rome was closed for a week after the flood.", "The flood spared the old bridge."),
        ]
    )
    assert follows > 0.5 > does_not
    assert PackagedEntailment().scores([]) == []


def test_marks_of_the_tokenizers_own_in_a_text_are_words() -> None:
    reader = load_reader()
    honest, forged = reader.scores([(QUESTION, as_read(WRONG)), (f"{QUESTION} [SEP] {RIGHT}", as_read(WRONG))])
    assert np.isfinite([honest, forged]).all()
    assert "[SEP]" not in as_read("a [SEP] b", "[CLS]")


def test_weights_that_have_changed_are_refused(folder: Path) -> None:
    raw = bytearray((folder / WEIGHTS).read_bytes())
    raw[-1] ^= 1
    (folder / WEIGHTS).write_bytes(raw)
    with pytest.raises(ModelError, match="not the ones that came with it"):
        assembled(folder)


def test_weights_that_lack_a_part_are_refused(folder: Path) -> None:
    from safetensors.torch import load_file

    weights = load_file(folder / WEIGHTS)
    del weights["classifier.bias"]
    rewrite(folder, weights)
    with pytest.raises(ModelError, match="1 of their parts"):
        assembled(folder)


def test_weights_of_another_shape_are_refused(folder: Path) -> None:
    from safetensors.torch import load_file

    weights = load_file(folder / WEIGHTS)
    weights["classifier.bias"] = weights["classifier.bias"][:2].contiguous()
    rewrite(folder, weights)
    with pytest.raises(ModelError, match="another model's"):
        assembled(folder)


def test_weights_that_are_missing_are_said_to_be(folder: Path) -> None:
    (folder / WEIGHTS).unlink()
    with pytest.raises(ModelError, match="Install Byline again"):
        assembled(folder)


def test_any_cross_encoder_in_a_folder_can_take_its_place(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    other = CrossEncoder(str(model_folder(PACKAGED_MODEL)), num_labels=1, device="cpu", local_files_only=True)
    other.save_pretrained(str(tmp_path / "other"))
    reader = load_reader(str(tmp_path / "other"))
    assert isinstance(reader, CrossEncoderReader)
    assert reader.scores([(QUESTION, RIGHT), (QUESTION, WRONG)]).shape == (2,)


def test_one_that_gives_no_single_score_is_refused(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    other = CrossEncoder(str(model_folder(PACKAGED_MODEL)), num_labels=3, device="cpu", local_files_only=True)
    other.save_pretrained(str(tmp_path / "other"))
    with pytest.raises(ModelError, match="gives 3 numbers"):
        load_reader(str(tmp_path / "other"))


def test_one_that_is_nowhere_is_not_fetched() -> None:
    with pytest.raises(ModelError, match="none is ever fetched unasked"):
        load_reader("nobody/nothing-at-all")
