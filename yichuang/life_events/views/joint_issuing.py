"""The issuing counter of a joint case: everything that is there, one person checked, one signature (S2-25, S2-44)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.cases.operations.kept_files import picture_of
from yichuang.cases.queries.issuing import decision_of, result_words, way_of
from yichuang.cases.serving.receiver import ReceiverForm
from yichuang.files.operations.prepare import Prepared, prepare
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import once_from_page
from yichuang.foundations.problems import Refused
from yichuang.foundations.rules.identifiers import format_case_number
from yichuang.foundations.sealed import mask_id_number
from yichuang.life_events import policies
from yichuang.life_events.models import JointCase
from yichuang.life_events.operations.joint_hand_out import JointReceipt, at_counter, joint_hand_out, outstanding
from yichuang.life_events.operations.joint_sign import joint_request_signature
from yichuang.life_events.queries.joint import joint_for, whole_of
from yichuang.life_events.queries.joint_signing import signing_of
from yichuang.life_events.rules.joint_states import CHILD_NAMES
from yichuang.life_events.views.joint_signing import shown_signing


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def joint_hand_out_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show what can be handed out now and hand it out; a refusal shows the page again with everything typed but the signature."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    policies.demand(actor, "joint.hand_out", None, "发放")
    joint = joint_for(actor, number)
    policies.demand_joint(actor, "joint.hand_out", joint, "一次出件")
    organisation = joint.applicant_kind != "person"
    if request.method != "POST":
        return _page(request, joint, ReceiverForm(organisation=organisation))
    form = ReceiverForm(request.POST, request.FILES, organisation=organisation)
    if not form.is_valid():
        return _page(request, joint, form, bound=True)

    on_tablet = request.POST.get("act") == "tablet"

    act = joint_request_signature if on_tablet else joint_hand_out
    try:
        once_from_page(request, lambda: act(actor=actor, number=joint.number, receipt=_receipt(request, form), now=now))
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _page(request, joint, form, refused=refused)
    if on_tablet:
        messages.success(request, "领取人已核对，请领取人在平板上签名。")
        return HttpResponseRedirect(f"/joint/{joint.number}/hand-out/")
    messages.success(request, "已一次发放，正在生成各事项的送达回证。")
    return HttpResponseRedirect(f"/joint/{joint.number}/")


def _receipt(request: HttpRequest, form: ReceiverForm) -> JointReceipt:
    signed = request.POST.get("signature", "")
    upload = form.cleaned_data["authorisation_file"]
    signature: Prepared | None = None
    if signed:
        signature = prepare(picture_of(signed), name="签名.png", declared_type="image/png")
    authority = prepare(upload, name=upload.name, declared_type=upload.content_type or "") if upload else None
    return JointReceipt(form.checked(), form.receiver(), signature, authority)


def _page(
    request: HttpRequest,
    joint: JointCase,
    form: ReceiverForm,
    *,
    bound: bool = False,
    refused: Refused | None = None,
) -> HttpResponse:
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    whole = whole_of(joint, day_of(now))
    there = at_counter(actor, whole.children)
    here = {child.member for child in there}
    found = signing_of(joint, there, now)
    context: dict[str, Any] = {
        "joint": joint,
        "number_shown": format_case_number(joint.number),
        "there": [_line(actor, child) for child in there],
        "later": [(one, CHILD_NAMES[one.state]) for one in outstanding(whole.children) if one.member not in here],
        "id_shown": mask_id_number(joint.form.get("id_number") or joint.form.get("uscc") or ""),
        "form": form,
        "bound": form if bound else None,
        "refused": refused,
        **shown_signing(request, joint, found),
    }
    status = refused.status if refused else 422 if bound else 200
    return render(request, "life_events/joint_hand_out.html", context, status=status)


def _line(actor: Any, child: Any) -> dict[str, Any]:
    way = way_of(actor, child.case.number)
    return {
        "child": child,
        "result": result_words(decision_of(way.case)),
        "arrived": way.arrived,
        "courier": way.case.courier,
    }
