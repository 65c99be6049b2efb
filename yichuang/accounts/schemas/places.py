"""JSON shapes of places."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field

Text = Annotated[str, Field(max_length=200)]


class OrganizationBody(Schema):
    """A place's values by field (organizations/rules/places.py): code, name, kind, parent … of a division, key, name … of a site."""

    values: dict[str, Text] = Field(max_length=20)


class OrganizationWhyBody(Schema):
    """Why a place is closed or opened again."""

    why: str = Field(max_length=200)


class OrganizationOut(Schema):
    """A place with its values by field; `closed_on` once it is not used any more."""

    kind: str
    key: str
    values: dict[str, str]
    closed_on: date | None


class OrganizationPage(Schema):
    """One page of places."""

    places: list[OrganizationOut]
    next: str = ""
    previous: str = ""
