"""Put a message that failed on its way again, by hand and with its name on it."""

from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.jobs import Later
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications import policies
from yichuang.notifications.events import MessageSentAgain
from yichuang.notifications.models import Message, MessageBook, MessageStep
from yichuang.notifications.operations.send import DELIVER
from yichuang.notifications.queries.messages import message_for
from yichuang.notifications.rules.states import STATES
from yichuang.notifications.rules.templates import TEMPLATES


@unit_of_work()
def send_again(*, actor: Actor, uid: str, now: datetime) -> Message:
    """Send a failed message again and return it.

    :raises NotFound: :raises NotAllowed: :raises Refused: 409 for one that has not failed (it may have arrived) or that carried a code.
    """
    message = message_for(actor, uid, lock=True)
    policies.demand(actor, policies.MANAGE, policies.place_of(message), "重新发送")
    if message.state != Message.FAILED:
        said = f"这条消息的状态是“{STATES[message.state]}”，可能已经收到或不该发送，不能重发。"
        raise _refused("not_failed", said, "只有“未能发送”的可以重发；确有需要的请打电话告知。")
    if message.template not in TEMPLATES or TEMPLATES[message.template].secret:
        raise _refused("wiped", "验证码不留存，这条消息不能重发。", "请本人重新获取验证码。")
    book = _book(message.division)
    event = MessageSentAgain(message=str(message.uid), template=message.template, failure=message.failure)
    message.state, message.failure, message.receipt = Message.WAITING, "", ""
    message.save(update_fields=["state", "failure", "receipt"])
    MessageStep.objects.create(message=message, at=now, state=Message.WAITING, said=f"{actor.name}重新发送")
    ledger.write(book, event, actor=actor, at=now, update_fields=[], later=[Later(DELIVER, {"pk": message.pk})])
    return message


def _book(division: str) -> MessageBook:
    MessageBook.objects.bulk_create([MessageBook(division=division)], ignore_conflicts=True)
    return MessageBook.objects.select_for_update().get(division=division)


def _refused(code: str, said: str, todo: str) -> Refused:
    return Refused(Reason(code, said, kept="没有重发，记录不变。", todo=todo), title="不能重发")
