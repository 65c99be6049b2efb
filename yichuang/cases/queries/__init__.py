"""May-see and reads."""

# What a room above may name of ours: the row that its own questions are about.
from yichuang.cases.models import Case as Case
from yichuang.cases.models import Document as Document
