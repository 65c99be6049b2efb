"""The way of an online application through the operations: each with its state, its event and its refusal (S2-46)."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.cases.people import who
from tests.cases.test_scans import picture
from tests.online.applying import ADDRESS, all_passed, begun, code_kept, filled, preapproved, submitted, uploaded
from yichuang.accounts.permissions import SYSTEM
from yichuang.cases import numbers
from yichuang.cases.models import Case, CaseMaterial, Document, IntakeDraft, Prefill
from yichuang.cases.operations.prefill import discard_prefill, open_prefill, use_prefill
from yichuang.cases.operations.render_document import render_document
from yichuang.cases.rules.states import State
from yichuang.catalog.operations.suspend import suspend
from yichuang.files.operations.prepare import prepare
from yichuang.files.queries import read_bytes
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.notifications.models import Message
from yichuang.online.models import OnlineApplication, OnlineFile
from yichuang.online.operations.begin import MOST_FOR_A_MATERIAL, add_file, begin, fill, remove_file
from yichuang.online.operations.examine import give_back, preapprove
from yichuang.online.operations.receive_online import move_to_desk, receive_online
from yichuang.online.operations.submit import lapse, submit, take_back
from yichuang.online.operations.tell import tell
from yichuang.online.queries import endings, needed_of, today_of, visible
from yichuang.online.rules.standing import AT_DESK, LAPSED, LIVES, TAKEN_BACK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def types_of(row: OnlineApplication) -> list[str]:
    """Return the types of the application's events."""
    return [event.type for event in ledger.history(row.stream)]


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    """Return the codes of a refusal's reasons."""
    return {reason.code for reason in refused.value.reasons}


def last_drawn() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM cases_number_serial")
        return int(cursor.fetchone()[0])


def test_it_follows_what_was_filled_in_once() -> None:
    code = code_kept()
    row = begin(code=code, address=ADDRESS, now=clock.now())
    assert (row.state, row.number, row.depth, row.applicant_name) == (State.DRAFT, "", "half", "王小明")
    assert begin(code=code, address=ADDRESS, now=clock.now()).pk == row.pk, "the same code opens the same"
    assert types_of(row) == ["online.begun"] and not Case.objects.exists(), "nothing is received"
    with pytest.raises(NotFound):
        begin(code="2222222222", address=ADDRESS, now=clock.now())


def test_what_a_counter_received_cannot_be_applied_for_again() -> None:
    code = code_kept()
    use_prefill(code=code, number="330109420261129800001")
    with pytest.raises(Refused) as refused:
        begin(code=code, address=ADDRESS, now=clock.now())
    assert codes(refused) == {"prefill_used"}


def test_files_are_put_taken_off_and_refused() -> None:
    row = begun()
    material = needed_of(row, today_of(row))[0].material.id
    one = prepare(picture(1), name="一.jpg", declared_type="image/jpeg")
    kept = add_file(pk=row.pk, material=material, content=one, now=clock.now())
    for given, code in ((one, "file_twice"),):
        with pytest.raises(Refused) as refused:
            add_file(pk=row.pk, material=material, content=given, now=clock.now())
        assert codes(refused) == {code}
    with pytest.raises(Refused) as refused:
        add_file(pk=row.pk, material="nonsense", content=one, now=clock.now())
    assert codes(refused) == {"material_unknown"}
    for place in range(2, MOST_FOR_A_MATERIAL + 1):
        content = prepare(picture(place), name=f"{place}.jpg", declared_type="image/jpeg")
        add_file(pk=row.pk, material=material, content=content, now=clock.now())
    with pytest.raises(Refused) as refused:
        add_file(
            pk=row.pk, material=material, content=prepare(picture(99), name="x.jpg", declared_type=""), now=clock.now()
        )
    assert codes(refused) == {"too_many"}
    remove_file(pk=row.pk, file=kept.pk, now=clock.now())
    assert OnlineFile.objects.get(pk=kept.pk).removed_at is not None and types_of(row)[-1] == "online.file_removed"
    with pytest.raises(NotFound):
        remove_file(pk=row.pk, file=kept.pk, now=clock.now())


def test_submitting_tells_everything_that_is_missing_and_draws_the_number_once() -> None:
    row = begun()
    with pytest.raises(Refused) as refused:
        submit(pk=row.pk, agreed=False, now=clock.now())
    assert codes(refused) == {"agreed"}
    needed = [one for one in needed_of(row, today_of(row)) if not one.optional]
    with pytest.raises(Refused) as refused:
        submit(pk=row.pk, agreed=True, now=clock.now())
    assert codes(refused) == {"file_missing"} and len(refused.value.reasons) == len(needed) > 1
    assert "上传" in refused.value.reasons[0].todo
    done = submit(pk=uploaded(row).pk, agreed=True, now=clock.now())
    assert done.state == State.SUBMITTED and len(done.number) == 21 and len(str(done.query_password)) == 6
    assert done.number[14] == numbers.ONLINE and done.due is not None and not Prefill.objects.exists()
    again = submit(pk=row.pk, agreed=True, now=clock.now())
    assert (again.number, again.submissions) == (done.number, 1), "a double click"
    assert types_of(row).count("online.submitted") == 1
    with pytest.raises(Refused) as refused:
        fill(pk=row.pk, given=filled(), now=clock.now())
    assert codes(refused) == {"wrong_state"}


def test_a_counter_that_was_quicker_is_not_overtaken() -> None:
    code = code_kept()
    row = uploaded(begin(code=code, address=ADDRESS, now=clock.now()))
    open_prefill(actor=who("林小窗"), code=code, now=clock.now())
    use_prefill(code=code, number="330109420261129800001")
    with pytest.raises(Refused) as refused:
        submit(pk=row.pk, agreed=True, now=clock.now())
    assert codes(refused) == {"prefill_used"} and OnlineApplication.objects.get(pk=row.pk).state == State.DRAFT


def test_the_department_finds_every_point_before_it_finds_it_in_order() -> None:
    row, officer = submitted(), who("赵审查")
    with pytest.raises(Refused) as refused:
        preapprove(actor=officer, number=row.number, findings={}, now=clock.now())
    assert codes(refused) == {"point_open"}
    found = all_passed(row)
    material, points = next((key, points) for key, points in found.items() if points)
    failed = {**found, material: dict.fromkeys(points, "failed")}
    with pytest.raises(Refused) as refused:
        preapprove(actor=officer, number=row.number, findings=failed, now=clock.now())
    assert codes(refused) == {"point_failed"}
    with pytest.raises(Refused) as refused:
        preapprove(actor=officer, number=row.number, findings=found, revision=row.chain_seq - 1, now=clock.now())
    assert codes(refused) == {"changed"}
    done = preapprove(actor=officer, number=row.number, findings=found, revision=row.chain_seq, now=clock.now())
    assert done.state == State.PREAPPROVED and done.due is None and done.examined_by_name == "赵审查"
    assert types_of(row)[-2:] == ["online.preapproved", "document.issued"]
    with pytest.raises(Refused) as refused:
        give_back(actor=officer, number=row.number, reasons="再改", findings={}, now=clock.now())
    assert codes(refused) == {"wrong_state"}


def test_it_is_returned_with_reasons_mended_and_submitted_again_under_its_number() -> None:
    row, officer = submitted(), who("赵审查")
    with pytest.raises(Refused) as refused:
        give_back(actor=officer, number=row.number, reasons=" ", findings={}, now=clock.now())
    assert codes(refused) == {"reasons_missing"}
    back = give_back(actor=officer, number=row.number, reasons="车辆数与行驶证不符。", findings={}, now=clock.now())
    assert (back.state, back.opinion, back.due) == (State.RETURNED, "车辆数与行驶证不符。", None)
    mended = fill(
        pk=row.pk, given=filled(own_form={"trucks": 4}, typed={**filled().typed, "o.trucks": ["4"]}), now=clock.now()
    )
    assert mended.data["o.trucks"] == ["4"]
    with pytest.raises(Refused) as refused:
        fill(pk=row.pk, given=filled(form={}), now=clock.now())
    assert "required" in codes(refused)
    again = submit(pk=row.pk, agreed=True, now=clock.now())
    assert (again.number, again.submissions, again.state) == (row.number, 2, State.SUBMITTED)


def test_another_department_another_district_and_a_clerk_do_not_examine() -> None:
    row = submitted()
    for name in ("李登记", "林小窗"):
        with pytest.raises(NotFound):
            preapprove(actor=who(name), number=row.number, findings={}, now=clock.now())
    with pytest.raises(NotAllowed):
        preapprove(actor=who("邹主任"), number=row.number, findings={}, now=clock.now())
    assert not visible(who("吴益农")).exists() and visible(who("赵审查")).count() == 1


def test_any_counter_of_the_district_receives_it_under_its_number_with_files_and_findings() -> None:
    row = preapproved()
    password = str(row.query_password)
    drawn = last_drawn()
    case = receive_online(actor=who("吴益农"), number=row.number, now=clock.now())
    assert last_drawn() == drawn, "it has its number: none is drawn to be thrown away"
    assert (case.number, case.source, str(case.query_password)) == (row.number, numbers.ONLINE, password)
    assert case.state == State.RECEIVED and case.first_handler_name == "吴益农" and case.own_form["trucks"] == 3
    assert case.origins["name"] == {**case.origins["name"], "how": "prefilled", "said": "网上申请"}
    rows = list(CaseMaterial.objects.filter(case=case, needed=True))
    brought = [one for one in rows if one.received_as == "scan"]
    assert brought and all(one.scans.count() == 1 for one in brought)
    points = [found for one in brought for found in one.points.values()]
    assert points and all(found["suggested"] == "passed" and not found["found"] for found in points), (
        "a person still confirms"
    )
    assert all("赵审查" in found["note"] for found in points)
    left = OnlineApplication.objects.get(pk=row.pk)
    assert (left.state, left.data) == (State.RECEIVED, {}) and types_of(row)[-1] == "online.received"
    assert endings([str(row.pk)])[str(row.pk)].at is not None
    with pytest.raises(NotFound):
        receive_online(actor=who("林小窗"), number=row.number, now=clock.now())


def test_nobody_receives_what_the_department_has_not_found_in_order() -> None:
    row = submitted()
    with pytest.raises(NotFound):
        receive_online(actor=who("林小窗"), number=row.number, now=clock.now())
    with pytest.raises(NotAllowed):
        receive_online(actor=who("赵审查"), number=row.number, now=clock.now())
    assert not Case.objects.exists()


def test_a_counter_may_go_on_with_it_as_an_ordinary_intake() -> None:
    row = preapproved()
    assert move_to_desk(actor=who("林小窗"), number=row.number, now=clock.now()) == "freight_general"
    draft = IntakeDraft.objects.get()
    assert draft.data["name"] == ["王小明"] and draft.data["o.trucks"] == ["3"]
    left = OnlineApplication.objects.get(pk=row.pk)
    assert (left.state, left.ended_why, left.data) == (State.WITHDRAWN, AT_DESK, {})


@pytest.mark.parametrize("made", [submitted, preapproved])
def test_the_applicant_takes_it_back_and_what_he_filled_in_is_gone(made) -> None:
    row = take_back(pk=made().pk, now=clock.now())
    assert (row.state, row.ended_why, row.data) == (State.WITHDRAWN, TAKEN_BACK, {})
    assert types_of(row)[-1] == "online.ended"
    with pytest.raises(Refused) as refused:
        take_back(pk=row.pk, now=clock.now())
    assert codes(refused) == {"wrong_state"}


def test_a_draft_is_thrown_away_with_what_was_filled_in() -> None:
    code = code_kept()
    row = begin(code=code, address=ADDRESS, now=clock.now())
    take_back(pk=row.pk, now=clock.now())
    assert not discard_prefill(code=code), "gone already"


def test_what_nobody_goes_on_with_lapses_and_what_waits_for_the_department_does_not() -> None:
    draft, waiting, ready = begun(), submitted(), preapproved()
    assert lapse(now=clock.now() + LIVES - timedelta(minutes=5)) == 0
    assert lapse(now=clock.now() + LIVES + timedelta(minutes=5)) == 2
    states = {row.pk: row for row in OnlineApplication.objects.all()}
    assert states[draft.pk].ended_why == states[ready.pk].ended_why == LAPSED
    assert states[waiting.pk].state == State.SUBMITTED and states[waiting.pk].data


def test_the_print_has_the_forms_in_clear_the_hashes_and_the_pictures_and_its_row_has_none() -> None:
    row = preapproved()
    document = Document.objects.get(kind="online_print")
    assert "王小明" not in str(document.data) and row.sheet_id == document.pk
    made = render_document(document.pk, clock.now())
    assert made.state == "ready" and made.number and made.file is not None
    content = read_bytes(made.file)
    assert content.startswith(b"%PDF") and len(content) > 20_000, "the pictures are in it"


def test_the_applicant_is_told_once_for_each_step() -> None:
    row = submitted()
    event = next(event for event in ledger.history(row.stream) if event.type == "online.submitted")
    for _ in range(2):
        assert tell(stream=row.stream, event=event.type, uid=str(event.uid), now=clock.now())
    message = Message.objects.get(template="online_submitted")
    assert message.data["number"] == row.number and message.division == row.division
    take_back(pk=row.pk, now=clock.now())
    assert not tell(stream=row.stream, event=event.type, uid="another", now=clock.now()), (
        "nothing is known of him any more"
    )


def test_a_matter_suspended_on_the_way_says_so_and_nothing_is_lost() -> None:
    draft, ready = uploaded(begun()), preapproved()
    suspend(actor=SYSTEM, matter_key="freight_general", reason="省级系统割接", now=clock.now())
    for act in (
        lambda: submit(pk=draft.pk, agreed=True, now=clock.now()),
        lambda: receive_online(actor=who("林小窗"), number=ready.number, now=clock.now()),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == {"matter_suspended"} and refused.value.status == 409
    rows = {row.pk: row for row in OnlineApplication.objects.all()}
    assert (rows[draft.pk].state, rows[ready.pk].state) == (State.DRAFT, State.PREAPPROVED)
    assert rows[draft.pk].data and rows[ready.pk].data and not Case.objects.exists()
