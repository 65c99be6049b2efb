"""Where the officer stands, which face a problem page wears, and the words that scripts say."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.template import Context
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from yichuang.ui.navigation import Group
from yichuang.ui.templatetags._library import part, register

# What scripts say on screen; they ask `YC.text("saved")`.
TEXTS = {
    "saved": gettext_noop("已保存 {time}"),
    "saving": gettext_noop("正在保存…"),
    "unsaved": gettext_noop("未保存，网络恢复后自动重试"),
    "save_refused": gettext_noop("未保存：{why}"),
    "save_refused_plain": gettext_noop("服务器没有接受这次保存，请核对后提交。"),
    "leave": gettext_noop("有未保存的修改，确定离开吗？"),
    "busy": gettext_noop("正在提交…"),
    "session_soon": gettext_noop("登录将在 {minutes} 分钟后失效，请保存已填内容；点“继续使用”可延长。"),
    "session_over": gettext_noop("登录已失效。已填内容仍在页面上，请在新窗口重新登录后再提交。"),
    "session_more": gettext_noop("继续使用"),
    "session_extended": gettext_noop("登录已延长。"),
    "keys_title": gettext_noop("本页快捷键"),
    "keys_none": gettext_noop("本页没有专用快捷键。"),
    "keys_search": gettext_noop("跳到搜索框"),
    "keys_digits": gettext_noop("选择当前问题的第几个答案"),
    "keys_rows": gettext_noop("列表下一行／上一行"),
    "keys_help": gettext_noop("显示本表"),
    "close": gettext_noop("关闭"),
    "cancel": gettext_noop("取消"),
    "file_too_big": gettext_noop("“{name}”有 {size} MB，超过 {limit} MB，未选入。请压缩或重新拍照。"),
    "file_kind": gettext_noop("“{name}”不是可接受的格式，未选入。可用：{kinds}。"),
    "file_remove": gettext_noop("移除 {name}"),
    "camera_take": gettext_noop("拍照"),
    "camera_title": gettext_noop("拍摄材料"),
    "camera_none": gettext_noop("没有找到可用的摄像头，请改用选择文件。"),
    "portions_counting": gettext_noop("正在核对文件…"),
    "portions_before": gettext_noop("“{name}”上次传到 {percent}%，没有传完。"),
    "portions_on": gettext_noop("接着传"),
    "portions_again": gettext_noop("从头传"),
    "portions_sending": gettext_noop("正在分段上传“{name}”（{size} MB）：{percent}%"),
    "portions_waiting": gettext_noop("网络不通，“{name}”已传 {percent}%，恢复后自动接着传；请不要关闭本页。"),
    "portions_keeping": gettext_noop("“{name}”已传完，正在核对和保存…"),
    "portions_refused": gettext_noop("“{name}”没有上传：{why}"),
    "portions_failed": gettext_noop("服务器没有接受（{status}）。请稍后再选同一个文件，会接着传。"),
    "portions_cancel": gettext_noop("取消上传 {name}"),
    "sign_empty": gettext_noop("错误：还没有签名，请在框内书写后提交。"),
    "sign_done": gettext_noop("已签 {count} 笔"),
    "sign_none": gettext_noop("尚未签名"),
    "network": gettext_noop("网络不通，没有提交成功；已填内容仍在页面上，请稍后再试。"),
    "server": gettext_noop("服务器没有办成这一步（{status}）；已填内容仍在页面上。"),
    "online": gettext_noop("网络已恢复。"),
    "date_hint": gettext_noop("按 年-月-日 填写，例如 2026-11-20"),
}


@register.simple_tag
def script_texts() -> SafeString:
    """The words of the scripts in the reader's language, as a data block (not a script: the policy allows it)."""
    return _texts_in(get_language() or "")


# What is the same on all of a person's pages is drawn once: half of what a page costs to draw was the shell around it.
@lru_cache(maxsize=8)
def _texts_in(language: str) -> SafeString:
    return json_script({name: _(text) for name, text in TEXTS.items()}, "ui-texts")


@register.simple_tag
def sidenav(navigation: tuple[Group, ...]) -> SafeString:
    """The navigation beside an officer's page: groups of entries, the current one marked."""
    return _drawn(navigation, get_language() or "")


@lru_cache(maxsize=1024)
def _drawn(navigation: tuple[Group, ...], language: str) -> SafeString:
    return part("sidenav", navigation=navigation)


@register.simple_tag(takes_context=True)
def officer_place(context: Context) -> dict[str, str]:
    """Return site, window and department shown in the top bar: from `site_name`, `window_name`, else from the actor."""
    actor = getattr(context.get("request"), "actor", None)
    posts = getattr(actor, "posts", ()) or ()
    post = posts[0] if posts else None
    return {
        "site": str(context.get("site_name") or getattr(post, "site_name", "")),
        "window": str(context.get("window_name") or getattr(actor, "window", "")),
        "department": getattr(post, "department_name", ""),
    }


@register.filter
def shell_of(actor: Any) -> str:
    """Return the base template for somebody: officers see their shell, everybody else the public face."""
    return "ui/officer.html" if getattr(actor, "kind", "") == "staff" else "ui/public.html"


@register.simple_tag
def breadcrumb(crumbs: Iterable[Any]) -> SafeString:
    """The way to this page: a list of {label, url}; the last one is the page itself."""
    return part("breadcrumb", crumbs=list(crumbs))
