"""One document of a test collection."""

from django.db import models
from modelsearch import index


class Row(index.Indexed, models.Model):
    key = models.CharField(max_length=100)
    title = models.TextField(blank=True)
    text = models.TextField()

    search_fields = [index.SearchField("title", boost=2), index.SearchField("text")]

    class Meta:
        app_label = "rows"

    def __str__(self) -> str:
        return self.title
