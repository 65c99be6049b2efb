"""XML of strangers, read with care: no DTD, no entity, no comment, bounded depth, size and number; and XML of ours, written so that it is
read back as it was.

A form field holds the XML as text that the door has decoded already, so an encoding named inside it must agree with that.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

LONGEST, DEEPEST, MOST_ELEMENTS, LONGEST_TEXT = 1_000_000, 8, 20_000, 100_000
# What XML 1.0 cannot carry at all (2.2), and the sign that a decoder leaves for bytes it could not read.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
UNREADABLE = "\ufffd"
DECLARED = re.compile(r"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
UTF8 = frozenset({"utf-8", "utf8"})


class BadXml(ValueError):
    """Raised for XML that is not taken, with a Chinese sentence saying why."""


@dataclass
class Node:
    """One element: name, attributes, text, children."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list["Node"] = field(default_factory=list)

    def all(self, name: str) -> list["Node"]:
        """Return the children of a name."""
        return [child for child in self.children if child.name == name]


class _Target:
    """Builds nodes and stops at the first thing that no honest message has."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._texts: list[list[str]] = []
        self._count = self._length = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise BadXml(f"元素超过 {MOST_ELEMENTS} 个")
        if len(self._open) >= DEEPEST:
            raise BadXml(f"嵌套超过 {DEEPEST} 层")
        node = Node(name, dict(attributes))
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)
        self._texts.append([])
        self._length = 0

    def data(self, text: str) -> None:
        """Take text, from CDATA or not."""
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            raise BadXml(f"一个字段超过 {LONGEST_TEXT} 个字")
        self._texts[-1].append(text)

    def end(self, name: str) -> None:
        """Close an element: it holds text or elements, not both."""
        node, text = self._open.pop(), "".join(self._texts.pop())
        self._length = 0
        if not node.children:
            node.text = text
        elif text.strip():
            raise BadXml(f"“{node.name}”里既有文字又有元素")

    def comment(self, text: str) -> None:
        """Refuse comments: readers differ on what is left of a text that one splits."""
        raise BadXml("含有注释")

    def pi(self, target: str, data: str | None = None) -> None:
        """Refuse processing instructions."""
        raise BadXml("含有处理指令")

    def close(self) -> None:
        """End the document."""


def read(text: str) -> Node:
    """Return the root of an XML document. :raises BadXml: for anything that is not plain, small, well-formed XML in UTF-8."""
    if len(text) > LONGEST:
        raise BadXml(f"超过 {LONGEST} 个字")
    if UNREADABLE in text:
        raise BadXml("不是 UTF-8 编码")
    declared = DECLARED.match(text)
    if declared and declared[1].lower() not in UTF8:
        raise BadXml(f"声明的编码是 {declared[1]}，应为 UTF-8")
    target = _Target()
    parser = DefusedXMLParser(target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(text.strip())
        parser.close()
    except DefusedXmlException:
        raise BadXml("含有 DTD 或实体声明") from None
    except (ParseError, UnicodeError, ValueError) as error:
        raise error if isinstance(error, BadXml) else BadXml("不是格式良好的 XML") from None
    if target.root is None:
        raise BadXml("是空的")
    return target.root


def fields_of(node: Node) -> dict[str, str]:
    """Return the leaves of a record by name. :raises BadXml: for one that stands twice: which of them counts is anybody's guess."""
    found: dict[str, str] = {}
    for child in node.children:
        if child.name in found:
            raise BadXml(f"“{child.name}”出现了两次")
        found[child.name] = child.text.strip()
    return found


def record(fields: Iterable[tuple[str, str]], *more: Node, name: str = "RECORD") -> Node:
    """Return a record with these leaves, then these elements."""
    return Node(name, children=[*(Node(key, text=value) for key, value in fields), *more])


def written(node: Node) -> str:
    """Return a node as XML text without a declaration; characters that XML cannot carry are left out."""
    inner = "".join(written(child) for child in node.children) or _escaped(node.text)
    attributes = "".join(f' {key}="{_escaped(value)}"' for key, value in node.attributes.items())
    return f"<{node.name}{attributes}>{inner}</{node.name}>"


def _escaped(text: str) -> str:
    """Escape a text; also carriage returns, tabs and line feeds, which a reader would turn into something else."""
    kept = ILLEGAL.sub("", text).replace(UNREADABLE, "")
    for sign, name in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ('"', "&quot;"),
        ("\r", "&#13;"),
        ("\n", "&#10;"),
        ("\t", "&#9;"),
    ):
        kept = kept.replace(sign, name)
    return kept
