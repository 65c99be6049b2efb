"""XML of strangers: bombs, entities, DTDs, depth, length, encodings, comments, doubled fields; and whatever hypothesis thinks of."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.counter import Desk
from tests.exchange.test_split_mode import received
from tests.legacy.calling import join_legacy
from yichuang.exchange.models import InboundMessage
from yichuang.legacy.rules.careful_xml import ILLEGAL, UNREADABLE, BadXml, Node, fields_of, read, written
from yichuang.legacy.rules.reports import INCOMING, BadMessage, hear, say

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><RECORD><PROJID>&j;</PROJID></RECORD>"
)
HOSTILE = {
    "billion laughs": (BOMB, "DTD"),
    "quadratic blow-up": ('<!DOCTYPE r [<!ENTITY a "' + "x" * 9000 + '">]><RECORD>' + "&a;" * 900 + "</RECORD>", "DTD"),
    "external entity": ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><RECORD><A>&x;</A></RECORD>', "DTD"),
    "external DTD": ('<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><RECORD/>', "DTD"),
    "parameter entity": ('<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]><RECORD/>', "DTD"),
    "undeclared entity": ("<RECORD><A>&x;</A></RECORD>", "格式良好"),
    "deep": ("<RECORD>" + "<A>" * 100_000, "嵌套"),
    "many": ("<RECORD>" + "<A/>" * 30_000 + "</RECORD>", "元素超过"),
    "long": ("<RECORD><A>" + "大" * 200_000 + "</A></RECORD>", "一个字段超过"),
    "longer": ("<RECORD><A>" + "大" * 1_200_000 + "</A></RECORD>", "超过 1000000"),
    "gbk": ('<?xml version="1.0" encoding="GBK"?><RECORD/>', "GBK"),
    "utf-16": ('<?xml version="1.0" encoding="utf-16"?><RECORD/>', "utf-16"),
    "utf-7": ('<?xml version="1.0" encoding="utf-7"?><RECORD>+ADw-A+AD4-</RECORD>', "utf-7"),
    "bytes that were no UTF-8": (f"<RECORD><A>{UNREADABLE}</A></RECORD>", "UTF-8"),
    "half a surrogate pair": ("<RECORD><A>\ud800</A></RECORD>", "格式良好"),
    "comment that splits a number": ("<RECORD><PROJID>33<!-- -->01</PROJID></RECORD>", "注释"),
    "processing instruction": ("<RECORD><?php echo 1?></RECORD>", "处理指令"),
    "text beside elements": ("<RECORD>33<A>1</A></RECORD>", "既有文字又有元素"),
    "control character": ("<RECORD><A>&#1;</A></RECORD>", "格式良好"),
    "two roots": ("<RECORD/><RECORD/>", "格式良好"),
    "nothing": ("   ", "格式良好"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_no_honest_message_has_is_refused_with_its_reason(name: str) -> None:
    text, why = HOSTILE[name]
    with pytest.raises(BadXml, match=why):
        read(text)


def test_a_doubled_field_is_refused_and_cdata_is_text() -> None:
    with pytest.raises(BadXml, match="两次"):
        fields_of(read("<RECORD><PROJID>1</PROJID><PROJID>2</PROJID></RECORD>"))
    tricky = "<RECORD><A><![CDATA[<B>1</B>]]></A><C><![CDATA[]]]]><![CDATA[>]]></C></RECORD>"
    assert fields_of(read(tricky)) == {"A": "<B>1</B>", "C": "]]>"}


@pytest.mark.usefixtures("demo_district", "plain_http")
@pytest.mark.django_db
def test_at_the_door_it_is_a_code_and_a_sentence_and_nothing_changes() -> None:
    caller = join_legacy()
    number = received(Desk("林小窗"))
    for name, (text, _) in HOSTILE.items():
        if name in ("half a surrogate pair", "longer"):
            continue  # no form can carry the one; the other is refused before it is read whole
        answer = caller.post("api/accept", acceptInfoXml=text)
        assert answer.status_code == 200 and answer.json()["result"] == "02", name
        assert "acceptInfoXml" in answer.json()["resultmsg"], name
    assert Desk("林小窗").get(f"/cases/{number}").json()["state"] == "received" and not InboundMessage.objects.exists()


LEGAL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=UNREADABLE), max_size=60).map(
    lambda text: ILLEGAL.sub("", text)
)
WORD = LEGAL.map(str.strip).filter(bool)
NAME = WORD.map(lambda text: text[:24].strip()).filter(bool)


@given(LEGAL, LEGAL)
def test_what_we_write_is_read_back_as_it_was(text: str, attribute: str) -> None:
    node = Node("RECORD", {"name": attribute}, children=[Node("A", text=text)])
    again = read(written(node))
    assert again.attributes == {"name": attribute} and again.children[0].text == text


REPORTS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "accepted": st.fixed_dictionaries({}),
    "refused": st.fixed_dictionaries({"reasons": WORD, "legal_basis": WORD}),
    "correction_requested": st.fixed_dictionaries(
        {
            "items": st.lists(
                st.fixed_dictionaries({"material": WORD, "name": WORD, "what": WORD, "todo": WORD}),
                min_size=1,
                max_size=4,
            )
        }
    ),
    "node_changed": st.fixed_dictionaries({"node": WORD, "name": WORD}),
    "special_begin": st.fixed_dictionaries(
        {
            **dict.fromkeys(("procedure", "legal_basis", "reason", "served_how"), WORD),
            "expected_days": st.integers(0, 999),
            "notice_served_on": st.dates().map(lambda day: day.isoformat()),
        }
    ),
    "special_end": st.fixed_dictionaries({"outcome": WORD}),
    "concluded": st.fixed_dictionaries(
        {
            "outcome": st.sampled_from(["granted", "denied"]),
            "reasons": WORD,
            "legal_basis": WORD,
            "result": st.fixed_dictionaries({"name": WORD, "number": WORD}),
            "second_handler": NAME.map(lambda name: {"id": name, "name": name}),
        }
    ),
}


@given(st.sampled_from(sorted(REPORTS)), st.data(), NAME)
def test_our_report_in_xml_and_back_is_our_report(type_: str, data: st.DataObject, handler: str) -> None:
    said = {"handler": {"id": handler, "name": handler}, **data.draw(REPORTS[type_])}
    around = {"number": "330109112026112800019", "time": "2026-11-28 10:00:00", "at": "2026-11-28 09:30:00"}
    heard = hear(*say(type_, said, around))
    assert (heard.type, heard.data, heard.number) == (type_, said, around["number"])
    assert heard.at.isoformat() == "2026-11-28T01:30:00+00:00"
    assert hear(*say(type_, said, {**around, "time": "2026-11-28 23:00:00"})).id == heard.id


def names(node: Any) -> st.SearchStrategy[Any]:
    return st.lists(node, max_size=4)


TREES = st.recursive(
    st.tuples(st.sampled_from(["PROJID", "HANDER", "RECORD", "RECORDS", "FILES", "SYNC_STATUS", "X"]), LEGAL).map(
        lambda pair: Node(pair[0], text=pair[1])
    ),
    lambda inner: st.tuples(st.sampled_from(["RECORD", "RECORDS", "FILEINFO", "X"]), names(inner)).map(
        lambda pair: Node(pair[0], children=pair[1])
    ),
    max_leaves=12,
)


@given(st.sampled_from(INCOMING), TREES, st.one_of(st.none(), TREES, st.text()))
def test_whatever_comes_is_understood_or_refused_in_words(name: str, first: Node, second: Any) -> None:
    parts = {"accept": ("acceptInfoXml", "attrXml"), "patchApply": ("patchXml", "patchAttrXml"),
             "specialBegin": ("specialStartXml",), "specialEnd": ("specialEndXml",), "nodeinfo": ("nodeTransXml",),
             "transact": ("transactXml", "attrXml"), "projIdFeedback": ("projIdFeedbackXml",)}[name]  # fmt: skip
    texts = [written(first), written(second) if isinstance(second, Node) else second or ""]
    given_ = dict(zip(parts, texts, strict=False))
    try:
        hear(name, given_)
    except BadMessage as error:
        assert str(error)
