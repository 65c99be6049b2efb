"""What a life event of these matters would save one person at least: visits, papers of one type, fields of one meaning (S2-25, S3-9).

The lower bound, where `rules/expected.py` cannot count exactly. Careful on purpose: only what every applicant must bring or fill (no
condition on it) and what is not exempt is counted, only fields of the same name and kind; what a composer merges comes
on top. The three are added up as minutes to rank proposals, with weights that are a judgement of ours and say so on the page: a visit an
hour, a paper ten minutes, a field one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yichuang.catalog.rules.spec import MatterSpec

VISIT_MINUTES, MATERIAL_MINUTES, FIELD_MINUTES = 60, 10, 1


@dataclass(frozen=True)
class Merged:
    """One paper or field that several matters ask for: its name, and the matters (keys)."""

    key: str
    name: str
    matters: tuple[str, ...]

    @property
    def saved(self) -> int:
        """Return how often it need not be given again."""
        return len(self.matters) - 1


@dataclass(frozen=True)
class Savings:
    """What one person saves, at least."""

    visits: int
    materials: tuple[Merged, ...]
    fields: tuple[Merged, ...]

    @property
    def material_count(self) -> int:
        """Return how many papers are not brought again."""
        return sum(one.saved for one in self.materials)

    @property
    def field_count(self) -> int:
        """Return how many fields are not filled again."""
        return sum(one.saved for one in self.fields)

    @property
    def minutes(self) -> int:
        """Return the saving of one person as minutes, for ranking only."""
        return self.visits * VISIT_MINUTES + self.material_count * MATERIAL_MINUTES + self.field_count * FIELD_MINUTES


def savings(specs: Mapping[str, MatterSpec]) -> Savings:
    """Return what one person saves when matters (key → spec in force) are done as one thing."""
    return Savings(max(len(specs) - 1, 0), _merged(_papers(specs)), _merged(_fields(specs)))


def _papers(specs: Mapping[str, MatterSpec]) -> Mapping[str, tuple[str, Sequence[str]]]:
    found: dict[str, tuple[str, list[str]]] = {}
    for key, spec in specs.items():
        for one in spec.materials:
            if one.standard_type and one.needed_if is None and not one.exempt_submission:
                matters = found.setdefault(one.standard_type, (one.name, []))[1]
                if key not in matters:
                    matters.append(key)
    return found


def _fields(specs: Mapping[str, MatterSpec]) -> Mapping[str, tuple[str, Sequence[str]]]:
    found: dict[str, tuple[str, list[str]]] = {}
    for key, spec in specs.items():
        for row in spec.form.get("properties", {}).values():
            if row.get("x-when") is not None:
                continue
            title = str(row.get("title", "")).strip()
            matters = found.setdefault(f"{title}|{row.get('type', '')}|{row.get('format', '')}", (title, []))[1]
            if title and key not in matters:
                matters.append(key)
    return found


def _merged(found: Mapping[str, tuple[str, Sequence[str]]]) -> tuple[Merged, ...]:
    return tuple(Merged(key, name, tuple(matters)) for key, (name, matters) in found.items() if len(matters) > 1)
