"""Measuring search quality: the `search_eval` command."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "search.evaluation"
    label = "search_evaluation"
