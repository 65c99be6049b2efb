"""How the values of a document read in Chinese: choices, limits, conditions, parts; also when what they name was deleted (4.2, S2-19)."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from yichuang.catalog.rules.conditions import Condition, describe
from yichuang.catalog.rules.field_names import PARTS
from yichuang.catalog.rules.handling import APPLICANT_KIND_NAMES, CASE_TYPE_NAMES, SERVICE_OBJECT_NAMES, Limit
from yichuang.catalog.rules.own_form import words_of_field
from yichuang.catalog.rules.spec import OUTCOME_NAMES, YES

SOURCE_TYPES = {"applicant": "申请人自备", "gov_issued": "政府部门核发", "intermediary": "中介机构", "other": "其他"}
RESULT_KINDS = {"certificate": "证照", "approval": "批文", "notice": "通知", "receipt": "凭证"}
PROCEDURES = {
    "public_notice": "公示",
    "expert_review": "专家评审",
    "hearing": "听证",
    "inspection": "检验",
    "test": "检测",
}
AXES = {"subject_type": "主体类型", "life_cycle": "生命周期", "content": "办理内容"}
UNITS = {"workday": "工作日", "natural_day": "自然日", "same_day": "当场"}
# Field → code → word.
VALUE_NAMES: dict[str, Mapping[str, str]] = {
    "case_type": CASE_TYPE_NAMES,
    "service_objects": SERVICE_OBJECT_NAMES,
    "applicant_kinds": APPLICANT_KIND_NAMES,
    "acceptance_role": {"collect_only": "中心收件，部门受理", "accept": "中心受理"},
    "count_start": {"acceptance": "自受理之日起", "receipt": "自收到申请材料之日起"},
    "deemed_rule": {"five_workdays": "五个工作日内一次性告知，逾期视为受理", "on_the_spot": "当场决定是否受理"},
    "online": {"none": "不能网上办理", "half": "网上预审，线下交件", "full": "全流程网上办理"},
    "medium": {"paper": "纸质", "electronic": "电子", "both": "纸质或电子"},
    "check": {"eye": "目视", "face": "人脸比对", "compare": "与表单比对", "date": "看日期", "ocr": "证照识别", "shared": "共享数据核对"},
    "axis": AXES,
    "tolerance_unit": UNITS,
    "unit": UNITS,
    "tier": {"high": "高频（第 1–100 名）", "medium": "中频（第 101–400 名）", "low": "低频（第 401 名以后）"},
    "cut": {"no_basis": "没有法律法规依据", "held_licence": "能用现有证照证明", "commitment": "能用书面承诺解决",
            "covered": "能被其他材料涵盖或替代", "online_check": "能网络核验", "issuer_cannot_check": "开具单位无法调查核实"},
    "source": {"asked": "询问申请人", "applicant_kind": "申报者类型", "day": "收件日期"},
    "mode": {"none": "不共享", "e_licence": "电子证照", "data_share": "数据共享接口", "onsite": "现场采集",
             "native": "没有业务系统，全程在本平台办理", "unified_number": "统一申报编码", "split_mode": "双编码，分别办理"},
    "source_type": SOURCE_TYPES,
}  # fmt: skip
# Parts of the rows of a field: (field, part) → code → word.
PART_VALUES: dict[tuple[str, str], Mapping[str, str]] = {
    ("results", "kind"): RESULT_KINDS,
    ("special_procedures", "kind"): PROCEDURES,
}
# What the base form can be filled with beforehand (S2-53; the form itself is the platform's, a floor above).
PREFILLED = {
    "project_name": "申报项目名称",
    "receiver_province": "收件地区（省）",
    "receiver_city": "收件地区（市）",
    "receiver_district": "收件地区（区）",
}
FILES = frozenset({"file", "blank_file"})
# The same field name has other words in some kinds.
KIND_VALUES: dict[tuple[str, str], Mapping[str, str]] = {
    ("question", "kind"): {"single": "单选题", "multi": "多选题"},
    ("point", "kind"): {"formal": "形式审查", "content": "内容审查"},
    ("point", "field"): {"name": "姓名（名称）", "id_number": "证件号码", "valid_until": "有效期"},
    ("outcome", "kind"): OUTCOME_NAMES,
}
CONDITIONS = frozenset({"ask_if", "only_if", "needed_if", "condition"})
LIMITS = frozenset({"statutory_limit", "promised_limit"})
# Values that a machine reads: not taken apart for people.
STRUCTURES = frozenset({"form", "base_form_defaults"})
WHOLE = CONDITIONS | LIMITS | STRUCTURES | {"marks"}
ALWAYS = {"needed_if": "各情形均需提交"}
NO_CONDITION, ROOT = "没有条件", "最上一级"
_CONDITIONS: TypeAdapter[Condition] = TypeAdapter(Condition)


def members(body: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the objects of a list field; what is no object is passed over."""
    found = body.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list | tuple) else []


class DocumentWords:
    """The words of one document: its facts for conditions, its situations for their places; what was deleted is said to be."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        # An option is told apart by being this very object: equal ones stand under different questions.
        self._asked = {
            id(option): str(question.get("fact"))
            for question in members(document, "questions")
            for option in members(question, "options")
        }
        self._facts = {str(fact.get("id")): fact for fact in members(document, "facts")}
        self._ticks = {
            str(option.get("fact"))
            for question in members(document, "questions")
            if question.get("kind") == "multi"
            for option in members(question, "options")
        }

    def say(self, fact: str, values: tuple[str, ...]) -> str:
        """Return “the fact is one of the values” as a Chinese phrase."""
        stated = self._facts.get(fact)
        if stated is None:
            return "（已删除的问题）"
        text = str(stated.get("text") or "未填写的问题")
        if fact in self._ticks and len(values) == 1:
            return text if values[0] == YES else f"未勾选“{text}”"
        names = _texts(stated)
        return f"{text.rstrip('？?')}：{'或'.join(names.get(value, '（已删除的选项）') for value in values)}"

    def condition(self, condition: Any) -> str:
        """Return a condition as a Chinese sentence, also when it names what is not there any more."""
        if condition is None:
            return "各情形均适用"
        try:
            return describe(_CONDITIONS.validate_python(condition), self)
        except (ValidationError, RecursionError):
            return "（无法识别的条件）"

    def words(self, kind: str, path: str, value: Any, body: Mapping[str, Any]) -> str:
        """Return a value of a field (or of a part of one) of a node as an officer reads it; empty when there is nothing to read."""
        last = path.rsplit(".", 1)[-1]
        if last in CONDITIONS:
            return ALWAYS.get(last, NO_CONDITION) if value is None else self.condition(value)
        if value is None or (value == "" and last != "parent"):
            return ""
        if last in LIMITS:
            return _limit(value)
        if kind == "matter" and path.startswith("form.") and path.count(".") == 1:
            return words_of_field(value, self.condition)
        if last in STRUCTURES | FILES:
            return _for_machines(last, value)
        if last == "marks" and isinstance(value, list):
            notes = "；".join(str(one["note"]) for one in value if isinstance(one, Mapping) and one.get("note"))
            return f"{len(value)} 处标注" + (f"（{notes}）" if notes else "")
        if last == "parent":
            return self._situation(str(value)) if value else ROOT
        if last == "fact":
            return str(self._facts.get(str(value), {}).get("text") or "（已删除的问题）")
        if kind == "option" and last == "values":
            return self._claimed(value, body)
        return _read(value, last, KIND_VALUES.get((kind, path)) or VALUE_NAMES.get(last, {}), last)

    def _claimed(self, value: Any, body: Mapping[str, Any]) -> str:
        """Return what the values that an option claims are called."""
        return _read(value, "values", _texts(self._facts.get(self._asked.get(id(body), ""), {})))

    def _situation(self, id: str) -> str:
        waiting = members(self._document, "situations")
        while waiting:
            one = waiting.pop()
            if str(one.get("id")) == id:
                return str(one.get("name") or "未填写")
            waiting += members(one, "children")
        return f"{id}（已删除）"


def say_condition(document: Mapping[str, Any], condition: Any) -> str:
    """Return one condition of a document in words; for many of one document keep its `DocumentWords`."""
    return DocumentWords(document).condition(condition)


def _for_machines(name: str, value: Any) -> str:
    """Return what people are told of a value that machines read: of a file that it is there, of the prefilled form its fields."""
    if name in FILES:
        return "已上传" if value else ""
    if name == "base_form_defaults" and isinstance(value, Mapping):
        return "；".join(f"{PREFILLED.get(one, '其他栏目')}：{said}" for one, said in sorted(value.items()))
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def _texts(fact: Mapping[str, Any]) -> dict[str, str]:
    return {str(value.get("id")): str(value.get("text") or "未填写") for value in members(fact, "values")}


def _limit(value: Any) -> str:
    try:
        return Limit.model_validate(value).words()
    except ValidationError:
        return _read(value, "", {})


def _read(value: Any, name: str, names: Mapping[str, str], field: str = "") -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "；".join(said for one in value if (said := _read(one, name, names, field)))
    if isinstance(value, Mapping):
        return _parts(value, field)
    return names.get(str(value), str(value))


def _parts(value: Mapping[str, Any], field: str) -> str:
    """Return a value with parts: what is stated of it, each under its label; where nothing is, what its choices come to."""
    stated = {name: part for name, part in value.items() if name != "id"}
    said = _labelled({name: part for name, part in stated.items() if part and part != "none"}, field)
    return said or _labelled(
        {name: part for name, part in stated.items() if isinstance(part, bool)} | _mode(stated), field
    )


def _mode(stated: Mapping[str, Any]) -> dict[str, Any]:
    return {"": VALUE_NAMES["mode"].get(str(stated["mode"]), "")} if "mode" in stated else {}


def _labelled(parts: Mapping[str, Any], field: str) -> str:
    if "" in parts:
        return str(parts[""])
    known = {name: PART_VALUES.get((field, name)) or VALUE_NAMES.get(name, {}) for name in parts}
    words = ((name, _read(part, name, known[name])) for name, part in parts.items())
    return "，".join(f"{PARTS[name]}：{text}" if name in PARTS else text for name, text in words if text)
