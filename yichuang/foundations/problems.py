"""Refusals that explain themselves, for the page and the API alike (RFC 9457).

A refusal carries all its reasons at once (一次性告知 applies to our own screens too): what happened, what was kept, what to do.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Reason:
    """One reason: a stable code, a Chinese sentence, the field it concerns, the rule, what was kept, what to do."""

    code: str
    message: str
    field: str = ""
    rule: str = ""
    kept: str = ""
    todo: str = ""


class Refused(Exception):
    """Raised by an operation that may not go on; nothing of it has been written.

    `status` is the HTTP status a door answers with: 403 not allowed, 404 not found or not visible, 409 against the
    lifecycle or changed meanwhile, 422 input that cannot be used. `more` are members of its own in the problem details (RFC 9457, 3.2).
    """

    def __init__(
        self, *reasons: Reason, status: int = 409, title: str = "未能办理", more: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__("；".join(reason.message for reason in reasons))
        self.reasons = reasons
        self.status = status
        self.title = title
        self.more = dict(more or {})


class NotAllowed(Refused):
    """Raised when the actor lacks the right; names the act so that an administrator can grant it."""

    def __init__(self, act: str, message: str) -> None:
        reason = Reason(
            code="not_allowed",
            message=message,
            rule=f"岗位权限表 {act}",
            kept="没有做任何改动。",
            todo="如确需办理，请联系本单位管理员授权（授权次日生效）。",
        )
        super().__init__(reason, status=403, title="没有权限")


class NotFound(Refused):
    """Raised when a thing does not exist or must not be seen: a stranger cannot tell the two apart."""

    def __init__(self, what: str, todo: str = "请核对编号后重新查询。") -> None:
        super().__init__(Reason(code="not_found", message=f"没有找到{what}。", todo=todo), status=404, title="没有找到")


def problem(refused: Refused, instance: str = "") -> dict[str, Any]:
    """Return the problem-details body of a refusal, with every reason spelled out."""
    first = refused.reasons[0] if refused.reasons else None
    return {
        "type": f"https://yichuang.example/problems/{first.code if first else 'refused'}",
        "title": refused.title,
        "status": refused.status,
        "detail": str(refused),
        "instance": instance,
        "reasons": [asdict(reason) for reason in refused.reasons],
        **refused.more,
    }
