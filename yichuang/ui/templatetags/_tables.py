"""Lists: sort links, keyset pager, filter bar, empty state. No page numbers, no counts (issue 2: keyset paging only)."""

from typing import Any

from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yichuang.foundations.speech import speak
from yichuang.ui.templatetags._library import icon_html, part, register


def _address(request: HttpRequest | None, **changes: str) -> str:
    """Return the page's query string with some parameters set, and those set to nothing removed."""
    query = request.GET.copy() if request else None
    if query is None:
        return "?"
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


# Parts of an address that say which list and which page of it, not what it is narrowed by.
UNFILTERED = ("list", "tab", "sort", "cursor")


@register.simple_tag(takes_context=True)
def sort_header(context: Context, label: str, name: str, default: str = "", css: str = "") -> SafeString:
    """A column head that sorts: `{% sort_header "到期日" "due" %}` reads and writes `?sort=due` or `?sort=-due`.

    `default`: the order when the address names none, such as `due` or `-received_at`. Turning drops the cursor.
    """
    request = context.get("request")
    now = (request.GET.get("sort") if request else "") or default
    order = {name: "ascending", f"-{name}": "descending"}.get(now, "")
    drawn = icon_html({"ascending": "chevron-up", "descending": "chevron-down"}.get(order, "selector"))
    address = _address(request, sort=f"-{name}" if order == "ascending" else name, cursor="")
    aria = format_html(' aria-sort="{}"', order) if order else ""
    return format_html(
        '<th scope="col" class="{}"{}><a class="sort" href="{}">{}{}</a></th>', css, aria, address, speak(label), drawn
    )


@register.simple_tag(takes_context=True)
def pager(context: Context, page: Any, parameter: str = "cursor") -> SafeString:
    """前一页／下一页 of a `foundations.pages.Page` (attributes `next`, `previous`); nothing when there is one page only."""
    after, before = getattr(page, "next", ""), getattr(page, "previous", "")
    if not after and not before:
        return SafeString("")
    request = context.get("request")
    return part(
        "pager",
        next=_address(request, **{parameter: after}) if after else "",
        previous=_address(request, **{parameter: before}) if before else "",
        first=_address(request, **{parameter: ""}) if before else "",
    )


@register.simple_tag
def empty_state(title: str, text: str = "", icon: str = "inbox", action: str = "", url: str = "") -> SafeString:
    """What a list says when it is empty, with what to do next."""
    return part("empty", title=title, text=text, icon=icon, action=action, url=url)


@register.simple_block_tag(takes_context=True)
def filter_bar(context: Context, content: str, label: str = "", export: str = "", clear: str = "?") -> SafeString:
    """A search and filter form over a list (method GET): its fields stand inside; `export` is the address of the Excel file.

    The current order is kept; the cursor is dropped.
    """
    request = context.get("request")
    sort = request.GET.get("sort", "") if request else ""
    filtered = bool(request and any(value for name, value in request.GET.items() if name not in UNFILTERED))
    export_url = f"{export}{_address(request, cursor='')}" if export else ""
    return part(
        "filter_bar",
        content=content,
        label=label or _("查询条件"),
        export=export_url,
        clear=clear,
        sort=sort,
        filtered=filtered,
    )


@register.simple_block_tag
def table_frame(content: str, label: str, stack: bool = False) -> SafeString:
    """The frame of a table: scrolls sideways by itself, has a spoken name; `stack=True` makes rows cards on phones.

    With `stack` every `<td>` needs `data-label="列名"`.
    """
    css = "table-frame table-stack" if stack else "table-frame"
    return format_html(
        '<div class="{}" role="region" aria-label="{}" tabindex="0">{}</div>', css, speak(label), content
    )
