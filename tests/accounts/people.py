"""Actors of the demonstration, as operations take them, and codes as the telephone shows them."""

from datetime import datetime, timedelta

from yichuang.accounts.models import Staff
from yichuang.accounts.operations.register_staff import register_staff
from yichuang.accounts.queries import actor_of
from yichuang.accounts.rules.administration import Appointment
from yichuang.foundations.actors import Actor
from yichuang.notifications.models import Message
from yichuang.organizations.models import Department, Site

MOBILE = "13911112222"
CARD = "330181199503070010"


def actor(name: str) -> Actor:
    """Return one of the cast."""
    return actor_of(Staff.objects.get(name=name))


def staff(name: str) -> Staff:
    """Return the account of one of the cast."""
    return Staff.objects.get(name=name)


def officer_post(department: str = "xs-transport", **more: object) -> Appointment:
    """Return an officer's post in a department."""
    return Appointment("officer", department_id=Department.objects.get(key=department).pk, **more)  # type: ignore[arg-type]


def site_post(role: str, site: str, **more: object) -> Appointment:
    """Return a post at a site."""
    return Appointment(role, site_id=Site.objects.get(key=site).pk, **more)  # type: ignore[arg-type]


def registered(by: str, post: Appointment, now: datetime, mobile: str = MOBILE, id_number: str = "") -> Staff:
    """Register a made-up person."""
    return register_staff(actor=actor(by), name="丁新人", mobile=mobile, posts=[post], now=now, id_number=id_number)


def last_code(person: Staff) -> str:
    """Return the code that was last sent to a person."""
    sent = Message.objects.filter(stream=person.stream, template="reset_code").order_by("-pk").first()
    assert sent is not None, "no code was sent"
    return str(sent.data["code"])


TOMORROW = timedelta(days=1)
