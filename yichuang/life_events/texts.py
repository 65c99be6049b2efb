"""What the scripts of the composing editor say on screen: the studio's words, for its widgets are used, and our own beside them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yichuang.studio.texts import texts as studio_texts

TEXTS = {
    "saved_at": gettext_noop("已保存 {time}"),
    "offline": gettext_noop("保存失败，内容留在本页，网络恢复后自动重试"),
    "refused": gettext_noop("保存失败，内容留在本页：{why}"),
    "waiting": gettext_noop("有修改，即将保存"),
    "saved_by_hand": gettext_noop("已保存第 {number} 稿"),
    "not_any": gettext_noop("都不满足"),
    "always_member": gettext_noop("总是办理"),
    "always_question": gettext_noop("总是要问"),
    "acted": gettext_noop("已改动，可以撤销"),
}


def texts() -> dict[str, str]:
    """Return the words in the reader's language."""
    return studio_texts() | {name: _(text) for name, text in TEXTS.items()}
