"""What the gateway's doors share: who may knock, how much is read, what is answered."""

import hmac

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from yichuang.foundations.problems import NotFound

MOST_BYTES = 1024 * 1024


def demand_secret(given: str) -> None:
    """Raise `NotFound` unless the address has the secret that the gateway was told; without one there is no such address."""
    secret = str(settings.SMS_GATEWAY["callback_secret"])
    if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
        raise NotFound("这个地址", "请核对短信网关上登记的回调地址。")


def body_of(request: HttpRequest) -> bytes:
    """Return what was posted. :raises ValueError: for more than the gateway ever sends."""
    content = request.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError("too much at once")
    return content


def taken() -> JsonResponse:
    """Answer that all was taken, as the gateway wants it."""
    return JsonResponse({"code": 0, "msg": "接收成功"}, json_dumps_params={"ensure_ascii": False})


def unreadable() -> JsonResponse:
    """Answer that it could not be read: the gateway will say it again."""
    return JsonResponse({"code": 1, "msg": "无法识别"}, status=400, json_dumps_params={"ensure_ascii": False})
