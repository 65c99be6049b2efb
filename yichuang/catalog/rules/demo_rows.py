"""Reading a nested document so that every row that nobody used can be named afterwards."""

from collections.abc import Iterator
from typing import Any


class Row:
    """A mapping of the content with its path; taking a value marks it as used in the shared set."""

    def __init__(self, value: dict[str, Any], path: str = "", taken: set[str] | None = None) -> None:
        self._value = value
        self.path = path
        self.taken: set[str] = set() if taken is None else taken

    def __contains__(self, key: str) -> bool:
        return key in self._value

    def keys(self) -> list[str]:
        """Return the keys without using anything."""
        return list(self._value)

    def take(self, key: str, default: Any = None) -> Any:
        """Return a value, all of it used."""
        value = self._value.get(key, default)
        if key in self._value:
            self.taken.update(path for path, _ in scalars(value, self._at(key)))
        return value

    def text(self, key: str) -> str:
        """Return a text, empty when it is missing or null."""
        value = self.take(key)
        return "" if value is None else str(value)

    def row(self, key: str) -> "Row":
        """Return a mapping below, empty when it is missing or null."""
        value = self._value.get(key)
        if not value:
            self.take(key)
        return Row(value or {}, self._at(key), self.taken)

    def rows(self, key: str) -> list["Row"]:
        """Return the mappings of a list below."""
        value = self._value.get(key)
        if not value:
            self.take(key)
        return [Row(item, f"{self._at(key)}[{index}]", self.taken) for index, item in enumerate(value or [])]

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def all(self) -> dict[str, Any]:
        """Return the whole mapping without using anything."""
        return self._value

    def unused(self) -> Iterator[tuple[str, Any]]:
        """Yield path and value of every row that nobody took."""
        return ((path, value) for path, value in scalars(self._value, self.path) if path not in self.taken)


def scalars(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield every scalar (and every empty list or mapping) of a document with its path."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from scalars(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from scalars(item, f"{path}[{index}]")
    else:
        yield path, value
