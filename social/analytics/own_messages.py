"""The words of metrics' docstrings, for translators: readers see them."""

from social.analytics.metrics import METRICS

MESSAGES = list(
    dict.fromkeys(
        text for metric in METRICS.values() for text in (metric.title, *metric.words.values())
    )
)
