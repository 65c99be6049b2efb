"""Steps of earlier visits: an author's own, from the kept states, what he took back taken back, and nothing of a colleague's (S2-24)."""

from typing import Any

import pytest

from tests.cases.people import signed_in, who
from tests.life_events.composing import ARRANGER, WRITER, clean_draft
from yichuang.foundations import clock
from yichuang.life_events.models import LifeEventDraft, LifeEventRevision
from yichuang.life_events.operations.save_draft import save_life_event_draft
from yichuang.life_events.rules.steps import MOST, State, steps_of


def history(*saves: tuple[str, str], start: int = 1) -> list[State]:
    """Return kept states: who saved, and what stood there then."""
    return [State(number, author, {"summary": text}) for number, (author, text) in enumerate(saves, start)]


def said(states: list[State], author: str = "me") -> tuple[list[str], list[str]]:
    """Return the steps as `before>after`."""
    past, future = steps_of(states, author)
    past_said, future_said = (
        [f"{one.before.document['summary']}>{one.after.document['summary']}" for one in found]
        for found in (past, future)
    )
    return past_said, future_said


@pytest.mark.parametrize(
    ("saves", "past", "future"),
    [
        ("a", [], []),
        ("abc", ["a>b", "b>c"], []),
        ("abcb", ["a>b"], ["b>c"]),  # one taken back
        ("abca", [], ["b>c", "a>b"]),  # two at once
        ("abcbc", ["a>b", "b>c"], []),  # and done again
        ("abcac", ["a>b", "b>c"], []),
        ("abcbd", ["a>b", "b>d"], []),  # what was taken back is gone once something else is done
        ("aab", ["a>b"], []),  # a note alone is no step
    ],
)
def test_a_save_that_leads_back_is_no_new_step(saves: str, past: list[str], future: list[str]) -> None:
    assert said(history(*(("me", one) for one in saves))) == (past, future)


def test_what_colleagues_saved_is_no_step_and_what_is_gone_is_nobody_s() -> None:
    mixed = history(("me", "a"), ("me", "b"), ("you", "c"), ("me", "d"))
    assert said(mixed) == (["a>b", "c>d"], []) and said(mixed, "you") == (["b>c"], [])
    thinned = [*history(("me", "a"), ("me", "b")), *history(("me", "d"), ("me", "e"), start=5)]
    assert said(thinned) == (["d>e"], [])
    many = history(*(("me", str(turn)) for turn in range(MOST + 9)))
    assert len(said(many)[0]) == MOST


def test_a_step_knows_where_it_is_seen() -> None:
    one, two = {"members": [1], "fields": [1]}, {"members": [2], "fields": [2]}
    past, _ = steps_of([State(1, "me", one), State(2, "me", two), State(3, "me", {**two, "fields": []})], "me")
    assert [step.section for step in past] == ["members", "fields"]
    assert steps_of(history(("me", "a"), ("me", "b")), "me")[0][0].section == "terms"


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_district")
def test_the_page_is_told_the_author_s_own_steps_with_their_documents() -> None:
    draft = clean_draft()
    url = f"/life-events/compose/{draft.pk}/steps/"
    told = signed_in(WRITER).get(url).json()
    assert told["past"] == [[1, 2, "terms"]] and told["future"] == []
    assert told["documents"]["2"] == draft.document != told["documents"]["1"]
    assert set(LifeEventRevision.objects.values_list("author_id", flat=True)) == {who(WRITER).id}
    for text in ("满月以后", draft.document["trigger"]):
        given: dict[str, Any] = {"document": {**draft.document, "trigger": text}, "explicit": False}
        now = LifeEventDraft.objects.get(pk=draft.pk)
        save_life_event_draft(
            actor=who(WRITER), draft_id=draft.pk, base_revision=now.revision, now=clock.now(), **given
        )
    told = signed_in(WRITER).get(url).json()
    assert (told["past"], told["future"]) == ([[1, 2, "terms"]], [[2, 3, "terms"]])
    LifeEventRevision.objects.filter(draft=draft).update(author_id="somebody")
    assert signed_in(WRITER).get(url).json() == {"documents": {}, "past": [], "future": []}


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_district")
def test_only_who_writes_the_draft_asks_and_only_while_it_is_written() -> None:
    draft = clean_draft()
    url = f"/life-events/compose/{draft.pk}/steps/"
    assert signed_in(ARRANGER).get(url).status_code == 403 and signed_in("李登记").get(url).status_code == 404
    LifeEventDraft.objects.filter(pk=draft.pk).update(state="simulating")
    assert signed_in(WRITER).get(url).status_code == 409
