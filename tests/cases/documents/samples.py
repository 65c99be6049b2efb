"""Made-up data for every kind of document: a licence and a matter that is none; people and numbers are invented."""

import io
from datetime import date
from typing import Any

from PIL import Image, ImageDraw

from yichuang.cases.documents.data import DocumentData
from yichuang.cases.rules.document_kinds import KINDS, document_number
from yichuang.cases.rules.remedies import AuthorityRemedies, remedies

ISSUED = date(2026, 11, 20)
TRANSPORT = AuthorityRemedies(
    "杭州市萧山区交通运输局", "department", government="杭州市萧山区人民政府", superior="杭州市交通运输局"
)
ADVERSE_TEXT = "所提交的车辆技术等级评定结论已超过有效期，且拟投入车辆的总质量与行驶证记载不一致。"
MATERIALS: list[dict[str, Any]] = [
    {"name": "道路货物运输经营申请表", "originals": 1, "copies": 0, "received_as": "paper"},
    {"name": "居民身份证", "originals": 0, "copies": 1, "received_as": "paper", "how": "原件已核验"},
    {"name": "机动车行驶证", "originals": 0, "copies": 2, "received_as": "paper"},
    {"name": "营业执照", "received_as": "shared", "how": "数据共享，免提交"},
    {"name": "安全生产管理制度文本", "received_as": "tolerated", "how": "容缺", "until": "2026-12-04"},
]
CASES: list[dict[str, Any]] = [
    {
        "case_number": "330109 11 261120 8 000017-4",
        "applicant_name": "杭州远山运输有限公司",
        "matter_name": "普通货物运输经营许可",
        "materials": MATERIALS[:3],
        "result": "道路运输经营许可证\n浙交运管许可字330109000017号",
    },
    {
        "case_number": "330109 11 261120 8 000018-2",
        "applicant_name": "王小明",
        "matter_name": "普通货物运输经营许可",
        "materials": MATERIALS[:2],
        "result": "道路运输经营许可证\n浙交运管许可字330109000018号",
    },
]
LICENCE: dict[str, Any] = {
    "issued_on": ISSUED,
    "authority_name": TRANSPORT.name,
    "seal_text": "行政审批专用章",
    "matter_type": "行政许可",
    "matter_name": "普通货物运输经营许可",
    "legal_basis": ["道路运输条例(国务院令406号及历次修正) 第21-24条", "道路货物运输及站场管理规定 第6、8、11条"],
    "verify_url": "https://yichuang.example/verify/7K3MQ2XW9HTRB4NV",
    "code": "7K3MQ2XW9HTRB4NV",
    "applicant_name": "杭州远山运输有限公司",
    "applicant_kind": "enterprise",
    "situation_name": "企业设立（已购置车辆，总质量4500千克以上）",
    "case_number": "330109112611208000017",
    "received_on": "2026-11-20",
    "accepted_on": "2026-11-20",
    "received_by": "林晓",
    "window": "综合受理3号窗口",
    "site_name": "萧山区人民政府办事服务中心",
    "site_address": "萧山区博学路618号",
    "site_phone": "0571-12345",
    "department_name": TRANSPORT.name,
}
OTHER: dict[str, Any] = LICENCE | {
    "authority_name": "萧山区人民政府办事服务中心",
    "seal_text": "受理专用章",
    "matter_type": "公共服务",
    "matter_name": "城乡居民基本医疗保险参保登记（新生儿）",
    "legal_basis": ["社会保险法 第25、58条", "浙江省/杭州市基本医疗保障办法(地方)"],
    "applicant_name": "王小明",
    "applicant_kind": "person",
    "situation_name": "本市户籍新生儿首次参保",
    "department_name": "杭州市萧山区医疗保障局",
}
LIMIT_WHY = (
    "自2026年11月20日受理的次一工作日起算，{name} {days} 个工作日，"
    "已用 0 个工作日，还剩 {days} 个工作日，应于{due}前（含当日）作出决定（行政许可法第四十二条）。"
)
OWN: dict[str, dict[str, Any]] = {
    "receipt": {
        "authority_name": "萧山区人民政府办事服务中心",
        "seal_text": "收件专用章",
        "materials": MATERIALS[:4],
        "query_password": "306912",
        "notice": {"due": "2026-11-27", "days": "5 个工作日"},
    },
    "acceptance_notice": {
        "materials": MATERIALS,
        "promised": {
            "due": "2026-12-01",
            "why": LIMIT_WHY.format(name="承诺期限", days=7, due="2026年12月1日"),
        },
        "statutory": {
            "due": "2027-01-05",
            "why": LIMIT_WHY.format(name="法定期限", days=20, due="2027年1月5日"),
            "provisional": True,
        },
    },
    "correction_notice": {
        "items": [
            {
                "name": "机动车行驶证",
                "what": "复印件缺少副页，看不清检验有效期。",
                "todo": "提交行驶证正、副页复印件各1份，并带原件。",
            },
            {"name": "道路运输车辆技术等级评定结论", "what": "未提交。", "todo": "提交有效期内的评定结论原件1份。"},
            {"name": "道路货物运输经营申请表", "what": "法定代表人未签名。", "todo": "由法定代表人签名并加盖公章。"},
        ]
    },
    "tolerance_commitment": {"materials": MATERIALS[4:]},
    "refusal_notice": {"reasons": ADVERSE_TEXT, "decision_basis": "道路货物运输及站场管理规定 第6、8条"},
    "redirect_notice": {
        "competent_authority": "杭州市交通运输局",
        "competent_address": "杭州市上城区凤起路1号",
        "reasons": "危险货物道路运输经营许可由设区的市级道路运输管理机构实施，区级没有该项职权。",
        "decision_basis": "道路危险货物运输管理规定 第10条",
    },
    "not_required_notice": {
        "reasons": "使用总质量4500千克及以下普通货运车辆从事普通货运经营的，自2019年3月2日起不再需要取得道路运输经营许可证和车辆营运证。",
        "decision_basis": "道路运输条例 第24条",
    },
    "special_procedure_notice": {
        "procedure": "现场检验",
        "decision_basis": "道路货物运输及站场管理规定 第11条",
        "expected_days": 5,
        "begins_on": "2026-11-23",
        "reasons": "需要到停车场地核实拟投入车辆和安全设施的情况。",
    },
    "extension_notice": {
        "previous_due": "2026-12-18",
        "extension_days": 10,
        "reasons": "车辆技术等级评定需要由省外检测机构补充数据，不能在原期限内取得。",
        "approved_by": "孙明",
        "extended_due": {"due": "2027-01-04", "provisional": True},
    },
    "grant_decision": {
        "result_name": "道路运输经营许可证",
        "result_number": "浙交运管许可字330109000017号",
    },
    "denial_decision": {
        "reasons": [ADVERSE_TEXT, "聘用的驾驶人员未取得道路运输从业资格证。"],
        "decision_basis": "道路货物运输及站场管理规定 第6、8条",
    },
    "handover_list": {
        "from_name": "萧山区人民政府办事服务中心",
        "to_name": TRANSPORT.name,
        "slot": "16:00—16:30",
        "way": "流转车",
        "contact": "赵宁",
        "cases": CASES,
    },
    "joint_debug_sheet": {
        "authority_name": "杭州市萧山区信息中心",
        "system_name": "道路运输业务系统",
        "system_key": "road-transport",
        "environment": "联调",
        "begun_at": "2026-11-26 09:00:00",
        "ended_at": "2026-11-26 11:20:00",
        "steps": [
            {
                "title": "签名错误的推送：拒绝",
                "seen": "答复 401",
                "at": "2026-11-26 09:01:02",
                "evidence": "9f86d081884c7d65",
            }
        ],
        "evidence": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
    "opening_sheet": {
        "authority_name": "杭州市萧山区信息中心",
        "live_system": "道路运输业务系统（road-transport）",
        "matters": [{"name": "普通货物运输经营许可", "code": "11330109MB1234567E4330118001000"}],
        "due_on": date(2026, 11, 30),
        "evidence": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
    "issuing_list": {"from_name": TRANSPORT.name, "to_name": "综合出件窗口", "slot": "10:00—10:30", "cases": CASES},
    "service_receipt": {
        "served": ["准予行政许可决定书（萧交准〔2026〕12号）", "道路运输经营许可证（浙交运管许可字330109000017号）"],
        "served_at": "2026年11月20日15时20分",
        "receiver_name": "王小明",
        "receiver_number": "330181199503070010",
        "relation": "受委托人",
        "identity_checked": "居民身份证原件、授权委托书",
        "issued_by": "周晴",
    },
    "courier_slip": {
        "carrier": "中国邮政速递物流",
        "waybill": "1234567890123",
        "receiver_name": "王小明",
        "receiver_address": "杭州市萧山区北干街道金城路1号",
        "served": ["道路运输经营许可证"],
        "sent_on": "2026-11-20",
        "issued_by": "周晴",
    },
    "withdrawal_notice": {"requested_on": "2026-11-20", "reasons": "经营计划调整。"},
    "termination_notice": {
        "reasons": "申请人容缺的材料逾期未补交，经催告仍未补交。",
        "decision_basis": "《浙江省行政程序办法》",
    },
    "delegation": {
        "authority_name": TRANSPORT.name,
        "delegate_name": "萧山区人民政府办事服务中心",
        "duties": [
            "受托单位按照委托单位公布的情形、材料和审查要点收件、审查、受理。",
            "申请符合条件的，受托单位当场作出准予决定并制发证件；不符合条件的，转委托单位决定。",
            "因未按审查要点办理造成的差错由受托单位负责，因要点不完善造成的差错由委托单位负责。",
        ],
        "valid_from": "2026-11-01",
    },
    "online_print": {
        "authority_name": TRANSPORT.name,
        "lines": [{"label": "申报人", "value": "王小明"}, {"label": "拟投入车辆数（辆）", "value": "3"}],
        "attached": [{"material": "居民身份证", "name": "身份证.pdf", "sha256": "ab" * 32}],
        "examined_by": "赵审查",
        "examined_at": "2026-11-20 09:30",
    },
    "checklist": {
        "authority_name": "萧山区人民政府办事服务中心",
        "materials": [line | {"received_as": "", "how": "", "until": ""} for line in MATERIALS],
        "promised": {"due": None},
    },
}


def sample(kind: str, *, licence: bool = True, **changes: Any) -> DocumentData:
    """Return whole data for one kind, as a licence or as a public service."""
    common = dict(LICENCE if licence else OTHER)
    own = dict(OWN[kind])
    if not licence:
        own.pop("authority_name", None)
        own.pop("seal_text", None)
    if kind == "service_receipt" and not licence:
        own["served"] = ["准予办理决定书（萧医准〔2026〕12号）"]
    data = common | {"number": document_number("萧交" if licence else "萧办", kind, ISSUED.year, 12)} | own
    if kind in ("handover_list", "issuing_list", "delegation", "checklist", "joint_debug_sheet", "opening_sheet"):
        data["case_number"] = ""
    if KINDS[kind].adverse:
        data["remedies"] = remedies(TRANSPORT, ISSUED, kind).paragraph
    return DocumentData(**(data | changes))


def signature_png() -> bytes:
    """Draw a scribble as a tablet would send it: black on transparent."""
    picture = Image.new("RGBA", (1400, 500), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    points = [(120, 300), (260, 120), (330, 380), (520, 160), (600, 360), (820, 130), (900, 390), (1240, 180)]
    pen.line(points, fill="black", width=14, joint="curve")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
