"""Tags of files, which tell as much as their titles: only those of files that one may see."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, JsonResponse
from taggit.models import Tag, TaggedItem
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views.documents import DocumentsFilterSet
from wagtail.documents.views.documents import IndexView as DocumentsIndexView
from wagtail.images.views.chooser import ImageChooseView
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.images.views.images import ImagesFilterSet
from wagtail.images.views.images import IndexView as ImagesIndexView

from social.files.access import visible_files
from social.files.uses import file_models
from social.subjects.access import Person

SUGGESTED = 10


def visible_tags(user: Person, *models: Any) -> QuerySet[Tag]:
    """Tags of the documents and pictures that this person may see."""
    return Tag.objects.filter(Exists(_items(user, *models).filter(tag=OuterRef("pk"))))


def popular_tags(user: Person, model: Any) -> QuerySet[Tag]:
    """The tags that most files carry which this person may see."""
    mine = Q(taggit_taggeditem_items__in=_items(user, model).values("pk"))
    count = Count("taggit_taggeditem_items", filter=mine)
    return Tag.objects.annotate(files=count).filter(files__gt=0).order_by("-files")[:SUGGESTED]


def _items(user: Person, *models: Any) -> QuerySet[TaggedItem]:
    of_visible = Q(pk__in=[])
    for model in models:
        file = visible_files(user, model).order_by().filter(pk=OuterRef("object_id"))
        kind = ContentType.objects.get_for_model(model)
        of_visible |= Q(Exists(file), content_type=kind)
    return TaggedItem.objects.filter(of_visible)


@require_admin_access
def complete(request: HttpRequest) -> JsonResponse:
    """Tags that begin as what is typed; stands before Wagtail's view, which offers all."""
    begin = request.GET.get("term", "")
    tags = visible_tags(request.user, *file_models()).filter(name__istartswith=begin)
    names = tags.order_by("name").values_list("name", flat=True)
    return JsonResponse(list(names[:SUGGESTED]) if begin else [], safe=False)


class _VisibleTags:
    """A list of files is filtered by the tags of those that the person may see."""

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)  # type: ignore[call-arg]
        filters: dict[str, Any] = self.filters  # type: ignore[attr-defined]
        model = self._meta.model  # type: ignore[attr-defined]
        if "tag" in filters:
            names = [tag.name for tag in popular_tags(request.user, model)]
            filters["tag"].extra["choices"] = [(name, name) for name in names]
            if not names:
                del filters["tag"]


class VisibleImagesFilterSet(_VisibleTags, ImagesFilterSet):
    class Meta(ImagesFilterSet.Meta):
        pass


class VisibleDocumentsFilterSet(_VisibleTags, DocumentsFilterSet):
    class Meta(DocumentsFilterSet.Meta):
        pass


class VisibleImageChooseView(ImageChooseView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["popular_tags"] = popular_tags(self.request.user, self.model)
        return context


def narrow_lists() -> None:
    """Give Wagtail's lists of files our tags; they have no setting for it."""
    ImagesIndexView.filterset_class = VisibleImagesFilterSet
    DocumentsIndexView.filterset_class = VisibleDocumentsFilterSet
    image_chooser.choose_view_class = VisibleImageChooseView
