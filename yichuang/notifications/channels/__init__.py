"""Channels: the settings name the one for telephones (`console`, `file`, `sms`, `webhook`); e-mail goes to e-mail addresses."""

from django.conf import settings

from yichuang.notifications.channels.aliyun import AliyunGateway
from yichuang.notifications.channels.local import Console, OutboxFile
from yichuang.notifications.channels.mail import MailServer
from yichuang.notifications.channels.webhook import MessagePlatform
from yichuang.notifications.ports import Channel, Nowhere
from yichuang.notifications.rules.numbers import is_email

NAMES = {
    "console": "控制台",
    "file": "文件",
    "sms": "短信",
    "webhook": "消息平台",
    "email": "电子邮件",
}


def channel_for(to: str) -> Channel:
    """Return the channel by which a message to this number or address goes."""
    chosen = settings.MESSAGE_CHANNEL
    if chosen == "console":
        return Console()
    if chosen == "file":
        return outbox()
    if is_email(to):
        return MailServer(settings.SMTP) if settings.SMTP["host"] else Nowhere("email", "没有接入邮件服务器")
    if chosen == "webhook":
        known = settings.MESSAGE_WEBHOOK["url"] and settings.MESSAGE_WEBHOOK["secret"]
        return MessagePlatform(settings.MESSAGE_WEBHOOK) if known else Nowhere("webhook", "没有接入消息平台")
    ready = settings.SMS_GATEWAY["key_id"] and settings.SMS_GATEWAY["key_secret"]
    return AliyunGateway(settings.SMS_GATEWAY) if ready else Nowhere("sms", "没有接入短信网关")


def outbox() -> OutboxFile:
    """Return the file channel."""
    return OutboxFile(settings.OUTBOX)
