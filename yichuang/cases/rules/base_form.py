"""The platform's base form (基本信息表单, S2-53): every field by applicant kind, as data, and its validation.

Three kinds: person 个人, enterprise 企业, other_organisation 非企业. Identifier errors refuse; the address-versus-year rule of the ID card
and unknown places only warn (rulebook 3.1, 9-13). A credit code that fails GB 32100 may be overridden with a reason (stack.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from yichuang.foundations.problems import Reason
from yichuang.foundations.rules.identifiers import (
    IdentifierReport,
    check_id_number,
    check_landline,
    check_mobile,
    check_postcode,
    check_project_code,
    check_uscc,
)

PERSON, ENTERPRISE, OTHER = "person", "enterprise", "other_organisation"
KINDS: dict[str, str] = {PERSON: "个人", ENTERPRISE: "企业", OTHER: "非企业"}
ALL = (PERSON, ENTERPRISE, OTHER)
ORGANISATIONS = (ENTERPRISE, OTHER)


@dataclass(frozen=True)
class Field:
    """One field: name, label, the kinds that have it, the kinds that must fill it, its check and group."""

    name: str
    label: str
    kinds: tuple[str, ...] = ALL
    required: tuple[str, ...] = ()
    check: str = ""
    group: str = "applicant"
    help: str = ""
    sealed: bool = False
    length: int = 120


FIELDS: tuple[Field, ...] = (
    Field("project_code", "项目代码", check="project_code", group="matter", help="投资项目填写，可“同步项目”"),
    Field("quantity", "申报数量", required=ALL, check="quantity", group="matter"),
    Field("project_name", "申报项目名称", ORGANISATIONS, ORGANISATIONS, group="matter", length=200),
    Field("name", "申报人", (PERSON,), (PERSON,)),
    Field("id_number", "身份证", (PERSON,), (PERSON,), check="id_number", sealed=True, length=18),
    Field("organisation", "申报单位", ORGANISATIONS, ORGANISATIONS),
    Field("uscc", "统一社会信用代码", (ENTERPRISE,), (ENTERPRISE,), check="uscc", length=18),
    Field("organisation_number", "单位相关证件号", (OTHER,), (OTHER,), length=40),
    Field("legal_representative", "法定代表人", ORGANISATIONS),
    Field("contact_name", "联系人姓名", ALL, ALL, group="contact"),
    Field("contact_mobile", "联系人手机", ALL, ALL, check="mobile", group="contact", sealed=True, length=11),
    Field("contact_id_number", "联系人身份证", check="id_number", group="contact", sealed=True, length=18),
    Field("contact_phone", "联系人电话", check="landline", group="contact", sealed=True, length=20),
    Field("address", "通讯地址", group="contact", length=200),
    Field("postcode", "邮政编码", check="postcode", group="contact", length=6),
    Field("courier", "是否快递送达", ALL, ALL, check="yes_no", group="courier"),
    Field("receiver_name", "收件人姓名", check="courier", group="courier"),
    Field("receiver_mobile", "收件人手机", check="courier_mobile", group="courier", sealed=True, length=11),
    Field("receiver_province", "所在地区（省）", check="courier", group="courier", length=30),
    Field("receiver_city", "所在地区（市）", check="courier", group="courier", length=30),
    Field("receiver_district", "所在地区（区）", check="courier", group="courier", length=30),
    Field("receiver_address", "详细地址", check="courier", group="courier", length=200),
    Field("receiver_postcode", "收件邮政编码", check="postcode", group="courier", length=6),
    Field("remark", "备注", group="courier", length=500),
)
BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}


@dataclass(frozen=True)
class FormJudgement:
    """The form as it may be kept: clean values, the reasons that refuse it, and the warnings that do not."""

    values: dict[str, str]
    errors: tuple[Reason, ...]
    warnings: tuple[Reason, ...]

    @property
    def ok(self) -> bool:
        """Tell whether the form may be received."""
        return not self.errors


def fields_for(kind: str) -> tuple[Field, ...]:
    """Return the fields that an applicant kind fills, in order."""
    return tuple(field for field in FIELDS if kind in field.kinds)


def judge(kind: str, given: Mapping[str, object], *, on: date, override_reason: str = "") -> FormJudgement:
    """Judge a filled form on a day; every error is returned, none stops the next."""
    if kind not in KINDS:
        reason = Reason(
            "applicant_kind", "没有选择申报者类型。", field="kind", rule="S2-53", todo="请选择个人、企业或非企业。"
        )
        return FormJudgement({}, (reason,), ())
    values = {field.name: str(given.get(field.name) or "").strip()[:1000] for field in fields_for(kind)}
    values["quantity"] = values["quantity"] or "1"
    values["courier"] = values["courier"] or "no"
    errors: list[Reason] = []
    warnings: list[Reason] = []
    for field in fields_for(kind):
        if kind in field.required and not values[field.name]:
            errors.append(_missing(field))
        elif len(values[field.name]) > max(field.length, 30):
            errors.append(_too_long(field))
        elif field.check:
            _run(field, values, on, override_reason, errors, warnings)
    return FormJudgement(values, tuple(errors), tuple(warnings))


def _too_long(field: Field) -> Reason:
    message = f"“{field.label}”超过了 {field.length} 个字。"
    return Reason("too_long", message, field=field.name, rule="S2-53", kept="已填内容都在。", todo="请缩短后重新填写。")


def _missing(field: Field) -> Reason:
    return Reason(
        "required",
        f"“{field.label}”没有填写。",
        field=field.name,
        rule="S2-53",
        kept="已填内容都在。",
        todo="请补填后再提交。",
    )


def _run(
    field: Field, values: dict[str, str], on: date, override: str, errors: list[Reason], warnings: list[Reason]
) -> None:
    value = values[field.name]
    if field.check in ("courier", "courier_mobile"):
        if values["courier"] == "yes" and not value:
            errors.append(_missing(field))
        elif value and field.check == "courier_mobile":
            _identifier(field, check_mobile(value), values, override, errors, warnings)
    elif field.check == "quantity":
        if not value.isdigit() or not 1 <= int(value) <= 999:
            errors.append(
                Reason(
                    "quantity", "“申报数量”应为 1 至 999 的整数。", field=field.name, rule="S2-53", todo="请更正数量。"
                )
            )
    elif field.check == "yes_no":
        if value not in ("yes", "no"):
            errors.append(_missing(field))
    elif value:
        _identifier(field, _CHECKS[field.check](value, on), values, override, errors, warnings)


_CHECKS: dict[str, Callable[[str, date], IdentifierReport]] = {
    "id_number": lambda text, on: check_id_number(text, on=on),
    "uscc": lambda text, on: check_uscc(text),
    "mobile": lambda text, on: check_mobile(text),
    "landline": lambda text, on: check_landline(text),
    "postcode": lambda text, on: check_postcode(text),
    "project_code": lambda text, on: check_project_code(text),
}


def _identifier(
    field: Field,
    report: IdentifierReport,
    values: dict[str, str],
    override: str,
    errors: list[Reason],
    warnings: list[Reason],
) -> None:
    values[field.name] = report.value
    for text in report.warnings:
        warnings.append(
            Reason(
                "identifier_warning",
                f"“{field.label}”：{text}",
                field=field.name,
                rule="证件号码编码规则",
                todo="请对照证件核对；与证件一致的，可以继续。",
            )
        )
    overridden = report.overridable and bool(override.strip())
    for text in report.errors:
        reason = Reason(
            "identifier",
            f"“{field.label}”：{text}",
            field=field.name,
            rule="证件号码编码规则",
            kept="已填内容都在。",
            todo="请对照证件逐位核对后更正。",
        )
        (warnings if overridden else errors).append(reason)


def applicant_name(kind: str, values: Mapping[str, str]) -> str:
    """Return the name under which the applicant appears on lists and documents."""
    return values.get("name" if kind == PERSON else "organisation", "")


def applicant_number(kind: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Return the kind and value of the number that identifies the applicant."""
    return {PERSON: ("id_card", values.get("id_number", "")), ENTERPRISE: ("uscc", values.get("uscc", ""))}.get(
        kind, ("other", values.get("organisation_number", ""))
    )
