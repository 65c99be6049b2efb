"""The app key of a system, over the API (rulebook 5.1)."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.exchange import policies
from yichuang.foundations import clock, idempotency
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import PROBLEMS
from yichuang.legacy.operations.app_keys import end_app_key, issue_app_key
from yichuang.legacy.schemas import AppKeyBody, AppKeyOut

router = Router(tags=["业务系统"], auth=staff_auth)


@router.post(
    "/exchange/systems/{key}/app-key",
    response={200: AppKeyOut, **PROBLEMS},
    operation_id="set_app_key",
    summary="签发或停用应用密钥",
)
def post_app_key(request: HttpRequest, key: str, body: AppKeyBody) -> Any:
    """Issue an app key, or shut the door; the secret is in this answer and nowhere else."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看业务系统")
    issued: list[tuple[str, str]] = [("", "")]

    def act() -> idempotency.Answer:
        if body.on:
            issued.append(issue_app_key(actor=actor, key=key, now=clock.now()))
        else:
            end_app_key(actor=actor, key=key, now=clock.now())
        return idempotency.Answer(200, {"app_key": issued[-1][0], "app_secret": ""})

    once = request.headers.get(idempotency.HEADER, "")
    answer = idempotency.once(actor, once, f"{request.path}\n".encode() + request.body, clock.now(), act)
    return Status(200, answer.body if answer.repeated else {**answer.body, "app_secret": issued[-1][1]})
