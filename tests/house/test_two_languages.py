"""Every text of the screens has its English (interface.md): the catalogues hold exactly what the house says, whole and usable."""

import ast

import pytest

from tools import words


def test_the_english_catalogue_is_complete() -> None:
    """interface.md: “an English catalogue kept complete (a test counts)”. `tools/words.py update` lists what is missing."""
    found = words.faults()
    assert not found, f"{len(found)} faults, run tools/words.py update and translate:\n" + "\n".join(found[:20])


def test_the_catalogue_is_not_empty_by_mistake() -> None:
    """A search that finds nothing would call anything complete."""
    said = {room: len(texts) for room, texts in words.wanted().items()}
    assert sum(said.values()) > 9000
    assert {room for room, count in said.items() if not count} <= {"demo"}


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('x = "受理"', ["受理"]),
        ('"""收件。"""\nx = 1', []),
        ('def f():\n    """收件。"""', []),
        ('x = f"{case.number} 已受理，共 {len(rows)} 件"', ["{number} 已受理，共 {rows} 件"]),
        ('x = f"{a.name} 移交 {b.name}"', ["{name} 移交 {name_2}"]),
        ('x = f"共 {n if n else 0} 件"', ["共 {n} 件"]),
        ('x = re.compile("住所|经营场所")', []),
        ('@api.get("/x", summary="列表")\ndef f(): ...', []),
        ('Reason("gone", "没有找到。", todo="请核对。")', ["没有找到。", "请核对。"]),
        ('x = "第一行"\n"第二行"', ["第一行"]),
    ],
)
def test_what_python_says_is_found(source: str, texts: list[str]) -> None:
    """Literals and f-strings are found, docstrings and wordings to match are not."""
    ast.parse(source)
    assert list(words.python_texts(source)) == texts


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('{% translate "查找" %}', ["查找"]),
        ("{% blocktranslate with n=rows|length %}共 {{ n }} 件{% endblocktranslate %}", ["共 %(n)s 件"]),
        ('{% button _("受理") tone="primary" %}', ["受理"]),
        ('{{ name|default:_("未填写") }}', ["未填写"]),
        ('{% translate "办成 50% 以上" %}', ["办成 50%% 以上"]),
        ('{% if state == "有效" %}x{% endif %}', []),
    ],
)
def test_what_a_template_says_is_found(source: str, texts: list[str]) -> None:
    """All ways in which a template marks a text are found, a value that is compared is not."""
    assert list(words.template_texts(source)) == texts


@pytest.mark.parametrize(
    ("text", "english", "right"),
    [
        ("共 {n} 件", "{n} cases", True),
        ("共 {n} 件", "{count} cases", False),
        ("共 %(n)s 件", "%(n)s cases", True),
        ("共 %(n)s 件", "%(m)s cases", False),
        ("满 50%% 时", "at 50%%", True),
        ("满 50%% 时", "at half", True),
        ("超期", "100% late", False),
    ],
)
def test_the_places_for_values_agree(text: str, english: str, right: bool) -> None:
    """A translation may leave a value out, but never ask for one that is not there."""
    assert words.agree(text, english) is right


def test_no_template_says_chinese_past_gettext() -> None:
    """Every Chinese text of a template stands in translate, blocktranslate or `_()`; what is compared or marked as Chinese is not said."""
    found = [
        f"{path.relative_to(words.HOUSE)}: {text}"
        for path in sorted(words.HOUSE.rglob("*.html"))
        for text in words.raw_texts(path.read_text())
    ]
    assert not found, "\n".join(found[:20])
