"""The one signature of a joint case: the tablet's page without a sign-in, and what the issuing counter sees of it (S2-25, S2-44)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases.operations.kept_files import picture_of
from yichuang.cases.operations.sign import WHY_NOT
from yichuang.cases.queries import issuing
from yichuang.cases.queries.issuing import result_words
from yichuang.cases.rules.receivers import RELATIONS
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.paper.qr import qr_svg
from yichuang.foundations.problems import Refused
from yichuang.foundations.rules.identifiers import format_case_number
from yichuang.foundations.sealed import mask_id_number
from yichuang.life_events import policies
from yichuang.life_events.models import JointCase
from yichuang.life_events.operations.joint_hand_out import at_counter
from yichuang.life_events.operations.joint_sign import joint_hand_out_signed, joint_sign
from yichuang.life_events.queries.joint import children_of, joint_for
from yichuang.life_events.queries.joint_signing import OPEN, JointSigning, signing_behind, signing_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def joint_signature_page(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Let the receiver sign once for all results listed; a page that ended says so and what to do."""
    refused: Refused | None = None
    if request.method == "POST":
        try:
            picture = picture_of(request.POST.get("signature", ""))
            joint_sign(number=number, token=token, picture=picture, now=clock.now())
        except Refused as error:
            if error.status == 404:
                raise
            refused = error
        else:
            return HttpResponseRedirect(request.path)
    found = signing_behind(number, token, clock.now())
    row = found.first
    context = {
        "joint": found.joint,
        "row": row,
        "results": [(one.case.matter_name, result_words(issuing.decision_of(one.case))) for one in found.rows],
        "state": found.state,
        "why_not": WHY_NOT.get(found.state, ("", "", ""))[1:],
        "number_shown": format_case_number(found.joint.number),
        "relation": RELATIONS[row.relation],
        "number_masked": mask_id_number(str(row.receiver_number)),
        "refused": refused,
    }
    return render(request, "life_events/joint_signature.html", context, status=refused.status if refused else 200)


@never_cache
@require_http_methods(["GET", "HEAD"])
def joint_signature_state(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Answer nothing while the page is open; once it has ended have it shown anew, so that it explains itself."""
    ended = signing_behind(number, token, clock.now()).state != OPEN
    return _anew() if ended else HttpResponse(status=204)


def _anew() -> HttpResponse:
    answer = HttpResponse(status=200)
    answer["HX-Refresh"] = "true"
    return answer


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def joint_signing_part(request: HttpRequest, number: str) -> HttpResponse:
    """Return the waiting line while nobody has signed; once that changes, have the page shown again."""
    joint = _joint(request, number)
    found = signing_of(joint, at_counter(request.actor, children_of(joint)), clock.now())  # type: ignore[attr-defined]
    if found is None or found.state != OPEN:
        return _anew()
    return render(request, "life_events/joint_signing_wait.html", waiting(joint))


@signed_in
@require_POST
@never_cache
def joint_hand_out_signed_page(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out to whoever signed on the tablet; a refusal leads back to the page with what to do."""
    joint = _joint(request, number)
    try:
        joint_hand_out_signed(actor=request.actor, number=joint.number, now=clock.now())  # type: ignore[attr-defined]
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        messages.error(request, "".join(f"{reason.message}{reason.todo}" for reason in refused.reasons))
        return HttpResponseRedirect(f"/joint/{joint.number}/hand-out/")
    messages.success(request, "已一次发放，正在生成各事项的送达回证。")
    return HttpResponseRedirect(f"/joint/{joint.number}/")


def _joint(request: HttpRequest, number: str) -> JointCase:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, "joint.hand_out", None, "发放")
    joint = joint_for(actor, number)
    policies.demand_joint(actor, "joint.hand_out", joint, "一次出件")
    return joint


def waiting(joint: JointCase) -> dict[str, str]:
    """Return where the waiting line asks, and the page it belongs to."""
    address = f"/joint/{joint.number}/hand-out/"
    return {"wait_url": f"{address}signing/", "back_to": address}


def shown_signing(request: HttpRequest, joint: JointCase, found: JointSigning | None) -> dict[str, Any]:
    """Return what the hand-out page shows of the signature: nothing asked, a page open, ended unsigned, or signed."""
    if found is None:
        return {"signing": None}
    row = found.first
    return {
        "signing": found,
        "row": row,
        "relation_name": RELATIONS[row.relation],
        "number_masked": mask_id_number(str(row.receiver_number)),
        "sign_qr": mark_safe(qr_svg(request.build_absolute_uri(found.address))),
        "sign_path": found.address,
        **waiting(joint),
    }
