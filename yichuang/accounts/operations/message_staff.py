"""Write a message to a person who works here, by id: the mobile number stays in this room."""

from datetime import datetime
from uuid import UUID

from yichuang.accounts.models import Staff
from yichuang.accounts.policies import place_of_staff
from yichuang.notifications.operations.send import send


def message_staff(
    *, staff_id: str, template: str, data: dict[str, str], now: datetime, stream: str = "", once_key: str = ""
) -> None:
    """Send a template with its data, the person's name among them, in the caller's transaction; nobody is written to after leaving.

    :raises LookupError: for an unknown template or wrong fields.
    """
    person = Staff.objects.filter(pk=UUID(staff_id), left_on=None).first()
    if person is not None:
        given = {"name": person.name, **data}
        place = place_of_staff(person)
        send(to=person.mobile, template=template, data=given, now=now, stream=stream, once_key=once_key, place=place)
