"""Our events as legacy messages (rulebook 5.2): which message says which event, and the facts that fill its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yichuang.exchange.rules.wire import BOOKING_CANCELLED, BOOKING_MOVED, NOT_HERE, REPORT_AGAIN
from yichuang.legacy.rules import reports, tables
from yichuang.legacy.rules.careful_xml import Node, record, written
from yichuang.legacy.rules.reports import leaves, moment, say

CALLER, ORIGIN = "一窗受理平台", "YICHUANG"
MODES = {"split_mode": "受办分离", "unified_number": "统一收单号"}
KINDS = {"person": "个人", "enterprise": "企业", "other_organisation": "非企业"}
CASE_TYPES = {"instant": "即办件", "promised": "承诺件"}
TAKEN_AS = {"scan": "附件上传", "paper": "纸质收取"}
COPIED = (
    *(
        "project_code",
        "contact_phone",
        "contact_mobile",
        "postcode",
        "address",
        "legal_representative",
        "remark",
        "quantity",
    ),
    *(
        "receiver_name",
        "receiver_mobile",
        "receiver_province",
        "receiver_city",
        "receiver_district",
        "receiver_address",
    ),
    "receiver_postcode",
)


@dataclass(frozen=True)
class Owner:
    """The department that gets the message, as it is registered here."""

    key: str = ""
    name: str = ""
    uscc: str = ""


@dataclass(frozen=True)
class Said:
    """A legacy message ready to be sent: its name and form fields."""

    name: str
    fields: dict[str, str] = field(default_factory=dict)


Keys = Mapping[str, tuple[str, str]]


def message_of(event: Mapping[str, Any], owner: Owner, keys: Keys, callback: str) -> Said:
    """Return the message of an event; `keys` has each file's key and ticket in the file centre."""
    data, facts = event["data"], around(event, owner, callback)
    if event["type"] == "case.handled_here":
        return _handled(data, facts)
    maker = _MAKERS[event["type"]]
    return maker(data, facts, keys)


def around(event: Mapping[str, Any], owner: Owner, callback: str) -> dict[str, str]:
    """Return the facts of an event, flat and as text; also those of its base form."""
    data, form = event["data"], event["data"]["form"]
    matter, at = data["matter"], datetime.fromisoformat(event["time"])
    name = data["applicant"]["name"]
    facts = {
        "caller": CALLER,
        "callback": callback,
        "event_id": event["id"],
        "time": moment(at),
        "at": moment(at),
        "number": data["number"],
        "division": event["source"].rpartition("/")[2],
        "origin": ORIGIN,
        "sequence": event["sequence"],
        "sync": "I",
        "basic_code": matter["basic_code"],
        "implementation_code": matter["implementation_code"],
        "info_type": CASE_TYPES.get(matter.get("case_type", ""), ""),
        "matter": matter["name"],
        "mode": data["mode"],
        "mode_name": MODES.get(data["mode"], ""),
        "project": form.get("project_name") or f"{name}：{matter['name']}",
        "applicant": name,
        "applicant_type": KINDS.get(data["applicant"]["kind"], ""),
        "contact": form.get("contact_name", ""),
        "contact_card_type": "身份证" if form.get("contact_id_number") else "",
        "contact_card_number": form.get("contact_id_number", ""),
        "department": owner.name,
        "department_key": owner.key,
        "org_code": owner.uscc[8:17],
        "received_by": data.get("received_by", ""),
        "received_at": moment(datetime.fromisoformat(data["received_at"])),
        "apply_from": "统一受理",
        "site": data.get("site", ""),
        "state_name": data["state_name"],
        # What is said about the application as a whole; a message with something of its own to say says that instead.
        "extend": " ".join(filter(None, (data["situation"]["id"], data["situation"]["name"]))),
        "situation": " ".join(filter(None, (data["situation"]["id"], data["situation"]["name"]))),
        "promised_due": data.get("promised_due", ""),
        "handler": data.get("first_handler", ""),
        **{one: str(form.get(one, "")) for one in COPIED},
    }
    return facts | _card(form)


def _card(form: Mapping[str, Any]) -> dict[str, str]:
    """Return what identifies the applicant."""
    for name, label in (
        ("id_number", "身份证"),
        ("uscc", "统一社会信用代码"),
        ("organisation_number", "单位相关证件号"),
    ):
        if form.get(name):
            return {"card_type": label, "card_number": str(form[name])}
    return {"card_type": "", "card_number": ""}


def _register(data: Mapping[str, Any], facts: dict[str, str], keys: Keys, sync: str = "I") -> Said:
    facts = {**facts, "sync": sync}
    base = record(leaves(tables.BASE_INFO, facts))
    base.children.insert(0, Node("CALLINFO", children=record(leaves(tables.CALL_INFO, facts)).children))
    fields = {"baseInfoXml": written(base), "attrXml": attributes(data["materials"], facts, keys)}
    fields["formXml"] = form_xml(data)
    if data["form"].get("courier") == "yes":
        fields["apasPostXml"] = written(record(leaves(tables.APAS_POST, facts)))
    return Said("register", fields)


def _supplied(data: Mapping[str, Any], facts: dict[str, str], keys: Keys) -> Said:
    end = written(record(leaves(tables.PATCH_END, facts)))
    return Said("patchAccept", {"patchEndXml": end, "attrXml": attributes(data["materials"], facts, keys)})


def _accepted(data: Mapping[str, Any], facts: dict[str, str], keys: Keys) -> Said:
    _, fields = say("accepted", {"handler": {"name": facts["handler"]}}, facts)
    return Said("accept", {**fields, "attrXml": attributes(data["materials"], facts, keys)})


def _ended(data: Mapping[str, Any], facts: dict[str, str], keys: Keys) -> Said:
    event = data.get("event") or {}
    given = {"reasons": event.get("reasons") or data["state_name"], "legal_basis": event.get("legal_basis") or ""}
    return Said(*say("refused", {"handler": {"name": facts["handler"]}, **given}, facts))


def _node(facts: dict[str, str], node: str, name: str, handler: str = "") -> Said:
    data = {"handler": {"name": handler or facts["handler"]}, "node": node, "name": name}
    return Said(*say("node_changed", data, facts))


# What only the JSON contract says: requests after a comparison of the books, and what became of an appointment.
UNSAID = frozenset({REPORT_AGAIN, NOT_HERE, BOOKING_MOVED, BOOKING_CANCELLED})
_MAKERS = {
    "case.registered": _register,
    "case.supplemented": _supplied,
    "case.accepted": _accepted,
    "case.tolerated_supplied": lambda data, facts, keys: _register(data, facts, keys, "U"),
    "case.withdrawn": _ended,
    "case.ended": _ended,
    "case.delivered": lambda data, facts, keys: _node(facts, "delivered", "结果送达"),
}


def _handled(data: Mapping[str, Any], facts: dict[str, str]) -> Said:
    """Say what somebody did on the platform itself in the message by which a department would have said it."""
    event, type_ = data.get("event") or {}, data.get("event_type", "")
    handler = {"name": event.get("officer") or event.get("decided_by") or facts["handler"]}
    if type_ == "case.correction_requested":
        items = [{**one, "material": one.get("material") or one.get("id", "")} for one in event.get("items", [])]
        return Said(*say("correction_requested", {"handler": handler, "items": items}, facts))
    if type_ == "case.suspended":
        return Said(*say("special_begin", {**event, "handler": handler}, facts))
    if type_ == "case.resumed":
        return Said(*say("special_end", {"handler": handler, "outcome": event.get("outcome", "")}, facts))
    if type_ == "case.decided":
        second = {"name": event.get("second_officer", "")}
        given = {name: event.get(name, "") for name in ("outcome", "reasons", "legal_basis")}
        return Said(*say("concluded", {**given, "handler": handler, "second_handler": second}, facts))
    if type_ == "case.extended":
        given = {"handler": handler, "days": event.get("days", ""), "reasons": event.get("reason", "")}
        return Said(*say("extended", given, facts))
    return _node(facts, "take_up", "领办", handler["name"])


def attributes(materials: Sequence[Mapping[str, Any]], facts: Mapping[str, str], keys: Keys) -> str:
    """Return attrXml: every material, its files by key and ticket."""
    rows = []
    for place, one in enumerate(materials, 1):
        said = {
            **facts,
            "extend": "",
            "unid": f"{facts['number']}-{one['id']}",
            "name": one["name"],
            "place": str(place),
            "take_type": TAKEN_AS.get(one["received_as"], one["received_as"]),
            "taken": "1" if one["received_as"] else "0",
            "amount": str(one["originals"] + one["copies"]),
            "material": one["id"],
            "memo": one.get("tolerated_until", ""),
        }
        files = [
            {"file_name": file["name"], reports.FILE_KEY: keys[file["id"]][0], "file_ticket": keys[file["id"]][1]}
            for file in one["files"]
            if file["id"] in keys
        ]
        rows.append(reports.attribute(said, files))
    return written(Node("RECORDS", children=rows))


def form_xml(data: Mapping[str, Any]) -> str:
    """Return formXml: the matter's own form and the base form, field by field (个性化字段)."""
    labels = data.get("form_labels") or {}
    own = Node("FormInfo", {"name": "个性化表单"}, children=_items(data.get("own_form") or {}, {}))
    base = Node("FormInfo", {"name": "基本信息"}, children=_items(data["form"], labels))
    return written(Node("RECORDS", children=[base, own] if own.children else [base]))


def _items(values: Mapping[str, Any], labels: Mapping[str, str]) -> list[Node]:
    return [
        Node("Item", {"name": name, "name_cn": labels.get(name, name)}, text=str(value))
        for name, value in values.items()
    ]


def files_in(event: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the files that an event names and its message hands out."""
    if event["type"] not in ("case.registered", "case.supplemented", "case.accepted", "case.tolerated_supplied"):
        return []
    return [file for one in event["data"]["materials"] for file in one["files"]]
