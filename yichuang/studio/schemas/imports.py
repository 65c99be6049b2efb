"""JSON shapes of import and export."""

from ninja import Schema
from pydantic import Field


class ImportBody(Schema):
    """A file to be read: its name, its bytes in Base64, and the department whose drafts it may change."""

    department_id: int = Field(ge=1, le=2_000_000_000)
    name: str = Field(min_length=1, max_length=200)
    content: str = Field(max_length=7_200_000)


class ChoiceBody(Schema):
    """Whether one matter of a file is wanted; `revision`: of the existing draft as the comparison showed it."""

    index: int = Field(ge=0, le=10_000)
    take: bool
    revision: int | None = None


class ApplyBody(Schema):
    """What to write of a held file."""

    choices: list[ChoiceBody] = Field(default_factory=list, max_length=1000)


class ChangeOut(Schema):
    """One difference: new, changed, removed or moved."""

    kind: str
    sheet: str
    what: str
    field: str
    before: str
    after: str


class PlannedOut(Schema):
    """What would become of one matter: new, draft, version, unchanged or blocked."""

    index: int
    name: str
    target: str
    why: str
    draft: str
    revision: int | None
    changes: list[ChangeOut]


class TroubleOut(Schema):
    """What could not be used, or asks to be looked at: the place (表名!B7), the reason, what stood there."""

    where: str
    weight: str
    reason: str
    shown: str


class ImportOut(Schema):
    """A held file: the comparison before it is applied, the results after.

    A large one is `reading` first, many matters are `applying` for a while: ask again. `phase` (rows, compare, write) with `done` of
    `total` says how far that is; `silent`, that nothing was heard of it for a minute, so that it may be restarted.
    """

    id: str
    file_name: str
    expires_at: str
    state: str
    phase: str
    done: int
    total: int
    silent: bool
    problems: list[str]
    applied: bool
    matters: list[PlannedOut]
    troubles: list[TroubleOut]
    results: list[dict[str, str]]


class PaperOut(Schema):
    """A file: name, media type, bytes in Base64."""

    name: str
    media_type: str
    content: str
