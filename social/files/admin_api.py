"""The admin's API of pictures and documents: Wagtail's list holds everything."""

from typing import Any

from django.db.models import QuerySet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from social.files.access import visible_files


def _visible(request: Any, model: Any) -> QuerySet[Any]:
    """As a list of keys, which search understands as well."""
    visible = visible_files(request.user, model).order_by()
    return model.objects.filter(pk__in=visible.values("pk")).order_by("id")


class ImagesAPI(ImagesAdminAPIViewSet):
    def get_queryset(self) -> QuerySet[Any]:
        return _visible(self.request, self.model)


class DocumentsAPI(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> QuerySet[Any]:
        return _visible(self.request, self.model)
