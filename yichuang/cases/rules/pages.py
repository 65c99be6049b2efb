"""The lifecycle as pages a lawyer can read: one for the whole, one for each statute with its flow chart, one for the documents.

Made from the tables; `manage.py write_rules` writes them into `docs/rules/`, and the checks compare.
"""

import re
from collections.abc import Iterable

from yichuang.cases.rules.document_kinds import KINDS
from yichuang.cases.rules.lifecycle import MOVES, Move
from yichuang.cases.rules.states import FINAL, TEXTS, State

MADE = "<!-- Made from the tables in yichuang/cases/rules by `make rules`; do not edit. -->\n"
# Which statute a citation belongs to: file name, full name, and how a citation of it begins.
STATUTES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("administrative-licensing-law", "中华人民共和国行政许可法", ("行政许可法",)),
    ("real-estate-registration", "不动产登记暂行条例", ("不动产登记暂行条例",)),
    ("state-council-order-716", "国务院关于在线政务服务的若干规定（国务院令第 716 号）", ("国务院令716号",)),
    ("zhejiang-administrative-procedure", "浙江省行政程序办法", ("浙江省行政程序办法",)),
    ("one-window-specification", "一窗受理平台建设与管理规范（S2）", ("S2-",)),
)


def pages() -> dict[str, str]:
    """Return file name → Markdown text of every page."""
    made = {"lifecycle.md": _lifecycle(), "documents.md": _documents()}
    for name, title, signs in STATUTES:
        moves = [move for move in MOVES if _cites(move.article, signs)]
        if moves:
            made[f"{name}.md"] = _statute(title, signs, moves)
    made["README.md"] = _index(made)
    return made


def flow_chart(moves: Iterable[Move]) -> str:
    """Return a Mermaid state diagram of some moves; a move that stays where it is is drawn as a loop."""
    lines = ["```mermaid", "stateDiagram-v2"]
    named: dict[State, None] = {}
    for move in moves:
        for source in move.sources:
            named.setdefault(source)
            named.setdefault(move.target or source)
    lines += [f'  state "{TEXTS[state].name}" as {state.value}' for state in named]
    for move in moves:
        if len(move.sources) > 6:
            continue  # a move that is open almost everywhere would hide the others; the table has it
        lines += [f"  {source.value} --> {(move.target or source).value}: {move.name}" for source in move.sources]
    lines += [f"  {state.value} --> [*]" for state in named if state in FINAL]
    return "\n".join([*lines, "```"])


def _cites(article: str, signs: tuple[str, ...]) -> bool:
    return any(sign in article for sign in signs)


def _articles(text: str, signs: tuple[str, ...]) -> str:
    parts = re.split(r"[；;]", text)
    return "；".join(part.strip() for part in parts if _cites(part, signs))


def _table(moves: Iterable[Move], articles: dict[str, str] | None = None) -> str:
    head = "| 操作 | 从 | 到 | 谁 | 须有 | 产生 | 期限 | 依据 |\n|---|---|---|---|---|---|---|---|"
    rows = [
        f"| {move.name} `{move.verb}` | {_names(move.sources)} | {TEXTS[move.target].name if move.target else '不变'} | {move.who}"
        f" | {_needs(move)} | {move.gives or '—'} | {move.clock or '—'} | {(articles or {}).get(move.verb, move.article)} |"
        for move in moves
    ]
    return "\n".join([head, *rows])


def _names(states: tuple[State, ...]) -> str:
    return "任一未终结状态" if len(states) > 8 else "、".join(TEXTS[state].name for state in states)


def _needs(move: Move) -> str:
    return "、".join(f"`{need}`" for need in move.needs) or "—"


def _lifecycle() -> str:
    states = ["| 状态 | code | 谁等谁 |", "|---|---|---|"]
    states += [f"| {text.name} | `{state.value}` | {text.waiting} |" for state, text in TEXTS.items()]
    parts = [
        "# 办件的一生 (the lifecycle of a case)",
        flow_chart(MOVES),
        "## 状态",
        "\n".join(states),
        "## 操作",
        _table(MOVES),
    ]
    return MADE + "\n" + "\n\n".join(parts) + "\n"


def _statute(title: str, signs: tuple[str, ...], moves: list[Move]) -> str:
    articles = {move.verb: _articles(move.article, signs) for move in moves}
    papers = [kind for kind in KINDS.values() if _cites(kind.article, signs)]
    parts = [f"# {title}", flow_chart(moves), "## 操作", _table(moves, articles)]
    if papers:
        rows = [f"| {kind.title} | `{kind.code}` | {_articles(kind.article, signs)} |" for kind in papers]
        parts += ["## 文书", "\n".join(["| 文书 | code | 条款 |", "|---|---|---|", *rows])]
    return MADE + "\n" + "\n\n".join(parts) + "\n"


def _documents() -> str:
    names = {"acceptor": "受理机关", "department": "办理部门", "centre": "政务服务中心"}
    rows = [
        f"| {kind.title} | {kind.licence_title} | `{kind.code}` | 〔年〕号前加“{kind.prefix}” | {names[kind.authority_from]}"
        f" | {'告知救济' if kind.adverse else '—'} | {'盖章' if kind.needs_seal else '签字'} | {kind.article} |"
        for kind in KINDS.values()
    ]
    head = ["| 文书 | 许可事项的名称 | code | 文号 | 名义 | 救济 | 签章 | 依据 |", "|---|---|---|---|---|---|---|---|"]
    return MADE + "\n# 文书 (official documents)\n\n" + "\n".join([*head, *rows]) + "\n"


def _index(made: dict[str, str]) -> str:
    lines = [f"- [{text.split('# ', 1)[1].splitlines()[0]}]({name})" for name, text in made.items()]
    return MADE + "\n# 规则 (rules)\n\nThe law as the code holds it, one page a statute.\n\n" + "\n".join(lines) + "\n"
