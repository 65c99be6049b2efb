"""What a manager does to a system from its page, verb by verb."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from yichuang.exchange.forms import ProfileForm, SecretForm
from yichuang.exchange.models import ClientSystem
from yichuang.exchange.operations.register_system import change_system, resume_system, stop_system
from yichuang.exchange.operations.renew_secret import renew_secret
from yichuang.exchange.operations.route_matter import Plea, route_matter
from yichuang.foundations import clock, idempotency
from yichuang.foundations.problems import Reason, Refused

KINDS = {"client": "客户端密钥", "signing": "签名密钥"}


@dataclass
class Said:
    """What came of an act: done with a word, or the page again with a form, a refusal, or a secret to be seen once."""

    done: str = ""
    form: ProfileForm | None = None
    secret_form: SecretForm | None = None
    refused: Refused | None = None
    issued: tuple[str, str] | None = None
    why: str = ""
    # What was typed to route a matter, kept where it was refused.
    matter: str = ""
    emergency: str = ""

    @property
    def status(self) -> int:
        """Return the page's status."""
        if self.refused:
            return self.refused.status
        return 422 if any(form is not None and form.errors for form in (self.form, self.secret_form)) else 200


def _change(request: HttpRequest, system: ClientSystem) -> Said:
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return Said(form=form)
    try:
        change_system(actor=request.actor, key=system.key, profile=form.profile(system), now=clock.now())  # type: ignore[attr-defined]
    except Refused as refused:
        return Said(form=form, refused=refused)
    return Said("已保存。")


def _stop(request: HttpRequest, system: ClientSystem) -> Said:
    why = request.POST.get("why", "")[:300]
    try:
        stop_system(actor=request.actor, key=system.key, why=why, now=clock.now())  # type: ignore[attr-defined]
    except Refused as refused:
        return Said(refused=refused, why=why)
    return Said("已停用：令牌立即失效，待发送的消息留着，恢复后接着推送。")


def _resume(request: HttpRequest, system: ClientSystem) -> Said:
    try:
        resume_system(actor=request.actor, key=system.key, now=clock.now())  # type: ignore[attr-defined]
    except Refused as refused:
        return Said(refused=refused)
    return Said("已恢复，积压的消息开始推送。")


def _secret(request: HttpRequest, system: ClientSystem) -> Said:
    """Issue a secret, once in effect for a form sent twice; its value goes to this answer only and is kept nowhere in clear."""
    form = SecretForm(request.POST)
    if not form.is_valid():
        return Said(secret_form=form)
    kind, issued = form.cleaned_data["kind"], list[str]()

    def issue() -> idempotency.Answer:
        actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
        issued.append(renew_secret(actor=actor, key=system.key, kind=kind, now=now, overlap=form.overlap))
        return idempotency.Answer(200, {})

    given = request.POST.get(idempotency.HEADER, "")[:60]
    try:
        if given:
            body = f"{request.path} {kind} {form.cleaned_data['days']}".encode()
            answer = idempotency.once(request.actor, f"page:{given}", body, clock.now(), issue)  # type: ignore[attr-defined]
        else:
            answer = issue()
    except Refused as refused:
        return Said(refused=refused, secret_form=form)
    if answer.repeated:  # what was made for the repeat was undone with it
        again = Reason(
            "once", "密钥已签发，只在签发时显示一次。", kept="已签发的密钥有效。", todo="没有记下的，请再签发一次。"
        )
        return Said(refused=Refused(again, title="不再显示"))
    return Said(issued=(KINDS[kind], issued[0]))


def _route(on: bool) -> Callable[[HttpRequest, ClientSystem], Said]:
    def act(request: HttpRequest, system: ClientSystem) -> Said:
        matter, emergency = request.POST.get("matter", ""), request.POST.get("emergency", "")[:300]
        given: dict[str, Any] = {
            "key": system.key,
            "matter": matter,
            "plea": Plea(emergency),
            "now": clock.now(),
            "on": on,
        }
        try:
            route_matter(actor=request.actor, **given)  # type: ignore[attr-defined]
        except Refused as refused:
            if refused.status in (403, 404):
                raise
            return Said(refused=refused, matter=matter, emergency=emergency)
        return Said("已设置，一分钟后生效。" if on else "已取消，一分钟后生效；已推送的办件仍由这个系统办理。")

    return act


ACTS: dict[str, Callable[[HttpRequest, ClientSystem], Said]] = {
    "change": _change,
    "stop": _stop,
    "resume": _resume,
    "secret": _secret,
    "route": _route(True),
    "unroute": _route(False),
}
