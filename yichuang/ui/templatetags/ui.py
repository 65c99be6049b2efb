"""All components in one load: fields, marks (icons, badges, clocks, keys), tables, blocks, shell."""

from yichuang.ui.templatetags import _blocks, _charts, _fields, _marks, _shell, _tables
from yichuang.ui.templatetags._library import register

__all__ = ["_blocks", "_charts", "_fields", "_marks", "_shell", "_tables", "register"]
