"""Shapes of the API of a whole intake, and of the commitment in it (S2-39)."""

from yichuang.cases.schemas import CaseOut, DeclareBody, MaterialBody, Revised


class CommitmentBody(Revised):
    """Which materials are brought later, and the signature as base64 of a PNG (`on_paper`: the scan of the signed paper)."""

    materials: list[str]
    signature: str
    on_paper: bool = False


class IntakeBody(DeclareBody):
    """A whole counter intake: the declaration, what came in with its points, a commitment where one is needed."""

    items: list[MaterialBody] = []
    commitment: CommitmentBody | None = None
    accept: bool = True


class IntakeOut(CaseOut):
    """The case with its query password, and the sentences why for its days (`notice`, `promised`, `statutory`)."""

    query_password: str
    whys: dict[str, str]
