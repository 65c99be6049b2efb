"""The legacy messages field by field (rulebook 5.2), in the order and with the misspellings of the original (PROPERTIY, HANDER, TELPHONE).

Each line: the element, what it means, which fact fills it. A line without a fact is sent empty and says why. The field lists of patch,
special, node and transact messages were never published: what they carry here is a convention (约定) in the style of those that were.
docs/legacy.md is made from these tables.
"""

from dataclasses import dataclass

DICTIONARY = "字典未公开，不猜"
CONVENTION = "约定"


@dataclass(frozen=True)
class Line:
    """One element: name, meaning, the fact it says (empty: none, `why` says why), whether a message without it is refused."""

    name: str
    means: str
    fact: str = ""
    why: str = ""
    needed: bool = False


Table = tuple[Line, ...]

CALL_INFO: Table = (
    Line("CALLER", "调用方", "caller"),
    Line("CALLTIME", "调用时间", "time"),
    Line("CALLBACK_URL", "回调地址", "callback"),
    Line("ISSUE", "消息编号", "event_id", "同一消息重发时不变"),
)
COMMON: Table = (
    Line("AREACODE", "行政区划代码", "division"),
    Line("BELONGSYSTEM", "所属系统", "origin"),
    Line("EXTEND", "扩展", "extend", "办理情形；延长期限时为 DAYS=天数;REASON=理由（约定）"),
    Line("DATAVERSION", "数据版本", "sequence", "同一办件内递增"),
    Line("SYNC_STATUS", "同步状态 I/U/D", "sync"),
    Line("CREATE_TIME", "生成时间", "time"),
)
HANDLER: Table = (
    Line("HANDER", "经办人", "handler", needed=True),
    Line("HANDER_DEPTNAME", "经办部门", "department"),
    Line("HANDER_DEPTID", "经办部门编号", "department_key"),
)
PROJID = Line("PROJID", "统一申报编码", "number", needed=True)

BASE_INFO: Table = (
    PROJID,
    Line("PROJPWD", "查询密码", why="查询密码属于申请人，不下发部门"),
    Line("IS_MANUBRIUM", "", why=DICTIONARY),
    Line("SERVICECODE", "事项基本编码", "basic_code"),
    Line("SERVICECODE_ID", "事项实施编码", "implementation_code"),
    Line("SERVICE_DEPTID", "事项所属部门编号", "department_key"),
    Line("BUS_MODE", "对接模式", "mode", CONVENTION),
    Line("BUS_MODE_DESC", "对接模式说明", "mode_name"),
    Line("SERVICEVERSION", "事项版次", why="办件按收件时的版次办理，版次不随推送下发"),
    Line("SERVICENAME", "事项名称", "matter"),
    Line("PROJECTNAME", "申报项目名称", "project"),
    Line("INFOTYPE", "即办件/承诺件", "info_type"),
    Line("BUS_TYPE", "业务类型", why=DICTIONARY),
    Line("REL_BUS_ID", "投资项目代码", "project_code"),
    Line("APPLYNAME", "申请人", "applicant"),
    Line("APPLY_CARDTYPE", "申请人证件类型", "card_type"),
    Line("APPLY_CARDNUMBER", "申请人证件号码", "card_number"),
    Line("CONTACTMAN", "联系人", "contact"),
    Line("CONTACTMAN_CARDTYPE", "联系人证件类型", "contact_card_type"),
    Line("CONTACTMAN_CARDNUMBER", "联系人证件号码", "contact_card_number"),
    Line("TELPHONE", "联系电话", "contact_phone"),
    Line("MOBILE", "联系手机", "contact_mobile"),
    Line("APPLY_TYPE", "申报者类型", "applicant_type"),
    Line("POSTCODE", "邮政编码", "postcode"),
    Line("ADDRESS", "通讯地址", "address"),
    Line("LEGALMAN", "法定代表人", "legal_representative"),
    Line("DEPTID", "部门编号", "department_key"),
    Line("DEPTNAME", "部门名称", "department"),
    Line("SS_ORGCODE", "实施机构组织机构代码", "org_code", "取自部门的统一社会信用代码"),
    Line("RECEIVE_USEID", "收件人员编号", why="人员编号不出平台"),
    Line("RECEIVE_NAME", "收件人员", "received_by"),
    Line("APPLYFROM", "申报来源", "apply_from"),
    Line("APPROVE_TYPE", "审批类型", why=DICTIONARY),
    Line("APPLY_PROPERTIY", "申报性质", why=DICTIONARY),
    Line("RECEIVETIME", "收件时间", "received_at"),
    Line("BELONGTO", "受理服务点", "site"),
    Line("AREACODE", "行政区划代码", "division"),
    Line("DATASTATE", "办件状态", "state_name"),
    Line("BELONGSYSTEM", "所属系统", "origin"),
    Line("EXTEND", "办理情形", "situation"),
    Line("CREATE_TIME", "生成时间", "time"),
    Line("SYNC_STATUS", "同步状态 I/U/D", "sync"),
    Line("DATAVERSION", "数据版本", "sequence", "同一办件内递增"),
    Line("MEMO", "备注", "remark"),
    Line("APPLYCOUNT", "申报数量", "quantity"),
)
ATTR: Table = (
    Line("UNID", "记录编号", "unid"),
    Line("PROJID", "统一申报编码", "number"),
    Line("ATTRNAME", "材料名称", "name"),
    Line("SORTID", "序号", "place"),
    Line("TAKETYPE", "附件上传/纸质收取", "take_type"),
    Line("ISTAKE", "是否已收", "taken", "1 已收，0 未收"),
    Line("AMOUNT", "份数", "amount"),
    Line("TAKETIME", "收取时间", why="逐份收取时间不随推送下发，以 RECEIVETIME 为准"),
    Line("ATTRID", "材料编号", "material"),
    Line("MEMO", "容缺补交期限", "memo"),
    *COMMON,
)
FILE_INFO: Table = (
    Line("FILENAME", "文件名", "file_name"),
    Line("FILEURL", "文件中心的键（不是网址）", "file_key"),
    Line("FILEPWD", "一次性票据", "file_ticket"),
)
APAS_POST: Table = (
    Line("PROJID", "统一申报编码", "number"),
    Line("RECEIVER", "收件人", "receiver_name", CONVENTION),
    Line("RECEIVER_MOBILE", "收件人手机", "receiver_mobile", CONVENTION),
    Line("PROVINCE", "省", "receiver_province", CONVENTION),
    Line("CITY", "市", "receiver_city", CONVENTION),
    Line("AREA", "区", "receiver_district", CONVENTION),
    Line("ADDRESS", "详细地址", "receiver_address", CONVENTION),
    Line("POSTCODE", "邮政编码", "receiver_postcode", CONVENTION),
)
ACCEPT_INFO: Table = (
    PROJID,
    Line("ACCEPT_MAN", "受理人", "handler", needed=True),
    *HANDLER[1:],
    Line("AREACODE", "行政区划代码", "division"),
    Line("ACCEPT_TIME", "受理时间", "at"),
    Line("PROMISEVALUE", "承诺期限", why="期限由平台按事项和日历计算，以 PROMISE_ETIME 为准"),
    Line("PROMISETYPE", "承诺期限单位", why="同上"),
    Line("PROMISE_ETIME", "承诺办结日期", "promised_due"),
    *COMMON[1:],
    Line("REASON", "不予受理（SYNC_STATUS 为 D）的理由", "reasons", CONVENTION),
    Line("BASIS", "不予受理的依据", "legal_basis", CONVENTION),
)
PATCH: Table = (PROJID, *HANDLER, Line("PATCH_TIME", "告知时间", "at", CONVENTION), *COMMON)
PATCH_ATTR: Table = (
    Line("UNID", "记录编号", "unid"),
    Line("PROJID", "统一申报编码", "number"),
    Line("ATTRNAME", "材料名称", "name"),
    Line("ATTRID", "材料编号", "material"),
    Line("SORTID", "序号", "place"),
    Line("PATCH_REASON", "存在的问题", "what", CONVENTION, needed=True),
    Line("PATCH_DEMAND", "补正要求", "todo", CONVENTION),
)
PATCH_END: Table = (PROJID, *HANDLER, Line("PATCH_END_TIME", "补正材料收齐时间", "at", CONVENTION), *COMMON)
SPECIAL_START: Table = (
    PROJID,
    *HANDLER,
    Line("SPECIAL_NAME", "特别程序", "procedure", CONVENTION, needed=True),
    Line("SPECIAL_BASIS", "依据", "legal_basis", CONVENTION),
    Line("SPECIAL_DAYS", "预计工作日", "expected_days", CONVENTION, needed=True),
    Line("SPECIAL_REASON", "原因", "reason", CONVENTION),
    Line("NOTICE_DATE", "告知书送达日期", "notice_served_on", CONVENTION, needed=True),
    Line("NOTICE_WAY", "送达方式", "served_how", CONVENTION),
    Line("SPECIAL_TIME", "开始时间", "at", CONVENTION),
    *COMMON,
)
SPECIAL_END: Table = (
    PROJID,
    *HANDLER,
    Line("SPECIAL_RESULT", "结论", "outcome", CONVENTION),
    Line("SPECIAL_END_TIME", "结束时间", "at", CONVENTION),
    *COMMON,
)
NODE: Table = (
    PROJID,
    *HANDLER,
    Line("NODE_ID", "环节编号", "node", CONVENTION, needed=True),
    Line("NODE_NAME", "环节名称", "name", CONVENTION, needed=True),
    Line("NODE_TIME", "时间", "at", CONVENTION),
    *COMMON,
)
TRANSACT: Table = (
    PROJID,
    *HANDLER,
    Line("CHECKER", "复核人", "second_handler", CONVENTION),
    Line("TRANSACT_RESULT", "准予/不予", "outcome", CONVENTION, needed=True),
    Line("TRANSACT_REASON", "理由", "reasons", CONVENTION),
    Line("TRANSACT_BASIS", "依据", "legal_basis", CONVENTION),
    Line("RESULT_NAME", "结果名称", "result_name", CONVENTION),
    Line("RESULT_NUMBER", "结果编号", "result_number", CONVENTION),
    Line("TRANSACT_TIME", "办结时间", "at", CONVENTION),
    *COMMON,
)
PROJ_ID: Table = (
    PROJID,
    Line("OWN_ID", "业务系统自己的编号", "own_number", CONVENTION),
    Line("FEEDBACK_TIME", "时间", "at", CONVENTION),
    *COMMON,
)


@dataclass(frozen=True)
class Message:
    """One message: its address, what it is, its form fields with their tables in order (a table repeats where `many`)."""

    name: str
    means: str
    parts: tuple[tuple[str, Table, bool], ...]


ATTRS = ("attrXml", ATTR, True)
MESSAGES: dict[str, Message] = {
    one.name: one
    for one in (
        Message("register", "收件分发", (("baseInfoXml", BASE_INFO, False), ATTRS, ("apasPostXml", APAS_POST, False))),
        Message("accept", "受理（SYNC_STATUS 为 D：不予受理、撤回）", (("acceptInfoXml", ACCEPT_INFO, False), ATTRS)),
        Message("patchApply", "补齐补正告知", (("patchXml", PATCH, False), ("patchAttrXml", PATCH_ATTR, True))),
        Message("patchAccept", "补齐补正结束", (("patchEndXml", PATCH_END, False), ATTRS)),
        Message("specialBegin", "特别程序开始", (("specialStartXml", SPECIAL_START, False),)),
        Message("specialEnd", "特别程序结束", (("specialEndXml", SPECIAL_END, False),)),
        Message("nodeinfo", "办理环节", (("nodeTransXml", NODE, False),)),
        Message("transact", "办结", (("transactXml", TRANSACT, False), ATTRS)),
        Message("projIdFeedback", "办件取号", (("projIdFeedbackXml", PROJ_ID, False),)),
    )
}
