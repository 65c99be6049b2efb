"""The engine of one machine: FP-growth of mlxtend (BSD-3-Clause), over a sparse table (docs/decisions/mining-library.md).

Its supports are floats; the threshold is put half a basket below the count and the count is the nearest whole number, both exact below 2⁵².
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from mlxtend.frequent_patterns import fpgrowth
from scipy.sparse import csr_matrix


class LibraryMiner:
    """Frequent item sets by mlxtend."""

    def mine(self, baskets: Iterable[frozenset[str]], min_count: int, longest: int) -> dict[frozenset[str], int]:
        """Return every set of up to `longest` items that at least `min_count` baskets hold, with its exact count."""
        columns: dict[str, int] = {}
        ends, cells = [0], []
        for basket in baskets:
            cells += [columns.setdefault(item, len(columns)) for item in basket]
            ends.append(len(cells))
        total = len(ends) - 1
        if not cells or total < min_count:
            return {}
        table = csr_matrix((np.ones(len(cells), dtype=bool), cells, ends), shape=(total, len(columns)))
        frame = pd.DataFrame.sparse.from_spmatrix(table, columns=list(columns))
        threshold = (max(min_count, 1) - 0.5) / total
        found = fpgrowth(frame, min_support=threshold, use_colnames=True, max_len=longest)
        return {
            frozenset(items): round(support * total)
            for support, items in zip(found["support"], found["itemsets"], strict=True)
        }


def engine() -> LibraryMiner:
    """Return the engine."""
    return LibraryMiner()
