"""An online application for tests: filled in, papers uploaded, submitted, examined."""

from typing import Any

from tests.cases.people import who
from tests.cases.test_scans import picture
from tests.counter import FREIGHT, PERSON
from yichuang.cases.operations.prefill import Prefilled, keep_prefill
from yichuang.files.operations.prepare import prepare
from yichuang.foundations import clock
from yichuang.online.models import OnlineApplication
from yichuang.online.operations.begin import add_file, begin
from yichuang.online.operations.examine import preapprove
from yichuang.online.operations.submit import submit
from yichuang.online.queries import needed_of, today_of

ADDRESS = "203.0.113.9"
TYPED = {
    **{name: [value] for name, value in PERSON.items()},
    **{"kind": ["person"], "a.q2": ["a"], "a.q3": ["a"], "a.q4": ["b"], "done.q5": ["1"], "o.trucks": ["3"]},
}


def filled(**changes: Any) -> Prefilled:
    """Return what somebody filled in for 普通货物运输经营许可, as his page posted it."""
    form = {**PERSON, "quantity": "1"}
    whole = {
        "matter": "freight_general",
        "kind": "person",
        "answers": FREIGHT,
        "form": form,
        "own_form": {"trucks": 3},
        "typed": TYPED,
    }
    return Prefilled(**{**whole, **changes})


def code_kept() -> str:
    """Keep it and return the code."""
    return keep_prefill(given=filled(), address=ADDRESS, now=clock.now())[0]


def begun() -> OnlineApplication:
    """Return an application that was just begun."""
    return begin(code=code_kept(), address=ADDRESS, now=clock.now())


def uploaded(row: OnlineApplication) -> OnlineApplication:
    """Upload a picture for every material that needs one."""
    for place, one in enumerate(needed_of(row, today_of(row))):
        if not one.optional:
            content = prepare(picture(place), name=f"{one.material.name}.jpg", declared_type="image/jpeg")
            add_file(pk=row.pk, material=one.material.id, content=content, now=clock.now())
    return OnlineApplication.objects.get(pk=row.pk)


def submitted() -> OnlineApplication:
    """Return an application that waits for its department."""
    return submit(pk=uploaded(begun()).pk, agreed=True, now=clock.now())


def all_passed(row: OnlineApplication) -> dict[str, dict[str, str]]:
    """Return every formal point of what was uploaded as passed."""
    return {one.material.id: {point.id: "passed" for point, _ in one.points} for one in needed_of(row, today_of(row))}


def preapproved() -> OnlineApplication:
    """Return an application that its department found in order."""
    row = submitted()
    return preapprove(actor=who("赵审查"), number=row.number, findings=all_passed(row), now=clock.now())
