"""The room's analysis run on a log from anywhere: no database needed."""

from social.analytics.evaluation.report import evaluate

__all__ = ["evaluate"]
