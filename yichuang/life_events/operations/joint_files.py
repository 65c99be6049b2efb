"""Scans and the commitment brought with a joint intake: kept once with the joint case, given to every member's case that needs them
(S2-14, S2-18, S2-39).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from yichuang.cases.operations.scan_material import add_scan
from yichuang.cases.operations.sign_commitment import sign_commitment
from yichuang.cases.queries import Case, facts
from yichuang.cases.rules.facts import TOLERATED
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.files.operations.prepare import Prepared, prepare
from yichuang.files.operations.store import store
from yichuang.files.queries import files_of, read_bytes
from yichuang.foundations.actors import Actor
from yichuang.life_events.models import JointCase, JointChild

OWNER = "joint_case"


def keep_scans(
    joint: JointCase, files: Mapping[str, Sequence[Prepared]], *, actor: Actor, now: datetime
) -> dict[str, list[str]]:
    """Keep the files of each line with the joint case and return their ids by line; equal content is kept once."""
    return {
        line: [
            str(store(actor, data=content, purpose="material", owner_kind=OWNER, owner_key=joint.number, now=now).pk)
            for content in contents
        ]
        for line, contents in files.items()
    }


def keep_commitment(joint: JointCase, commitment: Prepared | None, *, actor: Actor, now: datetime) -> str:
    """Keep the one signed commitment (容缺承诺) with the joint case and return its id; nothing for none."""
    if commitment is None:
        return ""
    file = store(actor, data=commitment, purpose="commitment", owner_kind=OWNER, owner_key=joint.number, now=now)
    return str(file.pk)


def commit_later(
    joint: JointCase, child: JointChild, case: Case, stated: MatterSpec, *, actor: Actor, now: datetime
) -> Case:
    """Have the kept commitment count for a member's papers that come later (S2-39) and return its case; each has its own day from now on.

    One that the case's version no longer lets come later stays missing, and is asked for as any missing paper.
    """
    needed = {row.material_id for row in facts.materials_of(case)}
    later = [
        want
        for want in child.wants
        if want["received_as"] == TOLERATED
        and want["material"] in needed
        and stated.material(want["material"]).tolerable
    ]
    if not later:
        return case
    kept = next(file for file in files_of(OWNER, joint.number) if str(file.pk) == later[0]["commitment"])
    signature = prepare(read_bytes(kept), name=kept.original_name, declared_type=kept.blob.media_type)
    return sign_commitment(
        actor=actor,
        number=case.number,
        materials=[want["material"] for want in later],
        signature=signature,
        on_paper=later[0]["on_paper"],
        now=now,
    )


def add_kept_scans(joint: JointCase, child: JointChild, case: Case, *, actor: Actor, now: datetime) -> None:
    """Add the kept scans of a member's materials to its case; one that its version no longer needs is left with the joint case."""
    if not any(want.get("files") for want in child.wants):
        return
    needed = {row.material_id for row in facts.materials_of(case)}
    kept = {str(file.pk): file for file in files_of(OWNER, joint.number)}
    for want in child.wants:
        if want["material"] not in needed:
            continue
        for file in (kept[key] for key in want.get("files", ()) if key in kept):
            content = prepare(read_bytes(file), name=file.original_name, declared_type=file.blob.media_type)
            add_scan(actor=actor, number=case.number, material=want["material"], content=content, now=now)
