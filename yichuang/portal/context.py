"""What every public page shows: the way to matters, progress and verification."""

from typing import Any

from django.http import HttpRequest

PUBLIC = (
    ("办什么事", "/matters/", "clipboard-list"),
    ("预约", "/book/", "calendar"),
    ("查进度", "/progress/", "search"),
    ("大厅", "/halls/", "building-bank"),
    ("验文书", "/verify/", "shield-check"),
)


def public(request: HttpRequest) -> dict[str, Any]:
    """Return the public navigation."""
    items = [
        {"label": label, "url": url, "icon": icon, "current": request.path.startswith(url)}
        for label, url, icon in PUBLIC
    ]
    return {"public_navigation": items}
