"""Shapes of the one signature of a joint hand-out."""

from datetime import datetime

from django.conf import settings
from ninja import Schema
from pydantic import Field

from yichuang.foundations.sealed import mask_id_number
from yichuang.life_events.queries.joint_signing import JointSigning


class JointReceiverBody(Schema):
    """Who came for the results and how identity was checked; he signs on the tablet."""

    identity_checked: str = Field(max_length=80)
    relation: str = "self"
    receiver_name: str = Field(default="", max_length=80)
    receiver_paper: str = "id_card"
    receiver_number: str = Field(default="", max_length=40)
    authorisation: str = Field(default="", max_length=200)


class JointSigningOut(Schema):
    """How far the signature is (`none`, `open`, `signed`, `expired`, `cancelled`); `address` is for the tablet while it is open."""

    state: str
    cases: list[str] = []
    receiver_name: str = ""
    receiver_number_masked: str = ""
    identity_checked: str = ""
    address: str = ""
    requested_at: datetime | None = None
    expires_at: datetime | None = None
    signed_at: datetime | None = None


def joint_signing_out(found: JointSigning | None) -> JointSigningOut:
    """Return the signature as the API shows it."""
    if found is None:
        return JointSigningOut(state="none")
    row = found.first
    return JointSigningOut(
        state=found.state,
        cases=[one.case.number for one in found.rows],
        receiver_name=row.receiver_name,
        receiver_number_masked=mask_id_number(str(row.receiver_number)),
        identity_checked=row.identity_checked,
        address=f"{settings.PUBLIC_URL}{found.address}" if found.state == "open" else "",
        requested_at=row.requested_at,
        expires_at=row.expires_at,
        signed_at=row.signed_at,
    )
