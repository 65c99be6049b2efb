"""What a material that both versions ask for now costs more or less of: copies, and whether shared data may stand in for it."""

from collections.abc import Iterator

from yichuang.catalog.rules.conditions import describe
from yichuang.catalog.rules.spec import Material, MatterSpec


def material_burden(before: MatterSpec, after: MatterSpec) -> tuple[str, ...]:
    """Return one sentence for each material of which more or less is asked than before."""
    old = {material.id: material for material in before.materials}
    return tuple(said for new in after.materials if new.id in old for said in _moved(old[new.id], new, after))


def _moved(old: Material, new: Material, after: MatterSpec) -> Iterator[str]:
    now = describe(new.needed_if, after)
    if _count(old) != _count(new):
        more = "多" if _count(new) > _count(old) else "少"
        yield f"“{new.name}”要{more}交：原来 {old.counts()}，现在 {new.counts()}（{now}）。"
    if old.shared.exempt != new.shared.exempt:
        yield f"“{new.name}”{'改为数据共享取得后免提交' if new.shared.exempt else '不再免提交'}（{now}）。"


def _count(material: Material) -> int:
    return material.original_count + material.copy_count
