"""What the public's pages of life events and their results must answer to everybody: pages and operations (S2-25)."""

from typing import Any

from tests.permissions.lines import ANY_SUPERVISOR, ANY_UNIT, DISTRICT_ADMINS, REVIEWERS, only, public

# Departments, counters of the centre and the towns, the district, the experts (act life_event.view).
RESULT_SEERS = ANY_UNIT | ANY_SUPERVISOR | DISTRICT_ADMINS | REVIEWERS | {"clerk", "town_clerk", "director", "auditor"}
BIRTH = {"key": "birth"}

PAGES: list[Any] = [
    ("GET life-event-find", public()),
    ("GET life-event-guide", public(), BIRTH),
    ("GET life-event-ask", public(), BIRTH),
    ("GET life-event-checklist", public(), BIRTH),
    ("GET life-event-cpsv", public(), BIRTH),
    ("GET life-event-document", public(), BIRTH),
    ("GET life-event-results-list", only(RESULT_SEERS)),
    ("GET life-event-results-list-export", only(RESULT_SEERS)),
    ("GET life-event-results", only(RESULT_SEERS), BIRTH),
    ("GET life-event-results-export", only(RESULT_SEERS), BIRTH),
]
OPERATIONS: list[Any] = [
    ("public_life_events", public()),
    ("public_life_event", public(), BIRTH),
    ("public_life_event_advance", public(), BIRTH),
    ("public_life_event_savings", public(), BIRTH),
    ("life_event_results", only(RESULT_SEERS), BIRTH),
]
