"""Shapes of the API of online applications (S2-46)."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from yichuang.online.models import OnlineApplication
from yichuang.online.queries import Needed
from yichuang.online.rules.standing import state_name


class ApplicationCodeBody(Schema):
    """The code under which the forms were filled in (网上预填)."""

    code: str = Field(max_length=40)


class ApplicationFileBody(Schema):
    """A file for a material: its name and content, base64."""

    code: str = Field(max_length=40)
    material: str = Field(max_length=40)
    name: str = Field(max_length=120)
    content: str = Field(max_length=28_000_000)


class ApplicationSubmitBody(Schema):
    """Submit; `agreed`: the applicant answers for the truth of the materials (行政许可法 31)."""

    code: str = Field(max_length=40)
    agreed: bool


class ApplicationProofBody(Schema):
    """Number and query password."""

    number: str = Field(max_length=40)
    password: str = Field(max_length=10)


class ApplicationPointOut(Schema):
    """One formal review point and what the department found: passed, failed or nothing yet."""

    id: str
    text: str
    found: str


class ApplicationMaterialOut(Schema):
    """One material of the situation: whether it may come later or not at all, its files, its formal points."""

    id: str
    name: str
    optional: str
    files: list[str]
    points: list[ApplicationPointOut]


class ApplicationOut(Schema):
    """An online application; `revision` goes back with the department's moves."""

    number: str
    matter: str
    matter_name: str
    situation: str
    depth: str
    department: str
    applicant: str
    state: str
    state_name: str
    submitted_at: datetime | None
    submissions: int
    due: date | None
    opinion: str
    revision: int
    materials: list[ApplicationMaterialOut] = []


class ApplicationSubmittedOut(Schema):
    """Submitted: number and query password, to be written down."""

    number: str
    query_password: str
    state: str
    due: date | None


class ApplicationPage(Schema):
    """One page of applications."""

    rows: list[ApplicationOut]
    next: str = ""
    previous: str = ""


class ApplicationVerdictBody(Schema):
    """What the department found: by material and point passed or failed; its opinion, or the reasons why it is returned."""

    findings: dict[str, dict[str, str]] = {}
    opinion: str = Field("", max_length=1000)
    revision: int | None = None


def application_out(row: OnlineApplication, needed: list[Needed] | None = None) -> ApplicationOut:
    """Return an application as the API tells it."""
    return ApplicationOut(
        number=row.number,
        matter=row.matter_key,
        matter_name=row.matter_name,
        situation=row.situation_name,
        depth=row.depth,
        department=row.department_name,
        applicant=row.applicant_name,
        state=row.state,
        state_name=state_name(row.state),
        submitted_at=row.submitted_at,
        submissions=row.submissions,
        due=row.due,
        opinion=row.opinion,
        revision=row.chain_seq,
        materials=[
            ApplicationMaterialOut(
                id=one.material.id,
                name=one.material.name,
                optional=one.optional,
                files=[kept.file.original_name for kept in one.files],
                points=[ApplicationPointOut(id=point.id, text=point.text, found=found) for point, found in one.points],
            )
            for one in needed or []
        ],
    )
