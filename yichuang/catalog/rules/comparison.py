"""Two versions of a matter compared in words: who must now bring more, who less, and every node that was added, changed or removed.

The one seam for every page that shows a comparison: what is exact about people comes from the prover, what is written node by node
from `version_changes`.
"""

from dataclasses import dataclass

from yichuang.catalog.rules.material_burden import material_burden
from yichuang.catalog.rules.prover.difference import compare
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.catalog.rules.version_changes import ChangeGroup, changes


@dataclass(frozen=True)
class Comparison:
    """What changed for people (`burden`), and node by node (`groups`); both empty when nothing did."""

    burden: tuple[str, ...]
    groups: tuple[ChangeGroup, ...]

    @property
    def empty(self) -> bool:
        """Tell whether nothing changed."""
        return not self.burden and not self.groups


def compare_versions(before: MatterSpec, after: MatterSpec) -> Comparison:
    """Compare two versions of a matter."""
    people = (*material_burden(before, after), *compare(before, after).for_people())
    return Comparison(people, changes(before, after))
