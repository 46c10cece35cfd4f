"""What the reader is to learn from: nothing of a held-out article, and sentences that are told right from wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from fakes import FakeEncoder

from qa.reading import as_read
from qa.training import corpus, examples, folds, invented
from qa.training.entailment import Pair
from qa.training.loop import Settings, mixed
from vectorstore.errors import ReadError

ROME = "The flood reached Rome on Monday. Nobody was hurt by it. The old bridge was closed for a week."
OSLO = "Snow fell on Oslo in the night. The airport was closed for a day."


def page(title: str, text: str, question: str, answer: str | None) -> dict[str, object]:
    answers = [{"text": answer, "answer_start": text.index(answer)}] if answer else []
    asked = {"id": question, "question": question, "answers": answers, "is_impossible": answer is None}
    return {"title": title, "paragraphs": [{"context": text, "qas": [asked]}]}


@pytest.fixture
def learnt(tmp_path: Path) -> corpus.Corpus:
    squad = [page("Rome", ROME, "When was the flood?", "on Monday"), page("Oslo", OSLO, "Who closed it?", None)]
    xquad = [page("Rome", ROME, "What was shut?", "bridge"), page("Oslo", OSLO, "who closed it?", None)]
    (tmp_path / corpus.SQUAD).write_text(json.dumps({"data": squad}))
    (tmp_path / corpus.XQUAD).write_text(json.dumps({"data": xquad}))
    lines = [
        {"question": "What fell?", "sentence": "Snow fell on Oslo, in the night", "label": "entailment"},
        {"question": "Who sang?", "sentence": "A choir sang in Bergen.", "label": "not_entailment"},
    ]
    (tmp_path / corpus.QNLI).write_text("\n".join(json.dumps(line) for line in lines))
    return corpus.load(tmp_path)


def test_the_right_sentence_is_the_one_that_holds_the_answer(learnt: corpus.Corpus) -> None:
    assert [(one.question, sorted(one.right)) for one in learnt.asked] == [
        ("When was the flood?", [0]),
        ("Who closed it?", []),
        ("What was shut?", [2]),
    ]


def test_a_held_out_article_is_held_out_of_all_sets(learnt: corpus.Corpus) -> None:
    kept, held = folds.held_out(learnt, ["Oslo"])
    assert [one.question for one in held] == ["Who closed it?"]
    assert {one.paragraph.title for one in kept.asked} == {"Rome"}
    assert [pair.question for pair in kept.judged] == ["Who sang?"]


def test_every_article_is_held_out_once() -> None:
    titles = [f"Article {number}" for number in range(12)]
    assert sorted(folds.fold_of(title, titles) for title in titles) == sorted(list(range(folds.FOLDS)) * 3)


def test_a_group_has_the_right_sentence_and_wrong_ones(learnt: corpus.Corpus) -> None:
    groups = next(examples.groups(learnt, encode=FakeEncoder().encode, outlets=(), seed=1))
    flood = next(group for group in groups if group.question == "When was the flood?")
    right = [text for text, label in zip(flood.texts, flood.labels, strict=True) if label]
    assert [text.split(" | ")[0] for text in right] == ["The flood reached Rome on Monday."]
    assert len(flood.texts) == len(set(flood.texts)) > 2
    unanswerable = next(group for group in groups if group.question == "Who closed it?")
    assert not any(unanswerable.labels)


def test_the_same_seed_draws_the_same(learnt: corpus.Corpus) -> None:
    drawn = [next(examples.groups(learnt, encode=FakeEncoder().encode, outlets=(), seed=7)) for _ in range(2)]
    assert drawn[0] == drawn[1]


def test_a_sentence_is_read_before_what_it_stands_in() -> None:
    assert as_read("It fell.", "Oslo", "Snow came.") == "It fell. | Oslo | Snow came."


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="squad2_dev"):
        corpus.load(tmp_path)


def test_a_question_framed_with_an_outlet_keeps_its_words(learnt: corpus.Corpus) -> None:
    drawn = examples.groups(learnt, encode=FakeEncoder().encode, outlets=["The Post"], seed=3)
    asked = {group.question for _ in range(30) for group in next(drawn)}
    framed = {question for question in asked if "The Post" in question}
    assert framed
    assert "When was the flood?" in asked
    assert all(any(word in question for word in ("flood", "closed", "shut")) for question in framed)


def test_the_invented_news_name_nothing_of_the_seeds_and_ask_what_is_and_is_not_answered() -> None:
    news = invented.load()
    asked = news.asked
    assert len({one.paragraph for one in asked}) >= 30
    assert 0.4 < sum(bool(one.right) for one in asked) / len(asked) < 0.6
    assert 0.4 < sum(pair.label == 0 for pair in news.statements) / len(news.statements) < 0.6
    told = [pair.statement for pair in news.statements]
    text = " ".join([*told, *(said for one in asked for said in (*one.paragraph.sentences, one.question))])
    for name in ("Putin", "Hollande", "Erdogan", "Peskov", "Cameron", "Su-24", "Islamic State", "Turkey", "Syria"):
        assert name not in text


def test_an_answer_that_no_sentence_is_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Flood\n\nThe flood reached Rome. Nobody was hurt.\n", encoding="utf-8")
    lines = [{"question": "Where?", "right": ["The flood reached Rome."]}, {"question": "When?", "right": ["At noon."]}]
    (tmp_path / "one.jsonl").write_text(json.dumps(lines[0]) + "\n", encoding="utf-8")
    (found,) = invented.load(tmp_path).asked
    assert (found.paragraph.title, sorted(found.right)) == ("Flood", [0])
    (tmp_path / "one.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with pytest.raises(ReadError, match="line 2"):
        invented.load(tmp_path)


def test_the_words_of_an_answer_are_pointed_at_and_nothing_where_there_is_none() -> None:
    import torch

    from qa.training.losses import words_loss

    groups = [examples.Group("Where?", ("It fell in Oslo", "Snow fell"), (True, False), ("oslo",))]
    # Pieces: the first mark, the question, four words of the text; the other text has two.
    parts = torch.tensor([[0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 0, 0]])
    spans = [[(0, 0), (0, 6), (0, 2), (3, 7), (8, 10), (11, 15)], [(0, 0), (0, 6), (0, 4), (5, 9), (0, 0), (0, 0)]]
    right = torch.full((2, 6), -9.0)
    right[0, 5] = right[1, 0] = 9.0
    wrong = right.flip(1)
    assert float(words_loss(right, parts, torch.tensor(spans), groups)) < 0.01
    assert float(words_loss(wrong, parts, torch.tensor(spans), groups)) > 5
    unknown = [examples.Group("Where?", ("It fell in Oslo",), (True,), ())]
    assert float(words_loss(right[:1], parts[:1], torch.tensor(spans[:1]), unknown)) == 0


def test_a_statement_whose_source_does_not_stand_there_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Flood\n\nThe flood reached Rome. Nobody was hurt.\n", encoding="utf-8")
    (tmp_path / "one.jsonl").write_text("", encoding="utf-8")
    good = {"source": "The flood reached Rome.", "statement": "Rome was reached by the flood.", "follows": True}
    kept = tmp_path / "one.statements.jsonl"
    lines = [good, {**good, "follows": False}, {**good, "follows": False, "contradicts": True}]
    kept.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert [pair.label for pair in invented.load(tmp_path).statements] == [0, None, 2]
    kept.write_text(json.dumps({**good, "contradicts": True}), encoding="utf-8")
    with pytest.raises(ReadError, match=r"line 1.*both"):
        invented.load(tmp_path)
    kept.write_text(json.dumps(good) + "\n" + json.dumps({**good, "source": "It rained."}), encoding="utf-8")
    with pytest.raises(ReadError, match="line 2"):
        invented.load(tmp_path)


def test_a_question_that_no_text_answers_is_learnt_as_one() -> None:
    import torch

    from qa.training.losses import absence_loss

    sure, unsure = torch.tensor([4.0, -6.0]), torch.tensor([-6.0, -6.0])
    answered, absent = (
        examples.Group("?", ("a", "b"), (True, False)),
        examples.Group("?", ("a", "b"), (False, False)),
    )
    assert float(absence_loss([sure, unsure], [answered, absent])) < 0.1
    assert float(absence_loss([unsure, sure], [answered, absent])) > 4
    # Two that are each unlikely are together likelier than one.
    alone = absence_loss([torch.tensor([-2.0])], [examples.Group("?", ("a",), (False,))])
    assert float(absence_loss([torch.tensor([-2.0, -2.0])], [absent])) > float(alone)


def test_other_batches_are_spread_among_those_of_the_reader() -> None:
    reader = [("reader", [number]) for number in range(6)]
    others = [("told", [0]), ("entailment", [1])]
    kinds = [kind for kind, _ in mixed(reader, others)]
    assert kinds == ["reader"] * 3 + ["told"] + ["reader"] * 3 + ["entailment"]
    assert mixed(reader, []) == reader


def test_what_is_learnt_last_is_all_of_the_news_and_a_share_of_all_else() -> None:
    from qa.training.making import last

    def group(question: str) -> examples.Group:
        return examples.Group(question, ("It fell.", "It rose."), (True, False))

    news = invented.Invented(
        asked=(corpus.Asked("n", "new", corpus.Paragraph("t", ("It fell.",)), frozenset({0})),),
        statements=(Pair("told", "source", None),),
    )
    settings = Settings(again=0.5, entailment_again=0.5, news=2, statements=2, pairs_a_batch=1)
    batches = last(
        [group(f"old {number}") for number in range(4)],
        iter([[group("new")], [group("new")]]),
        [Pair(f"pair {number}", "source", 0) for number in range(4)],
        news,
        settings=settings,
    )
    learnt = {kind: [one for of, batch in batches if of == kind for one in batch] for kind, _ in batches}
    asked = [one.question for one in learnt["reader"]]
    assert asked.count("new") == 2
    assert sum(question.startswith("old") for question in asked) == 2
    assert sorted(pair.statement for pair in learnt["entailment"]) == ["pair 0", "pair 1", "told", "told"]


@pytest.mark.model
def test_a_tiny_training_learns_and_can_be_interrupted(tmp_path: Path) -> None:
    from qa.reader import CrossEncoderReader, assembled
    from qa.training.making import make

    data, out = tmp_path / "data", tmp_path / "out"
    tiny(data)
    settings = Settings(
        entailment_epochs=1, reader_epochs=6, learning_rate=3e-4, entailment_every=0, checkpoint_steps=5, warm_up=0.2
    )
    steps = []

    def stop(done: int, total: int, what: str) -> None:
        steps.append((done, what))
        if what.startswith("reader") and done == 12 and len(steps) < 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(data, out, settings=settings, progress=stop)
    folder = make(data, out, settings=settings, progress=lambda done, total, what: steps.append((done, what)))
    after = [done for done, what in steps if what.startswith("reader")]
    assert after[after.index(12) + 1] == 11  # from the checkpoint, not from the first step
    reader = CrossEncoderReader(assembled(folder), name="tiny")
    town = "Lima"  # a town that no question was about
    scores = reader.scores([(f"When was the flood in {town}?", as_read(text)) for text in sentences_of(town)])
    assert int(scores.argmax()) == 0
    steps.clear()
    again = partial(make, data, out, progress=lambda done, total, what: steps.append((done, what)))
    assert again(settings=settings) == folder
    assert steps == []
    again(settings=replace(settings, reader_epochs=1))
    assert steps


def sentences_of(town: str) -> tuple[str, str, str]:
    return (
        f"The flood reached {town} on Monday.",
        f"The mayor of {town} thanked the helpers of the flood.",
        f"In {town} the flood closed the old bridge.",
    )


def tiny(folder: Path) -> None:
    """A few towns with three sentences each, one of which answers each question."""
    folder.mkdir()
    towns = ["Rome", "Oslo", "Bern", "Cairo", "Quito", "Delhi", "Seoul", "Tunis"]
    pages = []
    for town in towns:
        said = sentences_of(town)
        asked = [(f"When was the flood in {town}?", "on Monday"), (f"Who was thanked in {town}?", "the helpers")]
        text = " ".join(said)
        qas = [
            {
                "id": question,
                "question": question,
                "answers": [{"text": answer, "answer_start": text.index(answer)}],
                "is_impossible": False,
            }
            for question, answer in asked
        ]
        pages.append({"title": town, "paragraphs": [{"context": text, "qas": qas}]})
    (folder / corpus.SQUAD).write_text(json.dumps({"data": pages}))
    (folder / corpus.XQUAD).write_text(json.dumps({"data": []}))
    (folder / corpus.QNLI).write_text("")
    pair = {"premise": "It rained in Rome.", "hypothesis": "It was wet.", "label": "entailment"}
    for name in ("mnli.jsonl", "snli.jsonl", "scitail.jsonl"):
        (folder / name).write_text(json.dumps(pair) + "\n")
