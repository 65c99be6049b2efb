"""Small marks: icons, badges, clocks, key hints, buttons, progress. Built as strings, for lists show hundreds of them."""

from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yichuang.foundations.plurals import counted
from yichuang.foundations.speech import say, speak
from yichuang.ui.templatetags._library import attribute_text, icon_html, register

# state: tone of the badge, icon, official name (lifecycle.md); a test compares names and tones with the cases room.
STATES: dict[str, tuple[str, str, str]] = {
    "draft": ("grey", "edit", "草稿"),
    "submitted": ("blue", "inbox", "待预审"),
    "returned": ("yellow", "arrow-back-up", "预审退回"),
    "preapproved": ("blue", "checklist", "预审通过"),
    "received": ("blue", "clipboard-check", "已收件"),
    "correcting": ("yellow", "pencil", "待补正"),
    "accepted": ("blue", "rubber-stamp", "已受理"),
    "reviewing": ("blue", "eye-check", "审查中"),
    "suspended": ("yellow", "clock-pause", "特别程序"),
    "granted": ("green", "circle-check", "准予"),
    "denied": ("red", "circle-x", "不予"),
    "at_issuing": ("green", "package", "待出件"),
    "delivered": ("green", "truck-delivery", "已送达"),
    "closed": ("grey", "archive", "办结"),
    "refused": ("red", "ban", "不予受理"),
    "redirected": ("grey", "route", "不属本机关"),
    "not_required": ("grey", "circle-minus", "无需办理"),
    "withdrawn": ("grey", "arrow-back-up", "撤回"),
    "terminated": ("grey", "player-stop", "终止"),
}
CLOCK_ICONS = {"green": "clock", "yellow": "alarm", "red": "alert-triangle", "grey": "clock-pause"}
CLOCK_WORDS = {"green": "正常", "yellow": "临期", "red": "超期", "grey": "不计时"}
UNITS = {
    "workday": "个工作日",
    "natural_day": "天",
    "day": "天",
    "calendar_day": "天",
    "month": "个月",
    "same_day": "个工作日",
}


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite: `{% icon "search" %}`, or with a spoken label `{% icon "lock" label="已加密" %}`."""
    return icon_html(name, say(label) if label else "", css)


@register.simple_tag
def badge(text: Any, tone: str = "grey", icon: str = "", title: str = "") -> SafeString:
    """A label in a tone (blue, green, yellow, red, grey): `{% badge "容缺" tone="yellow" icon="flag" %}`."""
    drawn = icon_html(icon) if icon else ""
    return format_html(
        '<span class="badge-tone tone-{}"{}>{}{}</span>', tone, attribute_text({"title": title}), drawn, speak(text)
    )


@register.simple_tag
def state_badge(state: str, name: str = "", tone: str = "") -> SafeString:
    """The state of a case; `name` and `tone` override the table: `{% state_badge case.state %}`."""
    usual_tone, drawn, usual_name = STATES.get(str(state), ("grey", "circle-dashed", str(state)))
    return badge(name or _(usual_name), tone or usual_tone, drawn)


@register.simple_tag
def clock_badge(reading: Any, unit: str = "", name: str = "") -> SafeString:
    """A clock: colour with icon and words, days left, due date, and why (on hover and to screen readers).

    `reading` has colour, left, due, why, provisional, state (`cases.rules.clocks.ClockReading`); None shows a dash.
    """
    if not reading:
        return format_html('<span class="muted">{}</span>', "—")
    colour = getattr(reading, "colour", "grey")
    unit = unit or getattr(reading, "unit", "workday")
    words = clock_words(
        getattr(reading, "state", "running"), getattr(reading, "left", None), colour, UNITS.get(unit, unit)
    )
    return format_html(
        '<span class="clock clock-{}" title="{}">{}<span class="clock-text">{}<b>{}</b></span>{}'
        '<span class="visually-hidden">{}</span></span>',
        colour, speak(getattr(reading, "why", "")), icon_html(CLOCK_ICONS.get(colour, "clock")), f"{speak(name)} " if name else "", words,
        _due(getattr(reading, "due", None), getattr(reading, "provisional", False)), speak(getattr(reading, "why", "")),
    )  # fmt: skip


def clock_words(state: str, left: int | None, colour: str, unit: str) -> str:
    """Say in a few words how a clock stands: 剩 3 个工作日, 今日到期, 超期 2 个工作日, 停计, 已停止."""
    if state == "not_started" or left is None:
        return _("未开始") if state == "not_started" else _("停计")
    if state == "standing":
        return counted(_("停计（剩 %(left)s %(unit)s）") % {"left": left, "unit": _(unit)})
    if left < 0:
        return counted(_("超期 %(left)s %(unit)s") % {"left": -left, "unit": _(unit)})
    if state == "stopped":
        return _("按期") if colour != "red" else _("超期")
    if left == 0 and colour == "red":  # a weekend after the last day: late, and no working day of it has passed yet
        return _("已超期")
    return _("今日到期") if left == 0 else counted(_("剩 %(left)s %(unit)s") % {"left": left, "unit": _(unit)})


def _due(due: date | None, provisional: bool) -> SafeString | str:
    if due is None:
        return ""
    late = format_html('<abbr title="{}">{}</abbr>', _("下一年放假安排公布后更新"), _("暂定")) if provisional else ""
    return format_html(
        '<span class="clock-due num"><time datetime="{}">{}</time>{}</span>',
        due.isoformat(),
        speak(f"{due.month}月{due.day}日"),
        late,
    )


@register.simple_tag
def key(keys: str) -> SafeString:
    """A key hint: `{% key "F2" %}`, `{% key "Ctrl+Enter" %}`."""
    return format_html_join("+", "<kbd>{}</kbd>", ((one,) for one in keys.split("+")))


@register.simple_tag
def button(
    text: str,
    tone: str = "",
    icon: str = "",
    key: str = "",
    href: str = "",
    confirm: str = "",
    type: str = "submit",
    small: bool = False,
    **more: Any,
) -> SafeString:
    """A button, or a link that looks like one (`href`), with its key and its question before an irreversible act.

    `tone`: primary, danger, ghost or nothing. `confirm`: id of a `{% confirm %}` dialog asked first. Other arguments
    become attributes: `{% button "受理" tone="primary" key="F2" icon="check" confirm="ask-accept" name="verb" value="accept" %}`.
    """
    css = " ".join(filter(None, [f"btn btn-{tone or 'plain'}", "btn-sm" if small else "", more.pop("class_", "")]))
    common = {**more, "class": css, "data-key": key, "aria-keyshortcuts": key}
    inside = format_html(
        "{}<span>{}</span>{}",
        icon_html(icon) if icon else "",
        speak(text),
        format_html("<kbd>{}</kbd>", key) if key else "",
    )
    if href:
        return format_html("<a{}>{}</a>", attribute_text({"href": href, **common}), inside)
    return format_html(
        "<button{}>{}</button>", attribute_text({"type": type, "data-confirm": confirm, **common}), inside
    )


@register.simple_tag
def progress(done: int, total: int, text: str = "") -> SafeString:
    """A progress bar with its words: `{% progress 3 8 "已查验材料" %}`."""
    words = f"{speak(text)} {done}/{total}".strip()
    return format_html(
        '<span class="progress-line"><progress max="{}" value="{}" aria-label="{}"></progress>'
        '<span class="num" aria-hidden="true">{}</span></span>',
        total or 1, done, words, words,
    )  # fmt: skip
