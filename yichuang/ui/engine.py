"""Templates that speak the reader's language: values of the house are looked up where they are written as text (interface.md).

`{% translate %}` says the words of a template; a `{{ value }}` may be a word of the house too (the name of a state, a reason). It is
said in the reader's language where a person reads it: in running text and in the attributes that are read out. Never where it is
posted back (value, textarea), runs (script, style), or stands in an element marked `lang="zh-CN"`.
"""

import re
from copy import copy
from html import unescape
from typing import Any

from django.template import Origin, TemplateDoesNotExist
from django.template.base import (
    DebugLexer,
    Lexer,
    Node,
    NodeList,
    Parser,
    Template,
    TextNode,
    Token,
    TokenType,
    VariableNode,
)
from django.template.loaders.app_directories import Loader as AppLoader
from django.template.loaders.cached import Loader as CachedLoader
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.safestring import SafeString

from yichuang.foundations.plurals import counted
from yichuang.foundations.speech import HAN, READ_ATTRIBUTES, other_language, punctuated, speak

SILENT_ELEMENTS = frozenset({"script", "style", "textarea"})
# What stands in Chinese in an English page and the other way round keeps its marks.
SETS_APART = tuple("：；，。！？）")
CHINESE_MARKS = re.compile("[：、，。；（）！？《》]|^“")


OPENS_INLINE = re.compile('<(?:a|strong|b|em|code|kbd|time)[ >]|<span class="visually-hidden')
CLOSES_INLINE = re.compile("</(?:a|strong|b|em|code|kbd|time)>$")

# What a person, or somebody's file, is called is nobody's word, even where it happens to be one.
GIVEN_NAMES = re.compile(
    r"(?:^|[._])(?:(?:applicant|actor|receiver|reviewer|clerk|handler|officer|author|proposer|staff|grader|assignee|contact|requester"
    r"|original|by)_name|(?:person|actor|applicant|clerk|officer)\.name)$"
)


def is_given_name(expression: str) -> bool:
    """Is a value of a template the name of a person or of a file?"""
    return bool(GIVEN_NAMES.search(expression.split("|")[0].strip()))


class Place:
    """Where in the HTML the template has arrived: in text, in a tag, in the value of which attribute, in which silent element."""

    def __init__(self) -> None:
        self.tag = ""
        self.quote = ""
        self.silent: list[str] = []

    @property
    def read(self) -> bool:
        """Is what stands here read by a person?"""
        if self.silent:
            return False
        if not self.tag:
            return True
        named = re.search(r"([\w:-]+)=[\"']$", self.tag.rsplit(self.quote, 1)[0] + self.quote) if self.quote else None
        return bool(named) and named[1] in READ_ATTRIBUTES  # type: ignore[index]

    def pass_over(self, text: str) -> None:
        """Move on past literal text."""
        for char in text:
            if self.quote:
                self._quoted(char)
            elif self.tag:
                self._tagged(char)
            elif char == "<":
                self.tag = "<"

    def _quoted(self, char: str) -> None:
        self.tag += char
        if char == self.quote:
            self.quote = ""

    def _tagged(self, char: str) -> None:
        if self.tag == "<" and not (char.isalpha() or char in "/!"):
            self.tag = ""
            return
        self.tag += char
        if char in "\"'":
            self.quote = char
        elif char == ">":
            self._closed(self.tag)
            self.tag = ""

    def _closed(self, tag: str) -> None:
        named = re.match(r"</?([a-zA-Z][\w-]*)", tag)
        if named is None or tag.endswith("/>"):
            return
        name = named[1].lower()
        if tag.startswith("</"):
            if self.silent and self.silent[-1] == name:
                self.silent.pop()
        elif self.silent:
            if self.silent[-1] == name:
                self.silent.append(name)
        elif name in SILENT_ELEMENTS or 'lang="zh-' in tag:
            self.silent.append(name)


class SpokenVariable(VariableNode):
    """A value that a person reads."""

    def render(self, context: Any) -> str:
        """Return the value in the reader's language."""
        if not other_language():
            return super().render(context)
        value = resolved(self.filter_expression, context)
        return spaced(VariableNode(_Said(speak(value))).render(context), value)  # type: ignore[arg-type]


class Beside(Node):
    """Words that stand right beside a link, a value or other words: Chinese needs no space there, English does."""

    joins_before = joins_after = False

    def apart(self, said: str) -> str:
        """Return words with a space where they touch something and no mark of theirs stands between."""
        before = " " if self.joins_before and (said[:1].isalnum() or said[:1] in "(“") else ""
        after = " " if self.joins_after and (said[-1:].isalnum() or said[-1:] in ",;:.)”") else ""
        return f"{before}{said}{after}"


class SpokenTranslation(Beside, TranslateNode):
    """Words of a template, set apart from what follows where a Chinese mark at their end did that."""

    def render(self, context: Any) -> str:
        """Return the words in the reader's language."""
        said = counted(str(super().render(context)))
        if self.asvar or not other_language():
            return said
        return self.apart(spaced(said, getattr(self.filter_expression.var, "literal", "")))


def spaced(said: str, source: object) -> str:
    """Return what is said with a space behind its last mark: a Chinese mark has its own room, a Latin one has not."""
    source = str(source)
    return f"{said} " if source[-1:] in SETS_APART and said[-1:] in ":;,.!?)" else said


def resolved(expression: Any, context: Any) -> object:
    """Return a value; a list that `join` made safe by escaping it is a text again, to be said and escaped anew."""
    value = expression.resolve(context)
    joined = any(getattr(one[0], "__name__", "") == "join" for one in getattr(expression, "filters", ()))
    return unescape(value[:]) if joined and isinstance(value, SafeString) and "<" not in value else value


class _Said:
    """A resolved value, in the shape of an expression."""

    def __init__(self, value: object) -> None:
        self.value = value

    def resolve(self, context: Any, ignore_failures: bool = False) -> object:
        return self.value


class SpokenText(TextNode):
    """Chinese marks between two pieces."""

    def render_annotated(self, context: Any) -> str:
        """Return the marks of the reader's language."""
        if not other_language():
            return self.s
        return f" {punctuated(self.s)}" if self.s.startswith("“") else punctuated(self.s)


class SpokenBlock(Beside, BlockTranslateNode):
    """A sentence with values in it, each of them said as well."""

    def render(self, context: Any, nested: bool = False) -> str:
        """Return the sentence in the reader's language."""
        if nested or not other_language():
            return super().render(context, nested)
        if self.counter is not None:
            # Chinese has no plural, so no catalogue of ours has: one sentence says all numbers.
            single = copy(self)
            single.extra_context = {**self.extra_context, str(self.countervar): self.counter}
            single.counter, single.plural = None, []
            return single.render(context)
        names = [token.contents for token in (*self.singular, *self.plural) if token.token_type == TokenType.VAR]
        found = {
            name: resolved(self.extra_context[name], context) if name in self.extra_context else context.get(name)
            for name in names
        }
        given = {name for name in names if is_given_name(str(self.extra_context.get(name, name)))}
        said = {name: value if name in given else speak(value) for name, value in found.items() if value is not None}
        plain = copy(self)
        plain.extra_context = {**self.extra_context, **{name: _Said(value) for name, value in said.items()}}  # type: ignore[misc]
        last = (self.plural or self.singular)[-1:]
        ends = last[0].contents if last and last[0].token_type == TokenType.TEXT else ""
        words = counted(BlockTranslateNode.render(plain, context))
        return words if self.asvar else self.apart(spaced(words, ends.rstrip()))


class SpeakingParser(Parser):
    """Puts the speaking nodes in the places of the ordinary ones."""

    def __init__(self, tokens: list[Token], read: set[int], *rest: Any, **more: Any) -> None:
        super().__init__(tokens, *rest, **more)
        self.read = read

    def extend_nodelist(self, nodelist: NodeList, node: Node, token: Token) -> None:
        """Add a node, speaking if it is read by a person."""
        if type(node) is VariableNode and id(token) in self.read:
            node = SpokenVariable(node.filter_expression)
        elif type(node) is TextNode and CHINESE_MARKS.search(node.s) and not HAN.search(node.s):
            node = SpokenText(node.s)
        elif type(node) is BlockTranslateNode:
            node.__class__ = SpokenBlock
        elif type(node) is TranslateNode:
            node.__class__ = SpokenTranslation
        _introduce(nodelist[-1] if nodelist else None, node)
        super().extend_nodelist(nodelist, node, token)


def _introduce(before: Node | None, node: Node) -> None:
    """Tell words of a template that they touch what stands before or behind them."""
    if isinstance(before, Beside) and (
        isinstance(node, Beside | VariableNode) or (isinstance(node, TextNode) and OPENS_INLINE.match(node.s))
    ):
        before.joins_after = not isinstance(node, Beside)
    if isinstance(node, Beside):
        node.joins_before = isinstance(before, Beside | VariableNode) or (
            isinstance(before, TextNode) and bool(CLOSES_INLINE.search(before.s))
        )


class SpeakingTemplate(Template):
    """A template whose values are said in the reader's language."""

    def compile_nodelist(self) -> NodeList:
        """Parse the source; raises TemplateSyntaxError, with its place when debugging, as Django's own does."""
        lexer = DebugLexer(self.source) if self.engine.debug else Lexer(self.source)
        tokens = lexer.tokenize()
        parser = SpeakingParser(
            tokens, _read(tokens), self.engine.template_libraries, self.engine.template_builtins, self.origin
        )
        try:
            nodelist = parser.parse()
            self.extra_data = getattr(parser, "extra_data", {})
            return nodelist
        except Exception as error:
            if self.engine.debug:
                error.template_debug = self.get_exception_info(error, error.token)  # type: ignore[attr-defined]
            raise


def _read(tokens: list[Token]) -> set[int]:
    place, found = Place(), set()
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            place.pass_over(token.contents)
        elif token.token_type == TokenType.VAR and place.read and not is_given_name(token.contents):
            found.add(id(token))
    return found


class _Speaking(AppLoader):
    """Makes the templates that are found speak."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """Return the template; raises TemplateDoesNotExist."""
        tried = []
        for origin in self.get_template_sources(template_name):
            if skip is not None and origin in skip:
                tried.append((origin, "Skipped to avoid recursion"))
                continue
            try:
                contents = self.get_contents(origin)
            except TemplateDoesNotExist:
                tried.append((origin, "Source does not exist"))
                continue
            return SpeakingTemplate(contents, origin, str(origin.template_name), self.engine)
        raise TemplateDoesNotExist(template_name, tried=tried)


class Loader(CachedLoader, _Speaking):  # type: ignore[misc]  # their `get_dirs` are typed apart
    """Keeps the compiled templates of the loaders it is given, as Django's own does; what it compiles speaks."""
