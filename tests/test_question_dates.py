"""The dates a question names: how they are read, and which of them are dates of publication."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.dates import find_periods
from qa.question import understand
from qa.understood import NOMINAL_YEAR, Period, Understood
from vectorstore.outlets import OutletTable

TODAY = date(2023, 12, 20)
"""A Wednesday."""

TABLE = OutletTable.load()
HELD = ("TechCrunch", "The Guardian", "The Verge", "The Moscow Times", "USA TODAY", "Sporting News")


def read(question: str, *, years: tuple[int, ...] = (), today: date | None = None) -> Understood:
    return understand(question, outlets=TABLE, known=HELD, years=years, today=today)


def one(question: str, today: date | None = TODAY) -> tuple[str, str, str]:
    (period,) = find_periods(question, today=today)

    def written(end: date | None) -> str:
        if end is None:
            return ""
        return end.isoformat() if period.year_stated else f"--{end:%m-%d}"

    return period.text, written(period.first), written(period.last)


WRITTEN = [
    ("on October 4, 2023", "October 4, 2023", "2023-10-04", "2023-10-04"),
    ("on October 4 2023", "October 4 2023", "2023-10-04", "2023-10-04"),
    ("on 4 October 2023", "4 October 2023", "2023-10-04", "2023-10-04"),
    ("on the 4th of October, 2023", "4th of October, 2023", "2023-10-04", "2023-10-04"),
    ("on the 4th of October", "4th of October", "--10-04", "--10-04"),
    ("the attacks of Nov. 13", "Nov. 13", "--11-13", "--11-13"),
    ("since then, on Sept. 11, 2001", "Sept. 11, 2001", "2001-09-11", "2001-09-11"),
    ("on oct 7 2023", "oct 7 2023", "2023-10-07", "2023-10-07"),
    ("dated 2023-10-04", "2023-10-04", "2023-10-04", "2023-10-04"),
    ("at 2023-10-04T20:07:42+00:00", "2023-10-04T20:07:42+00:00", "2023-10-04", "2023-10-04"),
    ("on 25/12/2023", "25/12/2023", "2023-12-25", "2023-12-25"),
    ("on 12/25/2023", "12/25/2023", "2023-12-25", "2023-12-25"),
    ("on 4.10.2023", "4.10.2023", "2023-10-04", "2023-10-04"),
    ("in November 2015", "November 2015", "2015-11-01", "2015-11-30"),
    ("in February 2024", "February 2024", "2024-02-01", "2024-02-29"),
    ("in November", "November", "--11-01", "--11-30"),
    ("in may", "may", "--05-01", "--05-31"),
    ("in early October 2023", "early October 2023", "2023-10-01", "2023-10-12"),
    ("in late October 2023", "late October 2023", "2023-10-20", "2023-10-31"),
    ("in mid-October 2023", "mid-October 2023", "2023-10-11", "2023-10-21"),
    ("in 2013", "2013", "2013-01-01", "2013-12-31"),
    ("What of the 2013 vote?", "2013", "2013-01-01", "2013-12-31"),
    ("in Q3 2023", "Q3 2023", "2023-07-01", "2023-09-30"),
    ("in the third quarter of 2022", "third quarter of 2022", "2022-07-01", "2022-09-30"),
    ("in the week of October 2, 2023", "week of October 2, 2023", "2023-10-02", "2023-10-08"),
    ("between 1 and 5 October 2023", "1 and 5 October 2023", "2023-10-01", "2023-10-05"),
    ("on October 1-5, 2023", "October 1-5, 2023", "2023-10-01", "2023-10-05"),
    ("between October 1 and October 5, 2023", "between October 1 and October 5, 2023", "2023-10-01", "2023-10-05"),
    ("from 3 October 2022 to 5 May 2023", "from 3 October 2022 to 5 May 2023", "2022-10-03", "2023-05-05"),
    ("from 2013 until 2015", "from 2013 until 2015", "2013-01-01", "2015-12-31"),
    ("between December 20 and January 5", "between December 20 and January 5", "--12-20", "--01-05"),
    ("after November 20", "after November 20", "--11-20", ""),
    ("since November 20, 2015", "since November 20, 2015", "2015-11-20", ""),
    ("from October 4, 2023 onwards", "from October 4, 2023", "2023-10-04", ""),
    ("before 2015", "before 2015", "", "2014-12-31"),
    ("after 2015", "after 2015", "2016-01-01", ""),
    ("since 2015", "since 2015", "2015-01-01", ""),
    ("until March 2015", "until March 2015", "", "2015-03-31"),
    ("before March 2015", "before March 2015", "", "2015-02-28"),
    ("before 5 March 2015", "before 5 March 2015", "", "2015-03-05"),
    ("by November 2023", "by November 2023", "", "2023-11-30"),
    ("yesterday", "yesterday", "2023-12-19", "2023-12-19"),
    ("today's news", "today", "2023-12-20", "2023-12-20"),
    ("last week", "last week", "2023-12-11", "2023-12-17"),
    ("this week", "this week", "2023-12-18", "2023-12-20"),
    ("last month", "last month", "2023-11-01", "2023-11-30"),
    ("last year", "last year", "2022-01-01", "2022-12-31"),
    ("in the past 7 days", "past 7 days", "2023-12-13", "2023-12-20"),
    ("3 days ago", "3 days ago", "2023-12-17", "2023-12-17"),
]


@pytest.mark.parametrize(("question", "text", "first", "last"), WRITTEN)
def test_a_date_is_read_as_it_is_written(question: str, text: str, first: str, last: str) -> None:
    assert one(question) == (text, first, last)


@pytest.mark.parametrize(
    "question",
    [
        "on 10/4/2023",
        "on October 32, 2023",
        "on February 30, 2023",
        "in 1500 cases",
        "about 2000 people came",
        "it cost $2000",
        "May I ask who may go?",
        "Who led the march on Rome?",
        "What did June Brown say?",
        "the article by April Ryan",
        "2,015 words",
        "room 20231",
        "version 2.2015",
    ],
)
def test_what_is_no_date_is_not_read_as_one(question: str) -> None:
    assert find_periods(question, today=TODAY) == ()


@pytest.mark.parametrize("question", ["yesterday", "last week", "in the past 7 days", "3 days ago", "this month"])
def test_without_a_today_yesterday_is_no_date(question: str) -> None:
    assert find_periods(question) == ()


def test_the_name_of_an_outlet_is_no_date() -> None:
    assert read("What does USA TODAY's report say?", today=TODAY).periods == ()


def test_a_date_without_a_year_takes_the_year_of_the_others() -> None:
    found = find_periods("the article of October 4 and the one of October 6, 2023")
    assert [(period.first, period.year_stated) for period in found] == [
        (date(2023, 10, 4), True),
        (date(2023, 10, 6), True),
    ]
    two = find_periods("October 4, then October 6, 2022 or October 6, 2023")
    assert [period.year_stated for period in two] == [False, True, True]


def test_a_date_without_a_year_resolves_in_the_years_there_are() -> None:
    (period,) = find_periods("the attacks of Nov. 13")
    assert (period.after, period.before) == (None, None)
    assert period.resolve([]) == ()
    assert period.resolve([2023, 2015]) == (
        (date(2015, 11, 13), date(2015, 11, 13)),
        (date(2023, 11, 13), date(2023, 11, 13)),
    )


def test_a_day_that_a_year_lacks_is_not_in_it() -> None:
    (period,) = find_periods("on February 29")
    assert period.resolve([2023, 2024]) == ((date(2024, 2, 29), date(2024, 2, 29)),)
    (month,) = find_periods("in February")
    assert month.resolve([2023]) == ((date(2023, 2, 1), date(2023, 2, 28)),)


def test_a_period_over_the_new_year_resolves_over_it() -> None:
    (period,) = find_periods("between December 20 and January 5")
    assert period.resolve([2022]) == ((date(2022, 12, 20), date(2023, 1, 5)),)


FORMS = ["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%b %d, %Y"]


@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)), form=st.sampled_from(FORMS))
def test_every_day_is_read_back(day: date, form: str) -> None:
    (period,) = find_periods(f"What happened on {day.strftime(form)}?")
    assert (period.first, period.last, period.year_stated) == (day, day, True)


@given(
    day=st.dates(min_value=date(NOMINAL_YEAR, 1, 1), max_value=date(NOMINAL_YEAR, 12, 31)), year=st.integers(1900, 2099)
)
def test_a_day_and_month_resolve_to_that_day_of_the_year(day: date, year: int) -> None:
    pairs = Period("", 0, 0, day, day, year_stated=False).resolve([year])
    assert all(first == last and (first.month, first.day) == (day.month, day.day) for first, last in pairs if first)
    assert len(pairs) == (0 if (day.month, day.day) == (2, 29) and (year % 4 or year == 1900) else 1)


PUBLISHED = [
    "The TechCrunch report of October 4, 2023 says what?",
    "What does the Guardian article of 4 October 2023 say?",
    "What does the October 4, 2023 TechCrunch article say?",
    "What does TechCrunch's October 4, 2023, report say?",
    "What did the article published on October 4, 2023 claim?",
    "What was published in October 2023 about Syria?",
    "Which articles published after October 4, 2023 name him?",
    "Which articles from October 2023 name him?",
    "Is there any coverage since October 2023?",
    "What was reported on Oct 4, 2023?",
    "What did The Guardian report on October 4, 2023 about him?",
    "As reported by TechCrunch on October 4, 2023, who lied?",
    "What did The Verge say in October 2023 about phones?",
    "Did TechCrunch report on the new phone on October 4, 2023?",
    "What is in The Guardian's report on the minister on October 4, 2023?",
    "In October 2023, The Guardian reported that he left. Why?",
    "On October 4, 2023, what did TechCrunch write about him?",
    "Who is named in the stories dated 2023-10-04?",
    "What did the USA TODAY story from October 4, 2023 leave out?",
    "What did the article featuring Ann Lee on October 4, 2023 say?",
    "Does the report in The Guardian (October 4, 2023) agree?",
    "What did The Moscow Times publish between 1 and 5 October 2023?",
]


@pytest.mark.parametrize("question", PUBLISHED)
def test_a_date_of_publication_restricts(question: str) -> None:
    found = read(question)
    assert [period.restricts for period in found.periods] == [True]
    assert any(clause.after or clause.before for clause in found.clauses)
    assert all(found.periods[0].text not in clause.search_text for clause in found.clauses)


HAPPENED = [
    "Who was killed in the attacks of Nov. 13?",
    "Who was killed on November 13, 2015?",
    "How did he vote in the 2013 vote?",
    "What did The Guardian say about the 2013 vote?",
    "What does TechCrunch say about the attacks of November 13, 2015?",
    "Did The Guardian report that the bridge fell on October 4, 2023?",
    "What did The Guardian write about the attacks on November 13, 2015?",
    "According to The Guardian, who died on October 4, 2023?",
    "Which phone, reviewed by The Verge, is sold since November 2023?",
    "What happened in October 2023?",
    "How many cases were there in 2013?",
    "Who won the election of November 2016?",
    "Which book published in 2013 did he write?",
    "What did the study published in October 2023 find?",
    "The company covered by TechCrunch is releasing a phone on November 16, 2023. Which?",
    "What changed after October 7, 2023?",
    "In 2013, how did the parliament vote?",
    "How long was the ceasefire between 1 and 5 October 2023?",
]


@pytest.mark.parametrize("question", HAPPENED)
def test_a_date_of_an_event_is_listed_and_does_not_restrict(question: str) -> None:
    found = read(question)
    assert [period.restricts for period in found.periods] == [False]
    assert all(clause.after is None and clause.before is None for clause in found.clauses)
    assert any(found.periods[0].text in clause.search_text for clause in found.clauses)


def limits(question: str, years: tuple[int, ...] = ()) -> list[tuple[tuple[str, ...], date | None, date | None]]:
    return [(clause.outlets, clause.after, clause.before) for clause in read(question, years=years).clauses]


def test_each_clause_has_its_own_date() -> None:
    question = (
        "Between the report from TechCrunch on the fine published on October 4, 2023, and the report from The Verge "
        "on the appeal published on December 15, 2023, was there a change?"
    )
    assert limits(question) == [
        (("TechCrunch",), date(2023, 10, 4), date(2023, 10, 4)),
        (("The Verge",), date(2023, 12, 15), date(2023, 12, 15)),
    ]


def test_a_date_alone_belongs_to_the_only_outlet() -> None:
    question = (
        "Has the price, as reported by TechCrunch, risen between the article about phones published on October 4, 2023 "
        "and the one about laptops published on October 6, 2023?"
    )
    assert limits(question) == [
        (("TechCrunch",), date(2023, 10, 4), date(2023, 10, 4)),
        (("TechCrunch",), date(2023, 10, 6), date(2023, 10, 6)),
    ]


def test_a_date_alone_belongs_to_no_outlet_if_there_are_two() -> None:
    question = (
        "Do The Guardian and The Verge agree on the price of phones, while the article of October 4, 2023 on laptop "
        "prices doesn't?"
    )
    assert limits(question)[-1] == ((), date(2023, 10, 4), date(2023, 10, 4))


def test_a_date_without_a_year_limits_only_where_the_year_is_certain() -> None:
    question = "The TechCrunch report of October 4 says what about the fine?"
    assert limits(question) == [(("TechCrunch",), None, None)]
    assert limits(question, (2022, 2023)) == [(("TechCrunch",), None, None)]
    assert limits(question, (2023,)) == [(("TechCrunch",), date(2023, 10, 4), date(2023, 10, 4))]
    (clause,) = read(question, years=(2022, 2023)).clauses
    assert [period.resolve((2022, 2023))[0][0] for period in clause.periods] == [date(2022, 10, 4)]


def test_a_period_with_an_open_end_leaves_the_clause_open() -> None:
    assert limits("Which articles published after October 4, 2023 name him?") == [((), date(2023, 10, 4), None)]
    assert limits("Which articles published before 2015 name him?") == [((), None, date(2014, 12, 31))]


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("between March 1 and February 29", date(NOMINAL_YEAR, 3, 1), date(NOMINAL_YEAR + 1, 2, 28)),
        ("from December 20 to January 5, 2016", date(2015, 12, 20), date(2016, 1, 5)),
        ("between December 28, 2015 and January 3", date(2015, 12, 28), date(2016, 1, 3)),
    ],
)
def test_a_period_may_run_over_the_turn_of_a_year(question: str, first: date, last: date) -> None:
    (period,) = find_periods(question)
    assert (period.first, period.last) == (first, last)
