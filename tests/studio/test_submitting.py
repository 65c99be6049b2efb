"""Submitting and recalling (rulebook 6.4, S2-21): state, event, refusal; one submission whatever happens."""

from typing import Any

import pytest

from tests.cases.people import who
from tests.studio.reviewing import arranged, document, new_draft, rewrite, settle_all
from yichuang.catalog.models import MatterVersion
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.studio.models import Draft, Remark, ReviewRound
from yichuang.studio.operations.recall_draft import recall_draft
from yichuang.studio.operations.settle_remark import settle_remark
from yichuang.studio.operations.submit_draft import submit_draft
from yichuang.studio.queries.judging import judge

pytestmark = pytest.mark.usefixtures("demo_district")


def submit(draft: Draft, name: str = "赵审查", **more: Any) -> ReviewRound:
    return submit_draft(actor=who(name), draft_id=draft.pk, now=clock.now(), **more)


def recall(draft: Draft, reason: str = "政策有变", name: str = "孙局长") -> Draft:
    return recall_draft(actor=who(name), draft_id=draft.pk, reason=reason, now=clock.now())


def test_what_is_submitted_is_frozen_and_named_by_its_hash() -> None:
    draft = new_draft()
    round_ = submit(draft, revision=1)
    draft.refresh_from_db()
    assert draft.state == "reviewing" and draft.candidate is not None and draft.submitted_at is not None
    assert (draft.candidate.state, draft.candidate.content_hash) == ("candidate", round_.content_hash)
    assert (round_.number, round_.closed_at, round_.previous) == (1, None, None)
    event = ledger.history(draft.stream)[-1]
    assert (event.type, event.payload["content_hash"], event.payload["revision"]) == (
        "draft.submitted", round_.content_hash, 1,
    )  # fmt: skip


def test_a_second_click_submits_nothing_more() -> None:
    draft = new_draft()
    submit(draft)
    with pytest.raises(Refused, match="业务评审中") as refused:
        submit(draft, "孙局长")
    assert refused.value.status == 409
    assert ReviewRound.objects.count() == 1 == MatterVersion.objects.filter(state="candidate").count()


def test_what_a_colleague_saved_meanwhile_is_not_submitted_unseen() -> None:
    draft = rewrite(new_draft(), "孙局长", note="新说明")
    with pytest.raises(Refused, match="第 2 稿，您看到的是第 1 稿"):
        submit(draft, revision=1)
    assert submit(draft, revision=2).number == 1


def test_every_error_and_every_open_remark_is_told_with_its_place() -> None:
    draft = new_draft(applicant_kinds=[], materials=[{"id": "m1"}])
    with pytest.raises(Refused) as refused:
        submit(draft)
    told, errors = [reason.message for reason in refused.value.reasons], judge(draft.document).errors
    assert len(told) == len(errors) > 1
    assert all(error.message in text for error, text in zip(errors, told, strict=True))
    assert all(reason.rule and reason.kept and reason.todo for reason in refused.value.reasons)
    draft.refresh_from_db()
    assert (draft.state, draft.candidate) == ("draft", None)


def test_a_remark_must_be_settled_first() -> None:
    draft = arranged()
    recall(draft)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="孙局长的意见还没有处理：撤回：政策有变"):
        submit(draft)
    settle_all(draft)
    assert submit(draft).number == 2
    assert "draft.remark_settled" in [event.type for event in ledger.history(draft.stream)]


@pytest.mark.parametrize("fields", [{"key": "freight_general"}, {"department": "xs-market"}])
def test_a_document_cannot_pass_for_another_matter(fields: dict[str, str]) -> None:
    """S2-9: who may write one matter must not publish under another's name by what the document says."""
    draft = rewrite(new_draft(), **fields)
    with pytest.raises(Refused, match="与这份草稿不一致"):
        submit(draft)
    assert not MatterVersion.objects.filter(state="candidate").exists()


@pytest.mark.parametrize(("name", "error"), [("李登记", NotFound), ("谢区管", NotAllowed), ("柏评审", NotAllowed)])
def test_only_the_authoring_office_submits_recalls_and_settles(name: str, error: type[Refused]) -> None:
    draft = new_draft()
    with pytest.raises(error):
        submit(draft, name)
    submit(draft)
    with pytest.raises(error):
        recall(draft, name=name)
    recall(draft)
    with pytest.raises(error):
        settle_remark(
            actor=who(name), draft_id=draft.pk, remark_id=Remark.objects.get().pk, note="改好了", now=clock.now()
        )


def test_a_recalled_draft_is_a_draft_again_and_its_authors_see_why() -> None:
    draft = arranged()
    candidate = draft.candidate
    assert candidate is not None
    with pytest.raises(Refused, match="原因"):
        recall(draft, " ")
    recall(draft)
    draft.refresh_from_db()
    candidate.refresh_from_db()
    assert (draft.state, draft.candidate, candidate.state) == ("draft", None, "rejected")
    assert (ReviewRound.objects.get().result, Remark.objects.get().text) == ("recalled", "撤回：政策有变")
    event = ledger.history(draft.stream)[-1]
    assert (event.type, event.payload["by"], event.payload["reasons"]) == (
        "draft.returned", "recall", ["撤回：政策有变"],
    )  # fmt: skip
    with pytest.raises(Refused, match="没有可以撤回的"):
        recall(draft)


@pytest.mark.parametrize("state", ["simulating", "approved", "scheduled"])
def test_what_went_further_can_be_recalled_too(state: str) -> None:
    draft = arranged()
    ReviewRound.objects.update(closed_at=clock.now(), result="passed")
    Draft.objects.filter(pk=draft.pk).update(state=state)
    recall(draft)
    draft.refresh_from_db()
    assert draft.state == "draft" and ReviewRound.objects.get().result == "passed"


def test_the_clean_matter_of_these_tests_is_clean() -> None:
    submit(new_draft("另一个名字", **{name: value for name, value in document().items() if name in ("fee", "results")}))
