"""The encoder: the one it should be, from this disk, the same whatever else is encoded with it."""

from __future__ import annotations

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from vectorstore.config import PACKAGED_MODEL
from vectorstore.embedding import PACKAGED_DIGEST, TransformerEncoder, load_encoder, model_folder, weights_digest
from vectorstore.errors import ModelError


@pytest.fixture(scope="module")
def encoder() -> TransformerEncoder:
    return load_encoder()


TEXTS = [
    "A Russian warplane was shot down by Turkey.",
    "Turkish jets downed a plane from Russia.",
    "Cameron asks Parliament to vote on bombing.",
    "x",
    "word " * 500,
]


def test_the_weights_are_told_by_their_digest(tmp_path: Path) -> None:
    (tmp_path / "model-2.safetensors").write_bytes(b"two")
    (tmp_path / "model-1.safetensors").write_bytes(b"one")
    assert weights_digest(tmp_path) == hashlib.sha256(b"onetwo").hexdigest()
    with pytest.raises(ModelError, match="no weights"):
        weights_digest(tmp_path / "nowhere")


def test_a_model_that_is_not_here_is_not_fetched() -> None:
    with pytest.raises(ModelError, match=r"No model “someone/unheard-of”.*fetch it once with: hf download") as caught:
        load_encoder("someone/unheard-of")
    assert caught.value.code == "model_missing"
    with pytest.raises(ModelError, match="on this machine"):
        load_encoder("no/such/folder/any where")


@pytest.mark.model
def test_a_folder_with_broken_weights_says_so(tmp_path: Path) -> None:
    shutil.copytree(model_folder(PACKAGED_MODEL), tmp_path / "model", ignore=shutil.ignore_patterns("*.safetensors"))
    (tmp_path / "model" / "model.safetensors").write_bytes(b"garbage " * 100)
    with pytest.raises(ModelError, match="can't be loaded"):
        load_encoder(str(tmp_path / "model"))


@pytest.mark.model
def test_the_packaged_weights_are_the_known_ones(encoder: TransformerEncoder) -> None:
    assert encoder.digest == PACKAGED_DIGEST
    assert (encoder.name, encoder.dimension, encoder.max_tokens) == (PACKAGED_MODEL, 384, 256)
    assert encoder.precision in ("bfloat16", "float32")


@pytest.mark.model
def test_vectors_are_of_unit_length_and_near_for_what_is_alike(encoder: TransformerEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((len(TEXTS), 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    likeness = vectors @ vectors[0]
    assert likeness[1] > 0.7 > likeness[2]
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.model
def test_a_vector_depends_on_its_text_alone(encoder: TransformerEncoder) -> None:
    together = encoder.encode(TEXTS * 20)
    for row, text in enumerate(TEXTS):
        assert float(together[row] @ encoder.encode([text])[0]) > 0.999
        assert float(together[row] @ together[row + len(TEXTS) * 13]) > 0.999


@pytest.mark.model
def test_word_pieces_are_counted_without_the_special_ones_and_beyond_what_is_read(encoder: TransformerEncoder) -> None:
    assert encoder.count(["", "hello", "hello world!", "word " * 500]) == [0, 1, 3, 500]
    assert encoder.count([]) == []


@pytest.mark.model
def test_a_text_of_the_greatest_length_is_read_to_its_end(encoder: TransformerEncoder) -> None:
    filler = "the " * (encoder.max_tokens - 3)
    one, other = encoder.encode([filler + "war", filler + "peace"])
    assert float(one @ other) < 0.9999
    cut_off, too = encoder.encode([filler + "the the war", filler + "the the peace"])
    assert float(cut_off @ too) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.model
def test_threads_may_encode_and_count_at_once(encoder: TransformerEncoder) -> None:
    alone = encoder.encode(TEXTS)

    def work(turn: int) -> float:
        assert encoder.count(TEXTS)[-1] == 500
        return float(np.min(np.sum(encoder.encode(TEXTS) * alone, axis=1)))

    with ThreadPoolExecutor(4) as pool:
        assert min(pool.map(work, range(8))) > 0.999
