"""What each check (prover, naming rules S2-15, cuts S2-16) is called in lists; an unknown one goes by its code."""

from yichuang.catalog.rules.node_words import VALUE_NAMES
from yichuang.catalog.rules.prover.proof import CHECK_NAMES

NAMES: dict[str, str] = {
    **CHECK_NAMES,
    "structure": "文稿结构",
    "missing_field": "必填项未填",
    "unnamed": "没有名称",
    "no_options": "题目没有选项",
    "dangling_condition": "条件用到已删除的内容",
    "promise": "承诺期限",
    "remedies": "救济途径",
    "attributes": "共享和容缺属性",
    "tolerance": "容缺补正期限",
    "name.catch_all": "名称：兜底条款",
    "name.and_so_on": "名称：以“等”代替",
    "name.which_office": "名称：未指明部门",
    "name.some_or_other": "名称：相关、有关",
    "name.as_needed": "名称：视情况提供",
    "name.measure": "名称：符合规定",
    "name.generic": "名称：过于笼统",
    "name.condition": "名称：写了条件",
    "name.alternatives": "名称：A 或 B",
    "name.not_standard": "名称：不是标准名称",
    "name.form": "名称：写了份数或形式",
}


def check_name(code: str) -> str:
    """Return what a check is called."""
    kind, _, which = code.partition(".")
    return (
        f"减证：{VALUE_NAMES['cut'][which]}" if kind == "cut" and which in VALUE_NAMES["cut"] else NAMES.get(code, code)
    )
