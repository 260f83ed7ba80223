"""Counts that pages read, and the engines that compute indicators from facts."""

from .counts import (
    BucketCounts,
    bucketed,
    buckets,
    buckets_by_month,
    by_channel,
    by_classification,
    by_month,
    by_state,
)

__all__ = [
    "BucketCounts",
    "bucketed",
    "buckets",
    "buckets_by_month",
    "by_channel",
    "by_classification",
    "by_month",
    "by_state",
]
