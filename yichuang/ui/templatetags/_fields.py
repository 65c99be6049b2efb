"""Form fields: label, help, error, required mark, choices with digits, files, signature. Works with any Django form."""

from collections.abc import Iterable
from typing import Any

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    HiddenInput,
    RadioSelect,
    Select,
    Textarea,
)
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yichuang.ui.templatetags._library import attributes, part, register


@register.simple_tag
def field(
    bound: BoundField, label: str = "", help: str = "", width: str = "", choices: str = "", digits: bool = False, optional: bool = False,
    hide_label: bool = False, prefix: str = "", suffix: str = "", wide: bool = False, **more: Any,
) -> SafeString:  # fmt: skip
    """A form field with everything around it: `{% field form.id_number inputmode="text" autocomplete="off" width="20" %}`.

    `width`: 5, 10, 20 or 30 characters. `choices`: "cards" for large answers; `digits`: answers are picked by 1–9.
    `optional`: says （选填） (for forms where most fields are required).
    `wide`: spans a `.form-grid`. Other arguments become attributes of the input.
    """
    widget = bound.field.widget
    if isinstance(widget, HiddenInput):
        return SafeString(str(bound))
    context = {
        "bound": bound, "id": bound.id_for_label or bound.auto_id, "label": label or bound.label, "help": help or bound.help_text,
        "required": bound.field.required, "optional": optional and not bound.field.required, "hide_label": hide_label,
        "prefix": prefix, "suffix": suffix, "width": width, "wide": wide,
    }  # fmt: skip
    described = _described(bound, str(context["help"]))
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        options = _options(bound, digits, more)
        return part(
            "field_group", **context, options=options, style=choices or "plain", digits=digits, described=described
        )
    context["input"] = bound.as_widget(attrs=_input_attributes(bound, described, more))
    return part("field_check" if isinstance(widget, CheckboxInput) else "field", **context)


def _described(bound: BoundField, help: str) -> str:
    """Return the ids that explain the input, error first; the name of the field stands in for a missing id."""
    base = bound.auto_id or bound.html_name
    return " ".join(filter(None, [f"{base}_error" if bound.errors else "", f"{base}_help" if help else ""]))


def _input_attributes(bound: BoundField, described: str, more: dict[str, Any]) -> dict[str, Any]:
    widget = bound.field.widget
    css = (
        "form-check-input"
        if isinstance(widget, CheckboxInput)
        else "form-select"
        if isinstance(widget, Select)
        else "form-control"
    )
    own = widget.attrs.get("class", "")
    given: dict[str, Any] = {
        "class": " ".join(filter(None, [css, own, "is-invalid" if bound.errors else ""])),
        "aria-describedby": described or None,
    }
    if isinstance(widget, Textarea):
        given.setdefault("rows", widget.attrs.get("rows", 3) if widget.attrs.get("rows") != "10" else 3)
    if bound.errors:
        given["aria-invalid"] = "true"
    return {name: value for name, value in {**given, **attributes(more)}.items() if value is not None}


def _options(bound: BoundField, digits: bool, more: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for place, one in enumerate((sub for sub in bound.subwidgets if sub.data["value"] not in ("", None)), start=1):
        one.data["attrs"].update({"class": "form-check-input", **attributes(more)})
        one.data["attrs"].pop("required", None)
        if digits and place <= 9:
            one.data["attrs"]["data-digit"] = str(place)
        found.append(
            {
                "input": one.tag(),
                "id": one.id_for_label,
                "label": one.choice_label,
                "digit": place if digits and place <= 9 else "",
            }
        )
    return found


@register.simple_tag
def error_summary(*forms: Any) -> SafeString:
    """All errors of one or more forms (formsets too) on top of the page, each linking to its field; takes the focus."""
    listed = [entry for form in forms if form is not None for one in (_parts(form)) for entry in _errors(one)]
    return part("error_summary", errors=listed) if listed else SafeString("")


def _parts(form: Any) -> Iterable[Any]:
    """A formset gives its forms, a form gives itself."""
    return form.forms if hasattr(form, "management_form") else [form]


def _errors(form: Any) -> Iterable[dict[str, str]]:
    for name, problems in form.errors.items():
        bound = form[name] if name in form.fields else None
        target = _first_input(bound) if bound is not None else ""
        for problem in problems:
            yield {
                "target": target,
                "label": str(bound.label).rstrip("？?：:") if bound is not None else "",
                "text": str(problem),
            }


def _first_input(bound: BoundField) -> str:
    if isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple):
        return next(
            (sub.id_for_label for sub in bound.subwidgets if sub.data["value"] not in ("", None)), bound.auto_id
        )
    return bound.id_for_label or bound.auto_id


@register.simple_tag
def file_drop(bound: BoundField, camera: bool = True, limit_mb: int = 20, help: str = "", **more: Any) -> SafeString:
    """A place to drop, choose or photograph files; a plain file input without scripts.

    Accepted kinds come from the widget's `accept` attribute (default images and PDF); several files when the widget allows.
    """
    widget = bound.field.widget
    accept = widget.attrs.get("accept", "image/jpeg,image/png,application/pdf")
    text = help or bound.help_text
    given = {"class": "drop-input", "accept": accept, "data-limit-mb": str(limit_mb), **attributes(more)}
    if described := _described(bound, str(text)):
        given["aria-describedby"] = described
    if bound.errors:
        given["aria-invalid"] = "true"
    many = isinstance(widget, FileInput) and bool(getattr(widget, "allow_multiple_selected", False))
    return part(
        "file_drop", bound=bound, id=bound.id_for_label, label=bound.label, help=text, required=bound.field.required,
        input=bound.as_widget(attrs=given), camera=camera and "image" in accept, many=many, limit=limit_mb,
    )  # fmt: skip


@register.simple_tag
def signature_pad(
    name: str = "signature",
    label: str = "请在框内签名",
    error: str = "",
    hint: str = "",
    optional: bool = False,
    value: str = "",
) -> SafeString:
    """A pad to sign on with finger, pen or mouse; fills the hidden input `name` with a PNG data address.

    Needs no network until the form is submitted. `label` in the applicant's words; `optional`: the form goes without it too.
    `value`: the PNG data address of a signature that was given already and stays until it is written anew.
    """
    return part("signature_pad", name=name, label=label, error=error, hint=hint, optional=optional, value=value)


@register.simple_tag
def required_mark() -> SafeString:
    """The sentence that explains the required mark, once per form."""
    return format_html(
        '<p class="required-note"><span class="required" aria-hidden="true">*</span> {}</p>', _("为必填项")
    )
