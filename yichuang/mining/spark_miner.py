"""The engine past one machine: FP-growth of Spark's MLlib (`pyspark.ml.fpm`), on this machine or on a cluster (docs/mining.md).

`SPARK_MASTER` (such as `spark://…` or `yarn`) names the cluster; without it Spark runs on this machine. Spark's threshold is a share, from
which it takes the next whole count upwards: half a basket below the count gives exactly that count.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from pyspark.ml.fpm import FPGrowth
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import array_distinct, col, size
from pyspark.sql.types import ArrayType, StringType, StructField, StructType

ITEMS = StructType([StructField("items", ArrayType(StringType(), containsNull=False), nullable=False)])


def session() -> SparkSession:
    """Return Spark's session: the cluster of `SPARK_MASTER`, or this machine."""
    builder = SparkSession.builder.appName("yichuang-mining").master(os.environ.get("SPARK_MASTER", "local[*]"))
    return (
        builder.config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )


class SparkMiner:
    """Frequent item sets by Spark."""

    def mine(self, baskets: Iterable[frozenset[str]], min_count: int, longest: int) -> dict[frozenset[str], int]:
        """Return every set of up to `longest` items that at least `min_count` baskets hold, with its exact count."""
        spark = session()
        try:
            rows = [(sorted(basket),) for basket in baskets]
            return counted(spark.createDataFrame(rows, ITEMS), len(rows), min_count, longest)
        finally:
            spark.stop()

    def mine_file(self, path: Path | str, min_count: int, longest: int) -> dict[frozenset[str], int]:
        """Do the same with a file of exported baskets (one JSON object a line), which need not fit into one machine's memory."""
        spark = session()
        try:
            frame = spark.read.schema(ITEMS).json(str(path)).select(array_distinct(col("items")).alias("items"))
            return counted(frame, frame.count(), min_count, longest)
        finally:
            spark.stop()


def counted(frame: DataFrame, total: int, min_count: int, longest: int) -> dict[frozenset[str], int]:
    """Return the frequent sets of a frame with a column of items."""
    if total < min_count or not total:
        return {}
    model = FPGrowth(itemsCol="items", minSupport=(max(min_count, 1) - 0.5) / total, minConfidence=1.0).fit(frame)
    found = model.freqItemsets.where(size("items") <= longest).collect()
    return {frozenset(row["items"]): int(row["freq"]) for row in found}


def engine() -> SparkMiner:
    """Return the engine."""
    return SparkMiner()
