"""Blocks: cards, notices, questions before an act, tabs, steps, facts, waiting for a job, refusals."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from yichuang.foundations.speech import speak
from yichuang.ui.templatetags._library import icon_html, part, register

NOTICES = {
    "info": ("blue", "info-circle"),
    "success": ("green", "circle-check"),
    "warning": ("yellow", "alert-triangle"),
    "error": ("red", "alert-circle"),
}


@register.simple_block_tag
def card(
    content: str, title: str = "", icon: str = "", note: str = "", link: str = "", url: str = "", flush: bool = False
) -> SafeString:
    """A framed part of a page with its heading (h2): `{% card title="申请人" icon="user" link="修改" url=… %}…{% endcard %}`.

    `flush` leaves out the padding, for tables.
    """
    return part("card", content=content, title=title, icon=icon, note=note, link=link, url=url, flush=flush)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> SafeString:
    """A message in the page; `tone` info, success, warning, error (Django's message tags fit). Errors are spoken at once."""
    kind = next((one for one in NOTICES if one in tone.split()), "info")
    colour, drawn = NOTICES[kind]
    heading = format_html('<p class="notice-title">{}</p>', speak(title)) if title else ""
    return format_html(
        '<div class="notice notice-{}" role="{}">{}<div class="notice-text">{}{}</div></div>',
        colour, "alert" if kind == "error" else "status", icon_html(drawn), heading, content,
    )  # fmt: skip


@register.simple_block_tag
def confirm(
    content: str, id: str, title: str, action: str, tone: str = "primary", icon: str = "alert-triangle"
) -> SafeString:
    """The question before an irreversible act; its content says what will happen. Asked once.

    Opened by a submit button with `confirm="<id>"`; yes submits that button's form with that button.
    """
    return part("confirm", content=content, id=id, title=title, action=action, tone=tone, icon=icon)


@register.simple_block_tag
def modal(content: str, id: str, title: str, wide: bool = False) -> SafeString:
    """A dialog with any content, opened by `data-open-dialog="<id>"`, closed by Esc, its cross or `data-close-dialog`."""
    return part("modal", content=content, id=id, title=title, wide=wide)


@register.simple_block_tag
def tabs(content: str, label: str) -> SafeString:
    """Tabs around `{% tab %}` blocks; without scripts the parts stand one under another with their headings."""
    return format_html('<div class="tabs" x-data="tabs" data-label="{}">{}</div>', speak(label), content)


@register.simple_block_tag
def tab(content: str, label: str, id: str = "", count: str = "") -> SafeString:
    """One part of `{% tabs %}`; `id` makes it reachable by `#id`."""
    name = id or f"tab-{slugify(label, allow_unicode=True)}"
    return format_html(
        '<section class="tab-part" id="{}" data-tab="{}" data-count="{}"><h2 class="tab-heading">{}</h2>{}</section>',
        name,
        speak(label),
        count,
        speak(label),
        content,
    )


@register.simple_tag
def stepper(steps: Iterable[Any], current: int = 0) -> SafeString:
    """Steps of a process; `current` counts from 1 and the steps before it are done (current > number of steps: all done).

    A step is its label or a mapping {label, url, note}.
    """
    listed = [dict(one) if isinstance(one, Mapping) else {"label": one} for one in steps]
    for place, one in enumerate(listed, start=1):
        one["state"] = "done" if place < current else "current" if place == current else "waiting"
    return part("stepper", steps=listed)


@register.simple_tag
def definition_list(pairs: Iterable[tuple[str, Any]], columns: int = 1) -> SafeString:
    """Facts as name and value, in one, two or three columns; an empty value shows “未填写”."""
    return part("facts", pairs=list(pairs), columns=columns)


@register.simple_tag
def poll(url: str, text: str = "", every: int = 2, back: str = "") -> SafeString:
    """A placeholder that asks `url` every few seconds until the answer, put in its place, no longer asks.

    Without scripts it offers a link to look again. Never blocks the page.
    """
    return part("poll", url=url, text=text or _("正在生成文书，可以先办下一件…"), every=every, back=back or "")


@register.simple_tag
def picture(url: str, alt: str, marks: Iterable[Any] = (), id: str = "picture") -> SafeString:
    """The picture of a material with the sample's marks on it (S2-18); larger, smaller, turned, by mouse and keyboard.

    A mark has number, x, y, width, height in percent of the picture, and text. An element with `data-mark-in="<id>"` and
    `data-mark="2"` (a review point beside the picture) lights its mark up while it has the focus or the pointer.
    """
    return part("picture", url=url, alt=alt, marks=list(marks), id=id)


@register.simple_tag
def reasons(refused: Any) -> SafeString:
    """A refusal inside a page: every reason with what happened, what was kept, what to do and its rule.

    `refused` is `foundations.problems.Refused` or anything with `title` and `reasons`.
    """
    return (
        part("reasons", title=getattr(refused, "title", ""), reasons=getattr(refused, "reasons", ()))
        if refused
        else SafeString("")
    )


@register.filter
def told_once(reasons: Iterable[Any]) -> list[tuple[Any, int]]:
    """Pair each reason with how many of a run it ends, 0 inside the run: a run keeps and asks for the same, said once at its end."""
    rows, pairs, run = list(reasons), [], 0
    for place, reason in enumerate(rows):
        run += 1
        after = rows[place + 1] if place + 1 < len(rows) else None
        ends = after is None or (after.kept, after.todo) != (reason.kept, reason.todo)
        pairs.append((reason, run if ends else 0))
        run = 0 if ends else run
    return pairs
