"""Templates of messages over /api/message-templates: read, try, word otherwise, go back to the original (S2-32)."""

from dataclasses import asdict

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.api.messages import viewer
from yichuang.accounts.auth import staff_auth
from yichuang.accounts.queries.message_regions import message_region
from yichuang.accounts.schemas.messages import (
    WordingBody,
    WordingFaultOut,
    WordingFieldOut,
    WordingList,
    WordingOut,
    WordingPreviewOut,
    WordingRestoreBody,
    WordingTryBody,
)
from yichuang.foundations import clock
from yichuang.foundations.http import PROBLEMS, write
from yichuang.notifications.operations.change_wording import change_wording, restore_wording
from yichuang.notifications.queries import wordings as reads
from yichuang.notifications.rules import wordings as rules
from yichuang.notifications.rules.templates import FIELDS, sample

router = Router(tags=["消息"])
ANSWERS = {200: WordingOut, **PROBLEMS}


def _out(division: str, key: str, found: reads.InForce | None = None) -> WordingOut:
    template, found = reads.template_for(key), found or reads.in_force(division, key)
    own = found.version if found.version and found.version.wording.division == division else None
    return WordingOut(
        key=key,
        name=template.name,
        kind=template.kind,
        division=division,
        text=found.text,
        original=template.text,
        own=found.own,
        gateway_code=found.gateway_code,
        version=own.number if own else 0,
        fields=[
            WordingFieldOut(name=name, meaning=FIELDS[name], needed=name in template.needed)
            for name in sorted(template.fields)
        ],
    )


@router.get(
    "/message-templates",
    auth=staff_auth,
    response={200: WordingList, **PROBLEMS},
    operation_id="list_wordings",
    summary="消息模板",
)
def list_wordings(request: HttpRequest, division: str = "") -> WordingList:
    """Return every template as it is worded in a division, the actor's own unless asked."""
    here = message_region(viewer(request), division)
    found = reads.all_in_force(here)
    return WordingList(division=here, templates=[_out(here, key, one) for key, one in found.items()])


@router.get(
    "/message-templates/{key}",
    auth=staff_auth,
    response=ANSWERS,
    operation_id="get_wording",
    summary="取一个消息模板",
)
def get_wording(request: HttpRequest, key: str, division: str = "") -> WordingOut:
    """Return one template as it is worded in a division."""
    return _out(message_region(viewer(request), division), key)


@router.post(
    "/message-templates/{key}/preview",
    auth=staff_auth,
    response={200: WordingPreviewOut, **PROBLEMS},
    operation_id="preview_wording",
    summary="试排一个消息模板",
)
def preview_wording(request: HttpRequest, key: str, body: WordingTryBody) -> WordingPreviewOut:
    """Try a wording with sample data; nothing is kept."""
    viewer(request)
    reads.template_for(key)
    base = settings.PUBLIC_URL
    tried = rules.preview(key, body.text, sample(key, base), f"{base}/stop/XXXXXXXXXX")
    return WordingPreviewOut(
        text=tried.text,
        length=tried.length,
        parts=tried.parts,
        register_text=rules.to_register(key, body.text, base),
        faults=[WordingFaultOut(**asdict(one)) for one in rules.faults(key, body.text, body.gateway_code)],
    )


@router.post(
    "/message-templates/{key}/change",
    auth=staff_auth,
    response=ANSWERS,
    operation_id="change_wording",
    summary="改写一个消息模板",
)
def post_change(request: HttpRequest, key: str, body: WordingBody, division: str = "") -> Status[WordingOut]:
    """Word a template otherwise from now on."""
    actor = viewer(request)
    here = message_region(actor, division)

    def act() -> WordingOut:
        words = {"text": body.text, "gateway_code": body.gateway_code}
        change_wording(actor=actor, division=here, template=key, version=body.version, now=clock.now(), **words)
        return _out(here, key)

    return write(request, act)


@router.post(
    "/message-templates/{key}/restore",
    auth=staff_auth,
    response=ANSWERS,
    operation_id="restore_wording",
    summary="恢复消息模板的原文",
)
def post_restore(request: HttpRequest, key: str, body: WordingRestoreBody, division: str = "") -> Status[WordingOut]:
    """Go back to the original text."""
    actor = viewer(request)
    here = message_region(actor, division)

    def act() -> WordingOut:
        restore_wording(actor=actor, division=here, template=key, version=body.version, now=clock.now())
        return _out(here, key)

    return write(request, act)
