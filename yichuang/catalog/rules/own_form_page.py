"""A matter's own form as a page shows it: what was typed and what is wrong, field by field; the counter and the studio's preview alike."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.rules.own_form import SHARED, OwnField, fields_of, sections_of
from yichuang.catalog.rules.own_form_filling import place
from yichuang.foundations.problems import Reason

PREFIX = "o."
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Row:
    """One field on the page: its input's name, the text in it (or the texts chosen), where that came from, and what is wrong with it.

    `token` proves the source when the page comes back; `now` is the masked value that stays when the input is left empty; `when` says in
    which situations only the field is asked.
    """

    field: OwnField
    value: str = ""
    chosen: tuple[str, ...] = ()
    source: str = ""
    token: str = ""
    errors: tuple[str, ...] = ()
    now: str = ""
    when: str = ""

    @property
    def name(self) -> str:
        """Return the name of the input."""
        return f"{PREFIX}{self.field.name}"

    @property
    def shared(self) -> str:
        """Return what shared data fills in here, in words."""
        return SHARED.get(self.field.shared, "")

    @property
    def wide(self) -> bool:
        """Tell whether the input needs the whole width."""
        return self.field.kind in ("long", "several")

    @property
    def digits(self) -> str:
        """Return the keyboard that a telephone shows."""
        return {"integer": "numeric", "number": "decimal"}.get(self.field.kind, "")


def typed_of(form: Mapping[str, Any], given: Any) -> dict[str, Any]:
    """Return what a posted page (a `QueryDict`) says of the form: text by field, a list for a choice of several."""
    return {
        field.name: given.getlist(f"{PREFIX}{field.name}")
        if field.kind == "several"
        else given.get(f"{PREFIX}{field.name}", "")
        for field in fields_of(form)
    }


def texts_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return kept values as what would have been typed."""
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> Any:
    if isinstance(value, list):
        return [str(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def page_of_form(
    form: Mapping[str, Any],
    typed: Mapping[str, Any] = NOTHING,
    reasons: Iterable[Reason] = (),
    sources: Mapping[str, tuple[str, str]] = NOTHING,
    masked: Mapping[str, str] = NOTHING,
    *,
    asked: Collection[str] | None = None,
    say: Callable[[Any], str] | None = None,
) -> list[tuple[str, list[Row]]]:
    """Return the rows of the form section by section.

    `sources` holds words and token of where a value came from, `asked` names the fields that are (None: all), `say` words conditions.
    """
    wrong: dict[str, list[str]] = {}
    for reason in reasons:
        wrong.setdefault(reason.field, []).append(reason.message)
    shown = tuple(field for field in fields_of(form) if asked is None or field.name in asked)
    return [
        (title, [_row(field, typed, wrong, sources, masked, say) for field in fields])
        for title, fields in sections_of(shown)
    ]


def unasked_pairs(form: Mapping[str, Any], typed: Mapping[str, Any], asked: Collection[str]) -> list[tuple[str, str]]:
    """Return what was typed in fields that are not asked now, as the hidden inputs that carry it on."""
    return [
        (f"{PREFIX}{field.name}", text)
        for field in fields_of(form)
        if field.name not in asked
        for text in _texts_typed(typed.get(field.name, ""))
        if text
    ]


def _texts_typed(told: Any) -> list[str]:
    return [str(one) for one in told] if isinstance(told, list) else [str(told)]


def _row(
    field: OwnField,
    typed: Mapping[str, Any],
    wrong: Mapping[str, list[str]],
    sources: Mapping[str, tuple[str, str]],
    masked: Mapping[str, str],
    say: Callable[[Any], str] | None,
) -> Row:
    told = typed.get(field.name, "")
    listed = tuple(told) if isinstance(told, list) else ()
    text = "" if listed or isinstance(told, list) else str(told)
    errors = tuple(wrong.get(place(field.name), ()))
    when = say(field.when) if say is not None and field.when is not None else ""
    source, token = sources.get(field.name, ("", ""))
    return Row(field, text, listed, source, token, errors, masked.get(field.name, ""), when)
