"""What came in and what was found in it: points and counts saved all at once, scans one by one without leaving the page."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.models import Case
from yichuang.cases.operations.accept import accept
from yichuang.cases.operations.record_materials import WAYS, MaterialInput, PointInput, record_materials
from yichuang.cases.operations.review import record_review
from yichuang.cases.operations.scan_material import add_scan, remove_scan
from yichuang.cases.operations.take_upload import known_upload, take_upload
from yichuang.cases.queries import facts
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.cases.queries.scans import pages_of, scan_of
from yichuang.cases.rules.states import State
from yichuang.cases.serving.card_at_hand import card_at_hand, put_card
from yichuang.cases.views.case_page import show_case
from yichuang.cases.views.panels import material_item
from yichuang.catalog.queries import spec_of
from yichuang.files.operations.prepare import prepare
from yichuang.files.operations.record_access import record_access
from yichuang.files.serving import file_response, thumbnail_response
from yichuang.foundations import clock, ledger
from yichuang.foundations.http import part_status
from yichuang.foundations.problems import NotFound, Reason, Refused


@signed_in
@require_POST
def save_materials(request: HttpRequest, number: str) -> HttpResponse:
    """Save what came in and what was found, all rows at once; under review, the content points only."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    spec = spec_of(case.version_id)
    rows = facts.materials_of(case)
    try:
        if case.state == State.REVIEWING:
            points = {row.material_id: _found(request, row, spec, "content") for row in rows}
            wanted = {key: value for key, value in points.items() if value}
            record_review(actor=actor, number=case.number, points=wanted, now=clock.now())
        else:
            items = [_item(request, row, spec) for row in rows]
            record_materials(actor=actor, number=case.number, items=items, now=clock.now(), revision=_revision(request))
            then = request.POST.get("then", "")
            if then == "accept":
                return _accept(request, case)
            if then == "print":
                return HttpResponseRedirect(f"/cases/{case.number}/receipt/?print=1")
    except Refused as refused:
        return show_case(request, case, refused=_not_saved(refused), typed=request.POST)
    messages.success(request, "材料和要点已保存。")
    return HttpResponseRedirect(f"/cases/{case.number}/")


def _not_saved(refused: Refused) -> Refused:
    """Say of a page that a colleague has overtaken what it shows now: the latest entries, with the clerk's own on top."""
    todo = "本页已换成最新登记的内容，您刚才填的也放在上面；请核对后再保存。"
    told = [replace(one, todo=todo) if one.code == "changed_meanwhile" else one for one in refused.reasons]
    return Refused(*told, status=refused.status, title=refused.title)


def _accept(request: HttpRequest, case: Case) -> HttpResponse:
    """Accept what was just saved; when it cannot be accepted yet, what was saved stays and the reasons are shown."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        accept(actor=actor, number=case.number, now=clock.now())
    except Refused as refused:
        reasons = [replace(reason, kept="材料和要点已保存，没有受理。") for reason in refused.reasons]
        refused = Refused(*reasons, status=refused.status, title=refused.title)
        return show_case(request, case_for(actor, case.number), refused=refused)
    messages.success(request, "材料和要点已保存，已受理；受理通知书正在生成。")
    return HttpResponseRedirect(f"/cases/{case.number}/")


def _revision(request: HttpRequest) -> int | None:
    text = request.POST.get("revision", "")
    return int(text) if text.isdigit() else None


def _found(request: HttpRequest, row: Any, spec: Any, kind: str = "") -> dict[str, str]:
    stated = [point for point in spec.material(row.material_id).review_points if kind in ("", point.kind)]
    return {point.id: "passed" for point in stated if request.POST.get(f"{row.material_id}.{point.id}")}


def _item(request: HttpRequest, row: Any, spec: Any) -> MaterialInput:
    ticked = _found(request, row, spec)
    points = {
        point.id: _point(row.points.get(point.id, {}), ticked.get(point.id, ""))
        for point in spec.material(row.material_id).review_points
    }
    counts = [request.POST.get(f"{row.material_id}.{name}", "") for name in ("originals", "copies")]
    originals, copies = (int(text) if text.isdigit() else 0 for text in counts)
    way = request.POST.get(f"{row.material_id}.way", row.received_as)
    return MaterialInput(row.material_id, received_as=way, originals=originals, copies=copies, points=points)


def _point(before: dict[str, Any], found: str) -> PointInput:
    """Return a finding; one that confirms what the reader suggested says so, with the reader's confidence."""
    if before.get("suggested") == found == "passed" or (before.get("how") == "ocr" and before.get("found") == found):
        return PointInput(
            found, how=before.get("how", "ocr"), confidence=before.get("confidence", 0), note=before.get("note", "")
        )
    return PointInput(found)


@signed_in
@require_POST
def upload_scans(request: HttpRequest, number: str, material: str) -> HttpResponse:
    """Take in pages of a material; what cannot be taken is explained, what was taken stays."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    reasons: list[Reason] = []
    files: list[Any] = [file for name in ("file", "photo") for file in request.FILES.getlist(name)]
    uploads = request.POST.getlist("upload")
    cards = request.POST.getlist("card")
    if not files and not uploads and not cards:
        reasons.append(
            Reason("no_file", "没有选择文件。", field="file", kept="已有的都在。", todo="请选择文件或拍照。")
        )
    for file in [*files, *uploads]:
        try:
            _take(request, case, material, file)
        except Refused as refused:
            if refused.status in (403, 404):
                raise
            reasons += refused.reasons
    for card in cards:
        try:
            put_card(actor=actor, case=case, material=material, file_id=card)
        except Refused as refused:
            if refused.status in (403, 404):
                raise
            reasons += refused.reasons
    return answer_material(
        request, case, material, Refused(*reasons, status=422, title="有文件没有上传") if reasons else None
    )


def _take(request: HttpRequest, case: Case, material: str, file: Any) -> None:
    """Take in one page: a file that came with the form, or the id of one that came in portions before it."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    if isinstance(file, str):
        take_upload(actor=actor, number=case.number, material=material, upload_id=known_upload(file), now=now)
        return
    content = prepare(file, name=file.name or "", declared_type=file.content_type or "")
    add_scan(actor=actor, number=case.number, material=material, content=content, now=now)


@signed_in
@require_POST
def take_off_scan(request: HttpRequest, number: str, scan: int) -> HttpResponse:
    """Take a page off its material, or put it back."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    back = bool(request.POST.get("back"))
    refused: Refused | None = None
    material = scan_of(case, scan).material.material_id
    try:
        remove_scan(actor=actor, number=case.number, scan_id=scan, back=back, now=clock.now())
    except Refused as error:
        if error.status in (403, 404):
            raise
        refused = error
    return answer_material(request, case, material, refused, taken_off=0 if back else scan)


def answer_material(
    request: HttpRequest, case: Case, material: str, refused: Refused | None, taken_off: int = 0
) -> HttpResponse:
    """Return the material's part for htmx, else the page it stands on."""
    if not request.headers.get("HX-Request"):
        if refused:
            return show_case(request, case_for(request.actor, case.number), refused=refused)  # type: ignore[attr-defined]
        return HttpResponseRedirect(f"/cases/{case.number}/#m-{material}")
    context = {**_part(request, case, material), "refused": refused, "taken_off": taken_off}
    return render(request, "cases/parts/scans.html", context, status=part_status(refused))


def _part(request: HttpRequest, case: Case, material: str) -> dict[str, Any]:
    row = next((row for row in facts.materials_of(case) if row.material_id == material), None)
    if row is None:
        raise NotFound("这份材料", "请刷新办件页：情形可能已更改。")
    card = card_at_hand(request.session, case.number)
    seen = request.POST.get("revision") or request.GET.get("revision", "")
    item = material_item(case, row, spec_of(case.version_id), pages_of(case).get(row.pk, []), card)
    may = case.state == State.RECEIVED and policies.may(request.actor, "case.receive", case)  # type: ignore[attr-defined]
    return {
        "case": case,
        "item": item,
        "may_record": may,
        "ways": WAYS.items(),
        "oob": True,
        "revision": _revision_after(request, case, seen),
    }


def _revision_after(request: HttpRequest, case: Case, seen: str) -> int | None:
    """Return the revision that the page may go on with: the present one, unless a colleague has changed the case since."""
    if not seen.isdigit():
        return None
    me = request.actor.key  # type: ignore[attr-defined]
    since = [event for event in ledger.history(case.stream) if event.seq > int(seen)]
    others = [event for event in since if event.actor_kind == "staff" and f"staff:{event.actor_id}" != me]
    return None if others else max([int(seen), *(event.seq for event in since)])


@signed_in
@require_http_methods(["GET", "HEAD"])
def scans_part(request: HttpRequest, number: str, material: str) -> HttpResponse:
    """Answer the page that waits for the reader: the scans, and the points with what was suggested."""
    case = case_for(request.actor, clean_number(number))  # type: ignore[attr-defined]
    return render(request, "cases/parts/scans.html", _part(request, case, material))


@signed_in
@require_http_methods(["GET", "HEAD"])
def scan_file(request: HttpRequest, number: str, scan: int) -> HttpResponseBase:
    """Show one page to those who may see the case; the look is on record (个人信息保护法 51, 54)."""
    actor = request.actor  # type: ignore[attr-defined]
    found = scan_of(case_for(actor, clean_number(number)), scan)
    record_access(actor, file=found.file, act="view", why=f"办件 {number} 材料核对", now=clock.now())
    return file_response(request, found.file)


@signed_in
@require_http_methods(["GET", "HEAD"])
def scan_thumbnail(request: HttpRequest, number: str, scan: int) -> HttpResponse:
    """Show the small picture of one page."""
    found = scan_of(case_for(request.actor, clean_number(number)), scan)  # type: ignore[attr-defined]
    return thumbnail_response(found.file)
