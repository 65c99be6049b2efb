"""Who must bring more and who less, read from the materials' own conditions (the prover's difference says it of every applicant)."""

from collections.abc import Iterator

from yichuang.catalog.rules.conditions import describe
from yichuang.catalog.rules.spec import Material, MatterSpec


def burden(before: MatterSpec, after: MatterSpec) -> tuple[str, ...]:
    """Return one sentence for each material that is newly asked for, no longer asked for, or asked of others than before."""
    return tuple(_sentences(before, after))


def _sentences(before: MatterSpec, after: MatterSpec) -> Iterator[str]:
    old = {material.id: material for material in before.materials}
    new = {material.id: material for material in after.materials}
    for name, material in new.items():
        if name not in old:
            yield f"要多交“{material.name}”：{_who(material, after)}。"
    for name, material in old.items():
        if name not in new:
            yield f"不再交“{material.name}”：{_who(material, before)}。"
    for name, material in new.items():
        if name in old:
            yield from _moved(old[name], material, before, after)


def _moved(old: Material, new: Material, before: MatterSpec, after: MatterSpec) -> Iterator[str]:
    was, now = _who(old, before), _who(new, after)
    if was != now:
        yield f"“{new.name}”原来由“{was}”的提交，现在由“{now}”的提交。"
    if _count(old) != _count(new):
        more = "多" if _count(new) > _count(old) else "少"
        yield f"“{new.name}”要{more}交：原来 {old.counts()}，现在 {new.counts()}（{now}）。"
    if old.shared.exempt != new.shared.exempt:
        yield f"“{new.name}”{'改为数据共享取得后免提交' if new.shared.exempt else '不再免提交'}（{now}）。"


def _who(material: Material, spec: MatterSpec) -> str:
    return describe(material.needed_if, spec)


def _count(material: Material) -> int:
    return material.original_count + material.copy_count
