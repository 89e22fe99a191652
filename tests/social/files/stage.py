"""A closed project and an open piece of news, with files in every place that shows files."""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

Image, Document = get_image_model(), get_document_model()


def png(colour: str = "teal", size: tuple[int, int] = (40, 30)) -> bytes:
    target = io.BytesIO()
    Picture.new("RGB", size, colour).save(target, "PNG")
    return target.getvalue()


SECRET = "ukryty"  # stands in titles and names; lists are searched for the word before it


def make_image(title: str = "zqxobraz ukryty", uploader: Any = None, **fields: Any) -> Any:
    file = ImageFile(io.BytesIO(png()), name=f"{title.replace(' ', '-')}.png")
    return Image.objects.create(title=title, file=file, uploaded_by_user=uploader, **fields)


def make_document(title: str = "zqxplik ukryty", uploader: Any = None, **fields: Any) -> Any:
    file = ContentFile(f"{title} tajne".encode(), name=f"{title.replace(' ', '-')}.txt")
    return Document.objects.create(title=title, file=file, uploaded_by_user=uploader, **fields)


def text_with(document: Any) -> str:
    """A paragraph that links a document, as the editor stores it."""
    return f'<p>Zobacz <a linktype="document" id="{document.pk}">umowę</a>.</p>'


def text_with_picture(image: Any) -> str:
    return f'<embed embedtype="image" id="{image.pk}" format="fullwidth" alt="plan"/>'


def site_addresses(file: Any) -> list[str]:
    """Where a file is served to readers."""
    if isinstance(file, Document):
        return [file.url, f"/media/{file.file.name}"]
    return [file.file.url, file.get_rendition("width-20").url]


def admin_addresses(file: Any) -> list[str]:
    """Every address of the admin that is about one file."""
    if isinstance(file, Document):
        named = [
            reverse("wagtaildocs:edit", args=[file.pk]),
            reverse("wagtaildocs:delete", args=[file.pk]),
            reverse("wagtaildocs:document_usage", args=[file.pk]),
            reverse("wagtaildocs_chooser:chosen", args=[file.pk]),
            reverse("wagtailadmin_api:documents:detail", args=[file.pk]),
        ]
        kind, actions = "wagtaildocs/document", ("delete", "add_tags", "add_to_collection")
    else:
        named = [
            reverse("wagtailimages:edit", args=[file.pk]),
            reverse("wagtailimages:delete", args=[file.pk]),
            reverse("wagtailimages:image_usage", args=[file.pk]),
            reverse("wagtailimages:preview", args=[file.pk, "width-20"]),
            reverse("wagtailimages_chooser:chosen", args=[file.pk]),
            reverse("wagtailimages_chooser:select_format", args=[file.pk]),
            reverse("wagtailadmin_api:images:detail", args=[file.pk]),
        ]
        kind, actions = "wagtailimages/image", ("delete", "add_tags", "add_to_collection")
    return named + [f"/admin/bulk/{kind}/{action}/?id={file.pk}" for action in actions]


def admin_lists(file: Any) -> list[str]:
    """Every address of the admin that lists files."""
    word = file.title.split()[0]
    if isinstance(file, Document):
        names, api = ("wagtaildocs", "wagtaildocs_chooser"), "documents"
        bulk = "/admin/bulk/wagtaildocs/document/delete/?id=all"
    else:
        names, api = ("wagtailimages", "wagtailimages_chooser"), "images"
        bulk = "/admin/bulk/wagtailimages/image/delete/?id=all"
    index, results = reverse(f"{names[0]}:index"), reverse(f"{names[0]}:index_results")
    choose, found = reverse(f"{names[1]}:choose"), reverse(f"{names[1]}:choose_results")
    chosen = reverse(f"{names[1]}:chosen_multiple")
    listing = reverse(f"wagtailadmin_api:{api}:listing")
    return [
        index,
        f"{index}?q={word}",
        f"{index}?layout=list&ordering=usage_count",
        results,
        f"{results}?q={word}",
        choose,
        f"{choose}?q={word}",
        found,
        f"{found}?q={word}",
        f"{chosen}?id={file.pk}",
        listing,
        f"{listing}?search={word}",
        bulk,
        f"{reverse('wagtailadmin_tag_autocomplete')}?term=zqx",
    ]
