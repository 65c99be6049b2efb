"""Every event of a case has its words, so that no code is shown to a clerk."""

from yichuang.cases import events
from yichuang.cases.events import clocks, issuing, questions, reports
from yichuang.cases.rules.ledger_words import WORDS
from yichuang.legacy import events as legacy_events

# Streams whose history is shown on a page.
SHOWN = ("case.", "document.", "handover.", "delegation.")
ELSEWHERE = {
    "case.due_dates_moved",
    "case.personal_data_revealed",
    "document.revoked",
}


def test_every_event_of_a_case_has_words() -> None:
    types = {
        getattr(value, "type", "")
        for value in [
            *vars(events).values(),
            *vars(issuing).values(),
            *vars(clocks).values(),
            *vars(questions).values(),
            *vars(reports).values(),
            *vars(legacy_events).values(),
        ]
        if isinstance(value, type) and getattr(value, "type", "x").startswith(SHOWN)
    }
    assert types - ELSEWHERE == set(WORDS) - ELSEWHERE
