"""A large scan in portions over the API: tus 1.0 with a bearer token, then attached to its material (docs/integrators.md)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.cases.operations.scan_material import PURPOSE
from yichuang.cases.operations.take_upload import OWNER, case_for_upload, take_upload
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.cases.schemas import CaseOut, case_out
from yichuang.cases.schemas import contents as s
from yichuang.files import tus
from yichuang.files.tus_routes import offer
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor

router = Router(tags=["办件"], auth=staff_auth)
UPLOADS = "/cases/{number}/uploads"


def _owner(request: HttpRequest, number: str) -> tuple[Actor, str]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor, case_for_upload(actor, clean_number(number)).number


def _begin(request: HttpRequest, number: str) -> HttpResponse:
    actor, owner = _owner(request, number)
    return tus.begin(request, actor, purpose=PURPOSE, owner_kind=OWNER, owner_key=owner, now=clock.now())


def _go_on(request: HttpRequest, number: str, upload: UUID) -> HttpResponse:
    actor, owner = _owner(request, number)
    return tus.go_on(request, actor, upload, owner_kind=OWNER, owner_key=owner, now=clock.now())


offer(router, UPLOADS, "", _begin, _go_on)


@router.post(
    f"{UPLOADS}/{{uuid:upload}}/scan",
    operation_id="attach_upload",
    summary="把传完的文件登记为材料扫描件",
    response={200: CaseOut, **tus.PROBLEMS},
)
def post_scan_of_upload(request: HttpRequest, number: str, upload: UUID, body: s.UploadedScanBody) -> CaseOut:
    """Attach a whole upload to a material: judged, re-encoded and scanned as any other; asked again, the same answer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    clean = clean_number(number)
    take_upload(actor=actor, number=clean, material=body.material, upload_id=upload, now=clock.now())
    return case_out(case_for(actor, clean))
