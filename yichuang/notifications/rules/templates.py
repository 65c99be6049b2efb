"""What messages say: every template in one table, in the words of the centre; a gateway's own template number is its name here."""

from dataclasses import dataclass
from string import Formatter

SIGNATURE = "【一窗受理平台】"
HIDDEN = "******"


@dataclass(frozen=True)
class Template:
    """A message: its key, its name, its text with `{fields}`, and the fields that are wiped once it is sent."""

    key: str
    name: str
    text: str
    secret: frozenset[str] = frozenset()

    @property
    def fields(self) -> frozenset[str]:
        """Return the names of the fields that the text asks for."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.text) if name)


TEMPLATES: dict[str, Template] = {
    template.key: template
    for template in (
        Template(
            "reset_code",
            "重设密码验证码",
            "您正在重设登录密码，验证码 {code}，{minutes} 分钟内有效，只能使用一次。"
            "不是您本人操作的，请不要告诉任何人，并报告本单位管理员。",
            secret=frozenset({"code"}),
        ),
        Template(
            "account_opened",
            "账号已开通",
            "{name}，您好：您的平台账号已由{by}注册授权，自{start}起可以登录。请先打开 {link} 用本手机号取得验证码，设置自己的密码。",
        ),
        Template(
            "password_changed",
            "密码已修改",
            "您的平台登录密码已于{at}修改，所有会话已退出。不是您本人操作的，请立即联系本单位管理员停用账号。",
        ),
        Template(
            "case_accepted",
            "受理通知",
            "{name}，您好：您申请的“{matter}”（编号 {number}）已受理，承诺{due}前办结。进度可在 {link} 凭编号和收件凭证上的查询密码查询。",
        ),
        Template(
            "correction_requested",
            "补正通知",
            "{name}，您好：您申请的“{matter}”（编号 {number}）有材料需要补正，请在 {link} 凭编号和查询密码查看一次性告知书，"
            "或联系{site}。",
        ),
        Template(
            "result_ready",
            "领取通知",
            "{name}，您好：您申请的“{matter}”（编号 {number}）已办出结果，请带本人有效身份证件到{site}出件窗口领取；"
            "要求邮寄的将为您寄出。",
        ),
        Template(
            "result_offered",
            "电子送达通知",
            "{name}，您好：您申请的“{matter}”（编号 {number}）的办理结果已电子送达，请打开 {link}，用收件凭证上的查询密码阅读并签收。",
        ),
        Template(
            "tolerance_overdue",
            "容缺材料逾期提醒",
            "{name}，您好：您申请的“{matter}”（编号 {number}）承诺在{until}前补交的材料还没有收到：{materials}。"
            "请尽快交到{site}；补齐之前不能作出准予决定。",
        ),
        Template(
            "publication_failed",
            "定时发布没有成功",
            "{name}，您好：您定于{at}发布的“{matter}”没有发布：{why} 现行版本不变，请登录平台在“待发布”中处理。",
        ),
        Template(
            "review_assigned",
            "业务评审任务",
            "{name}，您好：请对{department}送审的“{matter}”（第 {round} 轮）进行业务评审，打开 {link} 逐项评定高、中、低。",
        ),
        Template(
            "review_reminded",
            "业务评审提醒",
            "{name}，您好：{department}送审的“{matter}”（第 {round} 轮）等待您完成业务评审，请打开 {link} 办理；"
            "不能评审的请告知组织人更换。",
        ),
    )
}


def text_of(key: str, data: dict[str, str]) -> str:
    """Return the text of a message, with its signature in front.

    :raises LookupError: for an unknown template, or when a field is missing or too many.
    """
    template = TEMPLATES.get(key)
    if template is None:
        raise LookupError(f"no message template named {key}")
    if template.fields != data.keys():
        raise LookupError(f"template {key} wants {sorted(template.fields)}, was given {sorted(data)}")
    return SIGNATURE + template.text.format(**data)


def without_secrets(key: str, data: dict[str, str]) -> dict[str, str]:
    """Return what may be kept of a message's data once it is sent."""
    secret = TEMPLATES[key].secret
    return {name: HIDDEN if name in secret else value for name, value in data.items()}
