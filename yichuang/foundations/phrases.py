"""Texts that only come about when pieces are joined: said here once as patterns, so that the catalogue has them (`speech.py`)."""

from django.utils.translation import gettext_noop

JOINED = (
    gettext_noop("{count}个工作日"),
    gettext_noop("{count} 个工作日"),
    gettext_noop("{count}个月"),
    gettext_noop("{count}日"),
    gettext_noop("{count}天"),
    gettext_noop("{count}小时"),
    gettext_noop("{count}分钟"),
    gettext_noop("自收到申请材料之日起 {term}"),
    gettext_noop("周{first}至周{last}"),
    gettext_noop("周{day}"),
    gettext_noop("依据{number}"),
    gettext_noop("途径{number}"),
    gettext_noop("{number}（演示码）"),
    gettext_noop("先办理：{members}。"),
    gettext_noop("接着同时办理：{members}。"),
    gettext_noop("工作日（{days}）{hours}"),
    gettext_noop("双休日（{days}）{hours}"),
    gettext_noop("工作日 {hours}"),
    gettext_noop("{system} 电脑，{browser}"),
    gettext_noop("{place}窗口"),
    gettext_noop("{name}，第 {version} 版"),
    gettext_noop("条件{number}"),
    gettext_noop("登记“{name}”，别名：{names}"),
    gettext_noop("每月最后一个{weekday} {hours}"),
    gettext_noop("每月第 {number} 个{weekday} {hours}"),
    gettext_noop("每个{weekday} {hours}"),
)
