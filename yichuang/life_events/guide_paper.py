"""The guide of a life event as a Word document on A4, drawn with the tools of a matter's guide: the same content always the same bytes."""

from yichuang.catalog.guide_paper import add_sections, begun, finished
from yichuang.catalog.rules.guide import Section
from yichuang.life_events.queries.public import Shown
from yichuang.life_events.rules import public_guide


def guide_paper(shown: Shown) -> bytes:
    """Return the guide: what is announced of its matters, what it settles, how it goes, how long, the papers, and what if a part fails."""
    spec = shown.spec
    paper = begun(spec.name, f"一件事办事指南 · 第 {shown.event.number} 版")
    if spec.summary:
        paper.add_paragraph(spec.summary)
    if announced := [part for part in shown.parts if part.announced]:
        paper.add_heading("公告：其中一项即将暂停办理", level=1)
        for part in announced:
            paper.add_paragraph(part.announced)
            paper.add_paragraph(part.advice)
    done = tuple((part.name, f"{part.department}；{part.when}") for part in shown.parts)
    add_sections(paper, [Section("一次办好哪几件事", done)])
    paper.add_heading("怎么办", level=1)
    for step in public_guide.steps(spec, shown.parts):
        paper.add_paragraph(step, style="List Bullet")
    parts = public_guide.sections(spec, shown.parts, shown.event.number)
    add_sections(paper, [part for part in parts if part.first])
    papers = tuple((name, f"{how}；用于{users}") for name, how, users in public_guide.papers(spec, shown.names))
    rest = [part for part in parts if not part.first]
    add_sections(paper, [*([Section("材料（需要哪几样看您的情况）", papers)] if papers else []), *rest])
    return finished(paper)
