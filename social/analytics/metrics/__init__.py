"""The eighteen metrics of the community, grouped by goal; each is one small function."""

from social.analytics.metrics import goal_a, goal_b, goal_c
from social.analytics.metrics.registry import METRICS, Metric, compute, metric_called

__all__ = ["METRICS", "Metric", "compute", "goal_a", "goal_b", "goal_c", "metric_called"]
