"""What the officers' shell shows on every page: navigation and the way out."""

from typing import Any

from django.http import HttpRequest

ITEMS = (
    ("case.receive", "收件", "/desk/", "plus"),
    ("case.view", "办件", "/cases/", "inbox"),
    ("handover.view", "材料交接", "/handovers/", "transfer"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation that the actor's posts open."""
    actor = getattr(request, "actor", None)
    if not actor:
        return {}
    items = [
        {"label": label, "url": url, "icon": icon, "current": request.path.startswith(url)}
        for act, label, url, icon in ITEMS
        if actor.may(act)
    ]
    return {"navigation": [{"label": "办理", "items": items}], "home_url": "/cases/", "sign_out_url": "/sign-out/"}
