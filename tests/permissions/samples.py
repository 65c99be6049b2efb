"""What the walk asks about: real cases of 萧山 with paper, scans, documents, a hand-over, a result, a delegation, people."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cases.people import who
from tests.cases.test_scans import page_, picture
from tests.counter import FREIGHT, PERSON, Desk, signature
from tests.feedback.people import sealed as bad_sealed
from tests.feedback.people import served
from tests.organizations.sheets import WHOLE
from tests.organizations.sheets import workbook as places_workbook
from tests.permissions.booking_samples import sample_appointment
from tests.permissions.hall_opening import sample_special_day
from tests.permissions.hall_twin import twin_samples
from tests.permissions.joint import joint_samples
from tests.permissions.life_events_composing import composing_samples
from tests.permissions.mining import mining_samples
from tests.permissions.online import online_samples
from tests.results import accepted, at_issuing
from tests.sharing.upstream import ECHO
from tests.studio.papers import NINE, material, workbook
from tests.studio.reviewing import arranged
from tests.studio.simulating import arranged as simulation_arranged
from tests.studio.simulating import in_acceptance
from yichuang.accounts.models import Staff
from yichuang.cases.models import Case, Document
from yichuang.cases.operations.hold_files import hold_files
from yichuang.cases.operations.issue_receipt import issue_receipt
from yichuang.cases.operations.kept_files import picture_of
from yichuang.cases.operations.prepare_handover import Bundle, prepare_handover
from yichuang.cases.operations.record_delegation import Instrument, record_delegation
from yichuang.cases.operations.render_document import render_document
from yichuang.cases.operations.scan_material import add_scan
from yichuang.cases.operations.sign import Visitor, request_signature, sign_for_result
from yichuang.cases.queries import issuing
from yichuang.cases.rules.receivers import SELF, Receiver
from yichuang.catalog.models import MatterVersion, Synonym
from yichuang.catalog.operations.propose_type import propose_type
from yichuang.catalog.rules.findings import Place
from yichuang.catalog.rules.type_proposals import Proposal
from yichuang.debugging.operations.begin import begin
from yichuang.exchange.models import ClientSystem, ReconciliationDifference, ReconciliationRun
from yichuang.exchange.operations.register_system import Profile, register_system
from yichuang.exchange.operations.route_matter import route_matter
from yichuang.feedback.operations.complain import Saying, take_complaint
from yichuang.files.operations.portions import begin_upload
from yichuang.files.operations.prepare import prepare
from yichuang.files.operations.store import store
from yichuang.files.queries import files_of
from yichuang.files.rules.portions import Announced
from yichuang.foundations import clock
from yichuang.foundations.actors import Place as ActorPlace
from yichuang.foundations.clock import day_of
from yichuang.hall.operations.devices import register_device
from yichuang.hall.operations.seats import open_seat
from yichuang.hall.operations.take_ticket import Asking, take_ticket
from yichuang.hall.rules.devices import Setting
from yichuang.notifications.models import Message, OptOut
from yichuang.notifications.operations.send import send
from yichuang.notifications.operations.stop import choose_by_code
from yichuang.organizations.models import Department, Site, Window
from yichuang.organizations.operations.hold_workbook import hold_workbook
from yichuang.sharing.models import ApiVersion, SharedApi
from yichuang.sharing.operations.grant import Application, ask_for_grant
from yichuang.studio.models import Remark, ReviewAssignment, SimulationObjection
from yichuang.studio.operations.hold_import import hold_import
from yichuang.studio.operations.keep_file import keep_sample
from yichuang.studio.operations.object_to_run import object_to_run
from yichuang.studio.operations.open_draft import open_next_version
from yichuang.studio.operations.request_adjustment import OWNER, Wanted, request_adjustment
from yichuang.studio.operations.return_draft import Said
from yichuang.studio.operations.run_simulation import start_run

MATTER = "freight_general"
INSTANT = "individual_business_setup"
PROPOSED = Proposal("养犬免疫证", why="犬只登记时收取")


@dataclass
class Samples:
    """Values by name: parts of addresses, and what bodies name."""

    parts: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def part(self, name: str, given: dict[str, str]) -> str:
        """Return one part of an address: as the line has it (a sample's name or the text itself), or the sample of that name."""
        said = given.get(name, name)
        return str(self.parts.get(said, said))

    def fill(self, body: Any) -> Any:
        """Return a form or body with the names of samples put in their place."""
        if isinstance(body, dict):
            return self.values[body[""]] if "" in body else {name: self.fill(value) for name, value in body.items()}
        if isinstance(body, list):
            return [self.fill(value) for value in body]
        return self.values.get(body, body) if isinstance(body, str) else body


def samples(now: datetime) -> Samples:
    """Bring real cases to where the walk needs them."""
    found = Samples()
    _cases(found, now)
    _paper(found, now)
    _people(found)
    _hall(found, now)
    _device(found, now)
    applications = online_samples(now)
    found.parts |= applications
    found.values |= applications
    version = MatterVersion.objects.filter(matter__key=MATTER, state="published").latest("pk")
    found.parts |= {
        "type_key": "id_card",
        "proposal_id": str(propose_type(actor=who("赵审查"), proposal=PROPOSED, now=now).pk),
        "key": MATTER,
        "synonym_id": str(Synonym.objects.order_by("pk")[0].pk),
        "code": found.parts["code"],
    }
    draft = open_next_version(actor=who("赵审查"), matter_key=MATTER, now=now)
    _adjustment(found, now)
    place = {"kind": "matter", "id": "", "parent": "", "field": "name"}
    remark = Remark.objects.create(draft=draft, source="review", place=place, text="名称不规范", at=now, author_id="1")
    sample = keep_sample(actor=who("赵审查"), draft_id=draft.pk, content=page_(), areas=(), now=now)
    found.parts |= {"draft": str(draft.pk), "remark": str(remark.pk), "draft_file": sample.id}
    found.values["document"] = json.dumps(draft.document)
    _review(found)
    _import(found, now)
    found.values["spec"] = version.spec if isinstance(version.spec, dict) else json.loads(json.dumps(version.spec))
    _simulation(found)
    held = hold_workbook(actor=who("谢区管"), name="o.xlsx", data=places_workbook(**WHOLE), now=now)
    found.parts["held"] = str(held.pk)
    _system(found, now)
    _message(found, now)
    _feedback(found, now)
    twin_samples(found, now)
    mining_samples(found, now)
    sample_special_day(found, now)
    composing_samples(found, now)
    joint_samples(found, now)
    sample_appointment(found, now)
    return found


def _message(found: Samples, now: datetime) -> None:
    """A message of the centre of 萧山 that failed, and what its receiver does not want."""
    site = Site.objects.get(key="centre")
    data = {"matter": "养犬登记", "link": "https://example.cn/rate/1"}
    place = ActorPlace(division=site.division_id, site_id=site.pk)
    row = send(to="13977770000", template="rating_asked", data=data, now=now, place=place)
    Message.objects.filter(pk=row.pk).update(state=Message.FAILED)
    choose_by_code(code=str(row.stop_code), stopped=["rating"], now=now)
    found.parts |= {"message_uid": str(row.uid), "stop_code": str(row.stop_code)}
    found.parts["opt_out_uid"] = str(OptOut.objects.get().uid)


def _hall(found: Samples, now: datetime) -> None:
    """A ticket that waits at the centre, an officer at a window, and a window where nobody sits."""
    centre = Site.objects.get(key="centre")
    free, taken = (Window.objects.get(site=centre, number=number) for number in ("01", "02"))
    seat = open_seat(actor=who("陈一诺"), window_id=taken.pk, now=now)
    ticket = take_ticket(actor=who("俞导服"), site=centre, asking=Asking(), now=now)
    found.parts |= {
        "hall_ticket": str(ticket.pk),
        "hall_seat": str(seat.pk),
        "hall_window": str(free.pk),
        "colleague_id": str(Staff.objects.get(name="陈一诺").pk),
    }
    found.values |= {"hall_ticket": str(ticket.pk), "hall_seat": str(seat.pk), "hall_window": free.pk}


def _feedback(found: Samples, now: datetime) -> None:
    """A bad rating of 林小窗 at the centre, sealed, with its work order; one more of his services not yet rated; a complaint there."""
    row = bad_sealed(1, call_me=True, mobile="13900000998")
    waiting = served()
    saying = Saying("not_done", "办道路运输证跑了三趟还没办成", source="window")
    complaint = take_complaint(actor=who("林小窗"), site=Site.objects.get(key="centre"), saying=saying, now=now)
    found.parts |= {"rating_token": waiting.token, "bad_order": row.order.number, "complaint": complaint.number}
    found.values["centre_site"] = Site.objects.get(key="centre").pk
    found.values |= {"rated_number": row.request.number, "today": day_of(now).isoformat()}


def _system(found: Samples, now: datetime) -> None:
    """The transport department's own system, which pulls: nothing is routed to it, so that the cases stay as they were."""
    system = register_system(
        actor=who("谢区管"),
        key="sample-transport",
        department=Department.objects.get(key="xs-transport"),
        environment="test",
        profile=Profile(name="道路运输业务系统", pulls=True),
        now=now,
    )
    found.parts["system"] = "sample-transport"
    # One of the test environment with a receiver and a run; without a signing secret nothing is pushed.
    profile = Profile(name="道路运输业务系统（联调）", receiver="https://receiver.invalid/events")
    admin, key = who("谢区管"), "sample-test"
    department = Department.objects.get(key="xs-transport")
    register_system(actor=admin, key=key, department=department, environment="test", profile=profile, now=now)
    route_matter(actor=admin, key=key, matter=MATTER, now=now)
    bench = begin(actor=admin, key=key, matter=MATTER, now=now)
    bench.sheet = Document.objects.filter(file__isnull=False).first()
    bench.save(update_fields=["sheet"])
    found.parts.update(test_system=key, debugging=str(bench.pk))
    run = ReconciliationRun.objects.create(system=system, day=now.date(), state="done", asked_by="谢区管", asked_at=now)
    difference = ReconciliationDifference.objects.create(
        system=system, number=found.parts["number"], kind="state", found_in=run, seen_in=run, ours={}, theirs={}
    )
    found.parts |= {"reconciliation": str(run.pk), "difference": str(difference.pk)}
    found.values["difference"] = str(difference.pk)
    _shared(found, now)


def _shared(found: Samples, now: datetime) -> None:
    """An API of that system, and an application for it by the same system."""
    row = ClientSystem.objects.get(key="sample-transport")
    api = SharedApi.objects.create(
        key="sample-api",
        name="示例接口",
        department=row.department,
        provider=row,
        upstream="https://example.org",
        data_class="conditional",
        registered_at=now,
    )
    ApiVersion.objects.create(api=api, number=1, document=ECHO, at=now)
    wanted = Application("sample-api", row.key, "核验申请人身份", "国务院令第716号第七条", 10, day_of(now))
    grant = ask_for_grant(actor=who("谢区管"), application=wanted, now=now)
    found.parts |= {"shared_api": "sample-api", "grant_id": str(grant.pk)}


def _import(found: Samples, now: datetime) -> None:
    transport = Department.objects.get(key="xs-transport").pk
    upload = workbook(NINE, material("居民身份证"), title="网络预约车许可")
    batch = hold_import(actor=who("赵审查"), department_id=transport, name="材料.xlsx", data=upload, now=now)
    found.parts["import"] = str(batch.pk)
    found.values["transport"] = transport


def _simulation(found: Samples) -> None:
    """A draft of a new matter of the same department in acceptance, one run begun and objected to at the centre."""
    draft = in_acceptance("道路运输证配发", fresh=True)
    run = simulation_arranged(draft)[0]
    start_run(actor=who("林小窗"), run_id=run.pk, now=clock.now())
    objection = [Said(Place("matter"), "说不清楚")]
    object_to_run(actor=who("林小窗"), run_id=run.pk, side="counter", objections=objection, now=clock.now())
    found.parts |= {
        "simulated": str(draft.pk),
        "run": str(run.pk),
        "objection": str(SimulationObjection.objects.get(run=run).pk),
    }


def _adjustment(found: Samples, now: datetime) -> None:
    paper = prepare(picture(50), name="paper.jpg", declared_type="image/jpeg")
    wanted = Wanted(MATTER, "optimise", "样本过时", Place("material", "m_safe"))
    asked = request_adjustment(actor=who("林小窗"), wanted=wanted, now=now, attached=[paper])
    file = files_of(OWNER, str(asked.pk))[0]
    found.parts |= {"adjustment": str(asked.pk), "evidence": str(file.pk)}


def _device(found: Samples, now: datetime) -> None:
    """A kiosk and a waiting ticket at the centre of 萧山."""
    centre = Site.objects.get(key="centre")
    offered = register_device(actor=who("沈主管"), site_id=centre.pk, setting=Setting("kiosk", "东门取号机"), now=now)
    ticket = take_ticket(actor=who("俞导服"), site=centre, asking=Asking(), now=now)
    found.parts |= {"device": str(offered.device.pk), "waiting_ticket": str(ticket.pk), "centre_site": str(centre.pk)}
    found.values |= {"centre_site": centre.pk}


def _cases(found: Samples, now: datetime) -> None:
    lin, clerk = Desk("林小窗"), who("林小窗")
    number = lin.receive()
    material = Case.objects.get(number=number).materials.all()[1].material_id
    scan = add_scan(actor=clerk, number=number, material=material, content=page_(), now=now)
    issue_receipt(actor=clerk, number=number, now=now)
    document = Document.objects.get(case__number=number)
    render_document(document.pk, now)
    card = store(
        clerk,
        data=picture(40),
        name="card.jpg",
        declared_type="image/jpeg",
        purpose="desk_reading",
        owner_kind="desk",
        owner_key=clerk.id,
        now=now,
    )
    found.parts |= {
        "upload": _upload(number, now),
        "number": number,
        "material": material,
        "scan": str(scan.pk),
        "code": document.code,
        "file_id": str(card.pk),
        "issued": at_issuing(lin),
    }
    found.values |= {
        "received": number,
        "declaration": {
            "matter": MATTER,
            "applicant_kind": "person",
            "answers": FREIGHT,
            "form": PERSON,
        },
        "whole_intake": {
            "matter": MATTER,
            "applicant_kind": "person",
            "answers": FREIGHT,
            "form": PERSON,
            "items": lin.materials(),
        },
        "picture": signature(),
        "correction": [{"id": "m_safe", "name": "安全生产管理制度文本", "what": "缺操作规程", "todo": "补交操作规程"}],
        "upload": SimpleUploadedFile("scan.jpg", picture(120), "image/jpeg"),
    }
    held = hold_files(actor=who("谢区管"), number=found.parts["issued"], reason="行政复议期间", now=now)
    found.parts["hold"] = str(held.pk)
    found.values["accepted"] = accepted(lin)
    signed_for(found.parts["issued"], now)


def _upload(number: str, now: datetime) -> str:
    """Return an upload that the clerk began for the case."""
    file = Announced("扫描.pdf", "application/pdf", 9, "0" * 64)
    owner = {"purpose": "material", "owner_kind": "case", "owner_key": number}
    return str(begin_upload(who("林小窗"), file=file, now=now, **owner).pk)


def signed_for(number: str, now: datetime) -> None:
    """Have the receiver of a result sign, so that there is a signature to look at."""
    visitor = Visitor(Receiver(SELF, "", "id_card", "", ""), "居民身份证", None)
    row = request_signature(actor=who("周出证"), number=number, visitor=visitor, now=now)
    token = issuing.SIGNATURE.sign(str(row.pk))
    sign_for_result(number=number, token=token, picture=picture_of(signature()), now=now)


def _paper(found: Samples, now: datetime) -> None:
    lin = Desk("林小窗")
    batch = prepare_handover(actor=who("林小窗"), bundle=Bundle("to_department", (accepted(lin),)), now=now)
    site = Site.objects.get(key="centre")
    instrument = Instrument("萧市监委〔2026〕9号", INSTANT, site.pk, "受理、审查、制证", day_of(now))
    delegation = record_delegation(actor=who("韩局长"), instrument=instrument, now=now)
    for row in (batch, delegation):
        assert row.document is not None
        render_document(row.document.pk, now)
    found.parts |= {"batch": batch.number, "pk": str(delegation.pk)}


def _review(found: Samples) -> None:
    """Have another matter in review by two experts, one of them in the cast."""
    examined = arranged(experts=("柏评审", "窦评审"))
    row = ReviewAssignment.objects.get(round__draft=examined, reviewer_name="窦评审")
    found.parts |= {"reviewing": str(examined.pk), "assignment_id": str(row.pk)}


def _people(found: Samples) -> None:
    by_name = {person.name: person for person in Staff.objects.all()}
    wu, site = by_name["吴益农"], Site.objects.get(key="yinong")
    posting = str(wu.postings.get().pk)
    found.parts |= {
        "town_clerk": str(wu.pk),
        "officer": str(by_name["赵审查"].pk),
        "unit_admin": str(by_name["姜管理"].pk),
        "town_admin": str(by_name["戚镇管"].pk),
        "district_admin": str(by_name["谢区管"].pk),
        "town_posting": posting,
    }
    found.values |= {
        "town_posting": posting,
        "town_site": site.pk,
        "town_post": [{"role": "clerk", "site_id": site.pk}],
        "site:yinong": f"site:{site.pk}",
        "colleague": str(by_name["陈一诺"].pk),
    }
