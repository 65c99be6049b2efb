"""The XML messages of older interfaces (docs/legacy.md): written from a report, read into what the inbox keeps.

A message with a DTD is refused before it is parsed, which leaves no entities to be expanded.
"""

import hashlib
import json
import xml.etree.ElementTree as ET
from typing import Any

LARGEST = 2 * 1024 * 1024
WORDS = {"granted": "准予", "denied": "不予"}
SAYS = {
    "accepted": ("accept", "acceptInfoXml"),
    "refused": ("accept", "acceptInfoXml"),
    "correction_requested": ("patchApply", "patchXml"),
    "special_begin": ("specialBegin", "specialStartXml"),
    "special_end": ("specialEnd", "specialEndXml"),
    "node_changed": ("nodeinfo", "nodeTransXml"),
    "extended": ("nodeinfo", "nodeTransXml"),
    "concluded": ("transact", "transactXml"),
}
STATES = {
    "accepted": "已受理",
    "refused": "不予受理",
    "correction_requested": "待补正",
    "special_begin": "特别程序",
    "special_end": "审查中",
    "node_changed": "审查中",
    "extended": "审查中",
    "concluded": "已办结",
}
# What a message makes of a case; the rest only adds to what is known.
HEARD = {
    "register": ("case.registered", "received", "已收件"),
    "accept": ("case.accepted", "accepted", "已受理"),
    "patchAccept": ("case.supplemented", "received", "已补正"),
    "patchApply": ("case.handled_here", "correcting", "待补正"),
    "specialBegin": ("case.handled_here", "suspended", "特别程序"),
    "specialEnd": ("case.handled_here", "reviewing", "审查中"),
    "nodeinfo": ("case.handled_here", "reviewing", "审查中"),
    "transact": ("case.handled_here", "decided", "已决定"),
}
FIRST = {
    "register": "baseInfoXml",
    "patchAccept": "patchEndXml",
    **dict(SAYS.values()),
}


def message_of(number: str, report: dict[str, Any], key: str = "") -> tuple[str, dict[str, str]]:
    """Return a report as message name and form fields; `key` is the result file's in the file centre."""
    kind, data = report["type"], report["data"]
    name, part = SAYS[kind]
    fields = {
        "PROJID": number,
        **_fields(kind, data),
        "BELONGSYSTEM": "DEPARTMENT",
        "CREATE_TIME": _time(report["time"]),
    }
    said = {part: _record(fields)}
    if kind == "correction_requested":
        rows = [
            {
                "ATTRNAME": item["name"],
                "ATTRID": item["material"],
                "PATCH_REASON": item["what"],
                "PATCH_DEMAND": item["todo"],
            }
            for item in data["items"]
        ]
        said["patchAttrXml"] = f"<RECORDS>{''.join(map(_record, rows))}</RECORDS>"
    if kind in ("node_changed", "extended"):
        said["projid"] = number
    if key:
        info = f"<FILES><FILEINFO><FILENAME/><FILEURL>{key}</FILEURL><FILEPWD/></FILEINFO></FILES>"
        said["attrXml"] = f"<RECORDS><RECORD><PROJID>{number}</PROJID>{info}</RECORD></RECORDS>"
    return name, said


def _fields(kind: str, data: dict[str, Any]) -> dict[str, str]:
    handler = data["handler"]["name"]
    if kind in ("accepted", "refused"):
        refused = {"SYNC_STATUS": "D", "REASON": data.get("reasons", ""), "BASIS": data.get("legal_basis", "")}
        return {"ACCEPT_MAN": handler, **(refused if kind == "refused" else {"SYNC_STATUS": "I"})}
    more = {
        "special_begin": (("SPECIAL_NAME", "procedure"), ("SPECIAL_BASIS", "legal_basis"), ("SPECIAL_DAYS", "expected_days"),
                          ("SPECIAL_REASON", "reason"), ("NOTICE_DATE", "notice_served_on")),
        "special_end": (("SPECIAL_RESULT", "outcome"),),
        "node_changed": (("NODE_ID", "node"), ("NODE_NAME", "name")),
        "concluded": (("TRANSACT_REASON", "reasons"), ("TRANSACT_BASIS", "legal_basis")),
    }.get(kind, ())  # fmt: skip
    fields = {"HANDER": handler, "SYNC_STATUS": "I", **{name: str(data.get(source, "")) for name, source in more}}
    if kind == "extended":
        said = f"DAYS={data['days']};REASON={data['reasons']}"
        fields |= {"NODE_ID": "extended", "NODE_NAME": f"延长期限 {data['days']} 个工作日", "EXTEND": said}
    if kind == "concluded":
        result = data.get("result") or {}
        fields |= {"CHECKER": (data.get("second_handler") or {}).get("name", ""), "TRANSACT_RESULT": WORDS[data["outcome"]],
                   "RESULT_NAME": result.get("name", ""), "RESULT_NUMBER": result.get("number", "")}  # fmt: skip
    return fields


def _record(fields: dict[str, str]) -> str:
    record = ET.Element("RECORD")
    for name, value in fields.items():
        ET.SubElement(record, name).text = value
    return ET.tostring(record, encoding="unicode")


def _time(text: str) -> str:
    return text[:19].replace("T", " ")


def event_of(name: str, given: dict[str, str]) -> dict[str, Any]:
    """Return a pushed message as an event of the inbox; raises ValueError for what is none."""
    if name not in HEARD:
        raise ValueError(f"no such message: {name}")
    record = {child.tag: (child.text or "").strip() for child in _parsed(given.get(FIRST[name], ""))}
    number = record.get("PROJID", "")
    if not number:
        raise ValueError("PROJID is missing")
    type_, state, state_name = HEARD[name]
    if name == "accept" and record.get("SYNC_STATUS") == "D":
        type_, state, state_name = "case.ended", "ended", record.get("REASON") or "已终结"
    sequence = record.get("DATAVERSION", "0")
    version = {"name": name, "PROJID": number, "DATAVERSION": sequence}
    identity = hashlib.sha256(json.dumps(version, sort_keys=True).encode()).hexdigest()
    data: dict[str, Any] = {
        "number": number,
        "state": state,
        "state_name": state_name,
        "mode": "split_mode",
        "practice": False,
    }
    data |= {
        "promised_due": record.get("PROMISE_ETIME", ""),
        "materials": _materials(given.get("attrXml", "")),
        "record": record,
    }
    if name == "register":
        data |= {"matter": {"name": record.get("SERVICENAME", "")}, "applicant": {"name": record.get("APPLYNAME", "")},
                 "received_at": record.get("RECEIVETIME", ""), "form": _form(given.get("formXml", ""))}  # fmt: skip
    return {
        "specversion": "1.0",
        "id": identity,
        "source": "/legacy",
        "type": type_,
        "subject": number,
        "sequence": sequence,
        "data": data,
    }


def _parsed(text: str) -> ET.Element:
    if len(text) > LARGEST or "<!" in text.replace("<![CDATA[", ""):
        raise ValueError("not a message of ours: a DTD, a comment, or too long")
    try:
        return ET.fromstring(text)
    except ET.ParseError as error:
        raise ValueError(f"not XML: {error}") from error


def _materials(text: str) -> list[dict[str, Any]]:
    if not text:
        return []
    return [
        {
            "id": row.findtext("ATTRID", ""),
            "name": row.findtext("ATTRNAME", ""),
            "files": [
                {
                    "id": info.findtext("FILEURL", ""),
                    "name": info.findtext("FILENAME", ""),
                    "ticket": info.findtext("FILEPWD", ""),
                }
                for info in row.iter("FILEINFO")
            ],
        }
        for row in _parsed(text)
    ]


def _form(text: str) -> dict[str, str]:
    return {item.get("name", ""): item.text or "" for item in _parsed(text).iter("Item")} if text else {}
