"""The demonstration's shared data: three APIs of the information centre, approved for the counter (S2-48)."""

import json
from datetime import datetime, timedelta

from django.conf import settings

from yichuang.accounts.permissions import SYSTEM
from yichuang.exchange.models import ClientSystem
from yichuang.exchange.operations.register_system import Profile, change_system, register_system
from yichuang.foundations.clock import day_of
from yichuang.organizations.models import Department
from yichuang.sharing.models import ApiGrant, SharedApi
from yichuang.sharing.models.apis import CONDITIONAL, LICENCE, PERSON, PROJECT
from yichuang.sharing.models.grants import GRANTED
from yichuang.sharing.operations.grant import Application, approve_grant, ask_for_grant
from yichuang.sharing.operations.register_api import Terms, change_api, register_api, replace_document
from yichuang.sharing.queries.grants import counter_of

PROVIDER, DEPARTMENT, DISTRICT = "shared-data", "xs-info", "330109"
DOCUMENT = "shared_data.json"
# Key, name, use, the one path of the document that the API offers, what the counter asks it for.
APIS = (
    ("e-licence", "电子证照查询", LICENCE, "/e-licence", "收件时取得申请人的电子证照，免予提交"),
    ("household", "户籍信息查询", PERSON, "/household", "收件时提取申请人的户籍登记信息"),
    ("project", "投资项目查询", PROJECT, "/projects/{code}", "收件时同步投资项目的备案信息"),
)
BASIS = "国务院令第716号《关于在线政务服务的若干规定》第七条"


def share(*, base: str, credential: str, now: datetime) -> None:
    """Register the provider and its APIs, or bring their addresses up to date; grant them to the district's counters."""
    profile = Profile(name="区公共数据共享系统", receiver=f"{base}/events", pulls=True, scopes=())
    if ClientSystem.objects.filter(key=PROVIDER).exists():
        change_system(actor=SYSTEM, key=PROVIDER, profile=profile, now=now)
    else:
        department = Department.objects.get(key=DEPARTMENT)
        register_system(actor=SYSTEM, key=PROVIDER, department=department, environment="live", profile=profile, now=now)
    whole = json.loads((settings.BASE_DIR / "demo" / DOCUMENT).read_text(encoding="utf-8"))
    for key, name, use, path, purpose in APIS:
        part = {**whole, "info": {**whole["info"], "title": name}, "paths": {path: whole["paths"][path]}}
        terms = Terms(
            name=name,
            upstream=f"{base}/shared",
            data_class=CONDITIONAL,
            per_minute=600,
            total_seconds=6,
            read_seconds=4,
            service_level="7×24 小时，99.5%",
            use=use,
            credential_header="X-Upstream-Key",
            credential=credential,
        )
        _offer(key, terms, json.dumps(part, ensure_ascii=False).encode(), now)
        _grant(key, purpose, now)


def _offer(key: str, terms: Terms, document: bytes, now: datetime) -> None:
    if SharedApi.objects.filter(key=key).exists():
        change_api(actor=SYSTEM, key=key, terms=terms, now=now)
        replace_document(actor=SYSTEM, key=key, document=document, now=now)
    else:
        register_api(actor=SYSTEM, key=key, provider=PROVIDER, terms=terms, document=document, now=now)


def _grant(key: str, purpose: str, now: datetime) -> None:
    """Grant an API to the counters once; what somebody took back in the demonstration stays taken back."""
    consumer = counter_of(DISTRICT)
    held = ApiGrant.objects.filter(api__key=key, consumer=consumer).order_by("-pk").first()
    if held is not None and (held.state != GRANTED or held.expires_on >= day_of(now)):
        return
    wanted = Application(key, consumer, purpose, BASIS, 300, day_of(now) + timedelta(days=365))
    grant = ask_for_grant(actor=SYSTEM, application=wanted, now=now)
    approve_grant(actor=SYSTEM, pk=grant.pk, reason="演示区载入", now=now)
