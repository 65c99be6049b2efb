"""What the public may see of a case and of a document: never more than masked names (issue 2, 6)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from yichuang.cases.models import Case, Document, Extension
from yichuang.cases.queries import timing
from yichuang.cases.rules.clocks import ClockReading
from yichuang.cases.rules.public_words import AT_WINDOW, FOR_APPLICANT, PLAIN, STEPS
from yichuang.cases.rules.states import TEXTS, State
from yichuang.catalog.queries import spec_of
from yichuang.foundations import ledger
from yichuang.foundations.calendars import calendar
from yichuang.foundations.paper.keys import ensure_signing_key
from yichuang.foundations.paper.sign import verify_pdf
from yichuang.foundations.problems import NotFound
from yichuang.foundations.rules.identifiers import format_case_number
from yichuang.foundations.sealed import mask_name
from yichuang.organizations.queries import issuing_site

MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Progress:
    """A case as its applicant sees it: number with check digit, plain words, steps, dates, what to correct, papers to fetch."""

    number: str
    number_shown: str
    matter: str
    applicant: str
    department: str
    site: str
    state: State
    state_name: str
    plain: str
    todo: str
    steps: Sequence[tuple[datetime, str]]
    dues: Sequence[tuple[str, ClockReading]]
    corrections: Sequence[dict[str, str]]
    tolerated: Sequence[tuple[str, date | None]]
    documents: Sequence[Document]


@dataclass(frozen=True)
class Verdict:
    """What is known of a document: `valid`, `revoked`, `pending`, `altered` or `unknown`, and the document where there is one."""

    outcome: str
    why: str
    document: Document | None = None
    applicant: str = ""


def progress_of(case: Case, today: date) -> Progress:
    """Return a case for its applicant (six statements; seven while its result waits)."""
    corrections = list(case.corrections.all())
    extension = Extension.objects.filter(case=case).first()
    known = timing.clock_facts(case, list(case.suspensions.all()), extension, corrections)
    read = timing.readings(known, timing.rules_of(spec_of(case.version_id)), calendar(), today)
    state = State(case.state)
    dues = [
        ("告知是否受理", read.notice),
        ("承诺办结", read.promised),
        ("法定办结", read.statutory),
        ("送达结果", read.service),
    ]
    plain, todo = PLAIN[state]
    if state == State.AT_ISSUING:
        todo = AT_WINDOW.format(site=issuing_site(case.site_id).name)
    return Progress(
        number=case.number,
        number_shown=format_case_number(case.number),
        matter=case.matter_name,
        applicant=mask_name(case.applicant_name),
        department=case.department_name,
        site=case.site_name,
        state=state,
        state_name=TEXTS[state].name,
        plain=plain,
        todo=todo,
        steps=[(event.at, STEPS[event.type]) for event in ledger.history(case.stream) if event.type in STEPS],
        dues=[(name, reading) for name, reading in dues if reading.state in ("running", "standing") and reading.due],
        corrections=[item for row in corrections for item in row.items if not item["supplied_at"]],
        tolerated=list(
            case.materials.filter(received_as="tolerated", needed=True).values_list("name", "tolerated_until")
        ),
        documents=list(case.documents.filter(kind__in=FOR_APPLICANT)),
    )


def public_case(number: str) -> Case | None:
    """Return the case that somebody opened with its password a moment ago."""
    return Case.objects.filter(number=number).first()


def document_for_applicant(numbers: Sequence[str], code: str) -> Document:
    """Return a rendered document of one of some cases that is addressed to its applicant.

    :raises NotFound: otherwise.
    """
    rows = Document.objects.select_related("file").filter(case__number__in=numbers, case__practice=False)
    found = rows.filter(code=code, kind__in=FOR_APPLICANT).first()
    if found is None or found.file is None:
        raise NotFound("这份文书", "文书可能正在生成，请稍后刷新；也可到窗口领取。")
    return found


def verdict_of_code(code: str) -> Verdict:
    """Judge a document by the code printed on it (one statement)."""
    clean = "".join(code.split()).replace("-", "").upper()
    return _judge(Document.objects.select_related("case").filter(code=clean).first())


def verdict_of_file(content: bytes) -> Verdict:
    """Judge a file that somebody sent: ours as registered, ours but changed, or not ours.

    Never raises for a bad file; more than 20 MB is not looked at.
    """
    if not content or len(content) > MOST_BYTES:
        return Verdict("unknown", "文件是空的，或超过 20 MB。")
    if not content.startswith(b"%PDF"):
        return Verdict("unknown", "这不是 PDF 文件。请上传从平台下载的原文件；纸质文书请扫描其上的二维码核验。")
    digest = hashlib.sha256(content).hexdigest()
    document = Document.objects.select_related("case").filter(sha256=digest).first()
    if document is not None:
        return _judge(document)
    report = verify_pdf(content, ensure_signing_key(settings.SIGNING_FOLDER, "一窗受理平台"))
    if report.valid:
        return Verdict(
            "altered", "签名有效，但与平台登记的版本不同：可能已被后来的文书替换。请扫描文书上的二维码核对。"
        )
    return Verdict("altered" if report.signer else "unknown", report.why)


def _judge(document: Document | None) -> Verdict:
    if document is not None and document.case is not None and document.case.practice:
        return Verdict("unknown", "这是练习件的文书，只用于培训和模拟验收，不是真实文书，不具有法律效力。")
    if document is None:
        return Verdict("unknown", "平台没有登记这份文书。请核对验证码；仍查不到的，请向出具机关核实。")
    applicant = mask_name(document.case.applicant_name) if document.case else ""
    if document.revoked_at:
        return Verdict("revoked", f"本文书已撤销：{document.revoked_why}", document, applicant)
    if document.state != "ready":
        return Verdict("pending", "文书已出具，正在生成正式文件，请稍后再查。", document, applicant)
    return Verdict("valid", "平台登记有这份文书，现行有效。", document, applicant)
