"""The demonstration's people for tests that call operations, not doors."""

from django.test import Client

from yichuang.accounts.models import Staff
from yichuang.accounts.queries import actor_of, sign_in_index
from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.foundations.actors import Actor


def who(name: str) -> Actor:
    """Return one of the people as an actor with every post held."""
    mobile = next(person.mobile for person in PEOPLE if person.name == name)
    return actor_of(Staff.objects.get(sign_in_index=sign_in_index(mobile)))


def signed_in(name: str) -> Client:
    """Return a browser in which the person has signed in."""
    mobile = next(person.mobile for person in PEOPLE if person.name == name)
    http = Client()
    assert http.post("/sign-in/", {"mobile": mobile, "password": PASSWORD}).status_code == 302
    return http
