"""The catalogues of the other language: every Chinese text of the house's screens, and what it is in English.

    .venv/bin/python tools/words.py update     write new texts into the rooms' catalogues, take out those that are gone
    .venv/bin/python tools/words.py check      say what is not translated or cannot be used; exit code 1 if there is any
    .venv/bin/python tools/words.py empty ROOM list what has no translation yet, as JSON lines

A text is in the catalogue of the lowest room that says it (settings.ROOMS); the tests call `check` (tests/house/test_two_languages.py).
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from keyword import iskeyword
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from yichuang.foundations.catalogues import opened  # noqa: E402 - a script's own folder is on the path, the project's is not
from yichuang.foundations.plurals import CHOICE  # noqa: E402

HOUSE = ROOT / "yichuang"
HAN = re.compile("[\u3400-\u9fff]")
BRACES = re.compile(r"\{([A-Za-z_]\w*)\}", re.ASCII)
ASKED = re.compile(r"\{([A-Za-z_]\w*)(?::\w+)?\}", re.ASCII)
# What is quoted may be Chinese: a code that a message must hold, a character somebody has to type.
QUOTED = re.compile("“[^”]*”")
# What gettext puts between a context and its text.
END = "\x04"
PERCENTS = re.compile(r"%\((\w+)\)s")
CALLED = re.compile(
    r"""(?<!\w)(_|n?p?gettext)\(\s*u?('''.*?'''|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:,\s*u?('''.*?'''|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))?""",
    re.DOTALL,
)
TRANSLATED = re.compile(r"{% *(?:translate|trans) .*?%}|{% *blocktranslate.*?endblocktranslate *%}", re.DOTALL)
COMMENTS = re.compile(r"{#.*?#}|{% *comment.*?endcomment *%}|<!--.*?-->", re.DOTALL)
MARKED = re.compile(r"<(\w+)[^>]*lang=\"zh-(?:CN|Hans)\"[^>]*>.*?</\1>", re.DOTALL)
POSTED = re.compile(r" value=\"[^\"{]*\"")
UNDERSCORED = re.compile(r"_\((?:\"[^\"]*\"|'[^']*')\)")
IN_CONTEXT = re.compile(r"\"([^\"]*)\"\|in_context:\"(\w+)\"")
# Chinese that is content, format or record, not a word of a screen: what it is, is why it is not translated.
SILENT = {
    "foundations/speech.py": "the words between the pieces of a text, said in both languages there",
    "cases/documents": "official documents, which are Chinese",
    "cases/rules/pages.py": "the documentation of the rules",
    "demo": "the people and stories of the demonstration",
    "catalog/rules/alternatives.py": "wordings recognised in guides",
    "catalog/rules/naming_words.py": "wordings recognised in names of matters",
    "studio/rules/sheets/layout.py": "the layout of the official sheets",
    "studio/rules/sheets/nine.py": "the layout of the official sheets",
    "studio/rules/sheets/columns.py": "the layout of the official sheets",
    "studio/rules/foreign": "the sheets of other provinces",
    "legacy/rules/tables.py": "the code tables of older systems",
    "files/rules/business_licences.py": "what is read on a licence",
    "files/rules/id_cards.py": "what is read on a card",
    "files/rules/fields.py": "what is read on cards and licences",
    "files/reading/specimens.py": "what is printed on cards and licences",
    "notifications/rules/originals.py": "messages as they are sent",
    "hall/rules/kiosk_words.py": "the kiosk's words, in both languages there",
    "foundations/rules/identifiers/credit_code.py": "the code list of GB 32100",
}
# Modules whose Chinese is silent but for the second argument of a call, which names the thing on a screen.
NAMED = {"notifications/rules/originals.py": "Template"}
# People made up for examples.
NAMES = frozenset({"王小明", "练"})
# What a made-up applicant of an acceptance trial is called and has: typed into forms as it stands.
MADE_UP = re.compile(r"练习(?:单位|申请人|联系人|证第|\{label\})\{number\}号?")
SILENT_CALLS = frozenset(
    {"compile", "fullmatch", "search", "match", "Router", "getLogger", "CommandError", "add_argument"}
)
API_WORDS = frozenset({"summary", "description", "tags"})
Found = dict[str, str]


def rooms() -> list[str]:
    """Return the rooms from the lowest up, as settings list them; the ui is the lowest that speaks."""
    settings = (HOUSE / "project" / "settings.py").read_text()
    listed = re.findall(r'^    "yichuang\.(\w+)",$', settings.split("ROOMS = [")[1].split("]")[0], re.MULTILINE)
    return ["foundations", "ui", *(room for room in listed if room not in ("foundations", "ui"))]


def silent(path: Path) -> bool:
    """Is a module's Chinese no word of a screen?"""
    inside = path.relative_to(HOUSE).as_posix()
    return (
        "/migrations/" in inside
        or "/management/" in inside
        or any(inside == one or inside.startswith(one + "/") for one in SILENT)
    )


def texts_of(room: str) -> Found:
    """Return the texts of a room: the msgid, and where it is said."""
    found: Found = {}
    for path in sorted((HOUSE / room).rglob("*.html")):
        for text in template_texts(path.read_text()):
            found.setdefault(text, path.relative_to(HOUSE).as_posix())
    for path in sorted((HOUSE / room).rglob("*.py")):
        if not silent(path):
            for text in python_texts(path.read_text()):
                found.setdefault(text, path.relative_to(HOUSE).as_posix())
        elif call := NAMED.get(path.relative_to(HOUSE).as_posix()):
            for text in named_texts(path.read_text(), call):
                found.setdefault(text, path.relative_to(HOUSE).as_posix())
    return found


def named_texts(source: str, call: str) -> Iterator[str]:
    """Yield the names that stand second in the calls of a class."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", "") == call
            and isinstance(node.args[1], ast.Constant)
        ):
            yield str(node.args[1].value)


def template_texts(source: str) -> Iterator[str]:
    """Yield what a template marks for translation, as Django will ask for it."""
    for match in CALLED.finditer(templatize(source)):
        texts = [ast.literal_eval(quoted) for quoted in match.groups()[1:] if quoted]
        if "pgettext" in match[1]:
            texts = [f"{texts[0]}{END}{texts[1]}"]
        yield from (text for text in texts if HAN.search(text))
    yield from (f"{context}{END}{text}" for text, context in IN_CONTEXT.findall(source) if HAN.search(text))


def raw_texts(source: str) -> Iterator[str]:
    """Yield the Chinese of a template that no gettext call holds: none is in comments, comparisons and what is posted."""
    source = IN_CONTEXT.sub("", POSTED.sub("", MARKED.sub("", COMMENTS.sub("", TRANSLATED.sub("", source)))))
    for tag in re.findall(r"{%.*?%}|{{.*?}}", source):
        if not re.match(r"{%\s*(?:if|elif|now)\b", tag):
            yield from (
                quoted
                for quoted in re.findall(
                    r"\"[^\"]*\"|'[^']*'", re.sub(r"\|(?:date|time):\"[^\"]*\"", "", UNDERSCORED.sub("", tag))
                )
                if HAN.search(quoted)
            )
    yield from (text.strip() for text in re.split(r"{%.*?%}|{{.*?}}|\n", source) if HAN.search(text))


def python_texts(source: str) -> Iterator[str]:
    """Yield the Chinese literals of a module, those with values in them as `{name}` patterns; docstrings and wordings to match left out."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "in_context":
            context, *said = (str(given.value) for given in node.args if isinstance(given, ast.Constant))
            yield from (f"{context}{END}{text}" for text in said)
            continue
        if isinstance(node, ast.JoinedStr):
            text = pattern_of(node)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and not isinstance(parents[node], ast.Expr | ast.JoinedStr)
            and getattr(getattr(parents[node], "func", None), "id", "") != "in_context"
        ):
            text = node.value
        if (
            text
            and text not in NAMES
            and not MADE_UP.fullmatch(text)
            and HAN.search(text)
            and said_aloud(node, parents)
        ):
            yield text.strip()


def said_aloud(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Is a literal none that a program compares, compiles, or says to programmers?"""
    while node in parents:
        parent = parents[node]
        if isinstance(parent, ast.Call) and node is not parent.func:
            name = getattr(parent.func, "id", None) or getattr(parent.func, "attr", "")
            if name in SILENT_CALLS:
                return False
        if isinstance(parent, ast.keyword) and parent.arg in API_WORDS and isinstance(parents.get(parent), ast.Call):
            outer = parents[parent]
            if getattr(getattr(outer, "func", None), "attr", "") in ("get", "post", "put", "delete", "patch"):
                return False
        if isinstance(parent, ast.FormattedValue | ast.stmt):
            return True
        node = parent
    return True


def pattern_of(node: ast.JoinedStr) -> str:
    """Return an f-string as a msgid: every value has a name, two values never the same."""
    used: dict[str, str] = {}
    text = ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value).replace("{", "").replace("}", "")
            continue
        assert isinstance(part, ast.FormattedValue)
        source = ast.unparse(part.value)
        plain = re.sub(r"'[^']*'|\"[^\"]*\"", "", source)
        base = ([name for name in re.findall(r"[A-Za-z]\w*", plain) if not iskeyword(name)] or ["value"])[-1]
        name, count = base, 2
        while used.get(name, source) != source:
            name, count = f"{base}_{count}", count + 1
        used[name] = source
        text += "{" + name + "}"
    return text


def wanted() -> dict[str, Found]:
    """Return the texts of every room; one that a lower room says already is not said again."""
    said: set[str] = set()
    found = {}
    for room in rooms():
        own = {text: place for text, place in texts_of(room).items() if text not in said}
        said |= own.keys()
        found[room] = own
    return found


def catalogue(room: str) -> Path:
    """Return where a room's catalogue is."""
    return HOUSE / room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def book_of(room: str) -> polib.POFile:
    """Return a room's catalogue, a new one if it has none."""
    return opened(catalogue(room))


def key_of(entry: polib.POEntry) -> str:
    """Return what an entry translates, as `wanted` says it: the text, or context and text."""
    return f"{entry.msgctxt}{END}{entry.msgid}" if entry.msgctxt else str(entry.msgid)


def update() -> int:
    """Bring the catalogues in line with the texts; return how many have no translation."""
    everything = wanted()
    known: dict[str, str] = {}
    for room in everything:
        known |= {key_of(entry): entry.msgstr for entry in book_of(room) if entry.msgstr}
    open_ones = 0
    for room, texts in everything.items():
        book = book_of(room)
        book.clear()
        for text in sorted(texts, key=lambda one: (texts[one], one)):
            context, _, msgid = text.rpartition(END)
            english = known.get(text, "")
            book.append(polib.POEntry(msgid=msgid, msgctxt=context or None, msgstr=english, comment=texts[text]))
            open_ones += not known.get(text)
        if texts:
            catalogue(room).parent.mkdir(parents=True, exist_ok=True)
            book.save(str(catalogue(room)))
    return open_ones


def faults() -> list[str]:
    """Return in words what is wrong with the catalogues: texts missing, left over, untranslated, or with other places for values."""
    found = []
    for room, texts in wanted().items():
        said = {key_of(entry): entry.msgstr for entry in book_of(room)}
        found += [f"{room}: not in the catalogue: {text!r}" for text in texts if text not in said]
        found += [f"{room}: no longer said: {text!r}" for text in said if text not in texts]
        for text, english in said.items():
            if not english.strip():
                found.append(f"{room}: not translated: {text!r}")
            elif HAN.search(QUOTED.sub("", english)):
                found.append(f"{room}: Chinese in the English of {text!r}: {english!r}")
            elif not agree(text, english):
                found.append(f"{room}: other places for values: {text!r} -> {english!r}")
            elif re.search("[⟦⟧]", CHOICE.sub("", english)):
                found.append(f"{room}: brackets of a plural do not close: {english!r}")
    return found


def agree(text: str, english: str) -> bool:
    """Does a translation name only values its text has, and all that Django must fill in?"""
    return (
        set(ASKED.findall(english)) <= set(BRACES.findall(text))
        and set(PERCENTS.findall(english)) <= set(PERCENTS.findall(text))
        and (
            len(re.findall(r"%(?![(%])", english.replace("%%", "")))
            == len(re.findall(r"%(?![(%])", text.replace("%%", "")))
        )
    )


def main(words: list[str]) -> int:
    """Do what the command line says; return the exit code."""
    match words:
        case ["update"]:
            print(f"{update()} texts have no translation")
            return 0
        case ["empty", room]:
            for entry in book_of(room):
                if not entry.msgstr:
                    print(json.dumps({"id": entry.msgid, "at": entry.comment}, ensure_ascii=False))
            return 0
        case ["check"]:
            found = faults()
            print("\n".join(found[:50]) or "every text of the screens has its English")
            return 1 if found else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
