"""Two at once on a real PostgreSQL: the last two experts finish, two colleagues submit, one recalls while another finishes (S2-21)."""

from collections.abc import Callable

import pytest

from tests.cases.people import who
from tests.cases.test_concurrency import _together
from tests.studio.reviewing import NAME_OF_CARD, arranged, grades, new_draft
from yichuang.catalog.models import MatterVersion
from yichuang.foundations import clock, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.checkpoints import verify_ledger
from yichuang.foundations.problems import Refused
from yichuang.studio.models import Draft, Remark, ReviewRound
from yichuang.studio.operations.finish_review import finish_review
from yichuang.studio.operations.grade_items import grade_items
from yichuang.studio.operations.recall_draft import recall_draft
from yichuang.studio.operations.submit_draft import submit_draft
from yichuang.studio.rules.reviewing import Given

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do the acts at the same moment; return what each came to."""

    def one(position: int) -> str:
        try:
            acts[position]()
        except Refused as refused:
            return refused.reasons[0].code
        return "done"

    return [str(result) for result in _together(len(acts), one)]


def graded(names: tuple[str, ...], **other: Given) -> tuple[Draft, list[Actor]]:
    draft = arranged(experts=names)
    people = [who(name) for name in names]
    for person in people:
        grade_items(actor=person, draft_id=draft.pk, given=grades(**other), now=clock.now())
    return draft, people


def finishing(draft: Draft, person: Actor) -> Callable[[], object]:
    return lambda: finish_review(actor=person, draft_id=draft.pk, now=clock.now())


@pytest.mark.parametrize(
    ("other", "state", "result"),
    [({}, "simulating", "passed"), ({"material_names": Given("low", "看不懂", (NAME_OF_CARD,))}, "draft", "returned")],
)
def test_the_last_two_who_finish_at_once_close_the_round_once(other: dict[str, Given], state: str, result: str) -> None:
    draft, people = graded(("柏评审", "水评审"), **other)
    assert at_once(*(finishing(draft, person) for person in people)) == ["done", "done"]
    draft.refresh_from_db()
    round_ = ReviewRound.objects.get()
    assert (draft.state, round_.result, round_.assignments.filter(done_at=None).count()) == (state, result, 0)
    types = [event.type for event in ledger.history(draft.stream)]
    assert types.count("review.finished") == 2
    assert types.count("review.passed") + types.count("draft.returned") == 1
    assert Remark.objects.count() == (2 if result == "returned" else 0)
    assert not verify_ledger().faults


def test_one_who_finishes_twice_at_once_finishes_once() -> None:
    draft, people = graded(("柏评审", "水评审"))
    assert sorted(at_once(*[finishing(draft, people[0])] * 3)) == ["done", "done_already", "done_already"]
    assert [event.type for event in ledger.history(draft.stream)].count("review.finished") == 1


def test_two_colleagues_submit_at_once_and_one_submission_is_made() -> None:
    draft = new_draft()
    people = [who("赵审查"), who("孙局长"), who("钱复核")]
    acts = [lambda one=person: submit_draft(actor=one, draft_id=draft.pk, now=clock.now()) for person in people]
    assert sorted(at_once(*acts)) == ["done", "submitted", "submitted"]
    assert ReviewRound.objects.count() == 1 == MatterVersion.objects.filter(state="candidate").count()


def test_a_recall_and_the_last_finish_at_once_leave_one_conclusion() -> None:
    draft, people = graded(("柏评审", "水评审"))
    finishing(draft, people[0])()
    author = who("孙局长")
    at_once(
        finishing(draft, people[1]),
        lambda: recall_draft(actor=author, draft_id=draft.pk, reason="重来", now=clock.now()),
    )
    draft.refresh_from_db()
    round_ = ReviewRound.objects.get()
    # Whoever came first: a passed review can still be recalled, a recalled one no longer finished.
    assert draft.state == "draft" and draft.candidate is None and round_.closed_at is not None
    assert round_.result in ("passed", "recalled")
