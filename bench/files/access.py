"""How long it takes to ask who may see a file, in a house of many references.

    RYNEK_DATA=/tmp/bench-files python -m bench.files.access [--references 40000]

Uses an empty, migrated database of its own and fills it.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rynek.settings.test")

import django

django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from wagtail.images.models import Image, Rendition  # noqa: E402
from wagtail.models import Collection, Page, PageViewRestriction, ReferenceIndex  # noqa: E402

from blog.pages.models import NewsIndexPage, NewsPage  # noqa: E402
from social.files.access import is_for_everybody, may_see_file, visible_files  # noqa: E402
from social.files.models import FileUse  # noqa: E402
from social.people.models import User  # noqa: E402

PAGES, IMAGES, SECTIONS = 1500, 8000, 40


def fill(references: int) -> None:
    """Pages in closed and open sections, pictures, and the index between them."""
    dice = random.Random(7)
    index = NewsIndexPage.objects.first()
    board = Group.objects.get(name="Board")
    for number in range(PAGES):
        page = index.add_child(instance=NewsPage(title=f"Wieść {number}", locale=index.locale))
        if number < SECTIONS:
            closed = PageViewRestriction.objects.create(page=page, restriction_type="groups")
            closed.groups.add(board)
    pages = list(Page.objects.filter(depth__gt=3).values_list("pk", flat=True))
    root = Collection.get_first_root_node()
    Image.objects.bulk_create(
        Image(
            title=f"Obraz {n}", file=f"original_images/{n}.png", width=9, height=9, collection=root
        )
        for n in range(IMAGES)
    )
    images = list(Image.objects.values_list("pk", flat=True))
    Rendition.objects.bulk_create(
        Rendition(image_id=pk, filter_spec="width-20", file=f"images/{pk}.png", width=9, height=9)
        for pk in images
    )
    of_image = ContentType.objects.get_for_model(Image)
    of_page, of_news = (ContentType.objects.get_for_model(m) for m in (Page, NewsPage))
    pairs = [(dice.choice(pages), dice.choice(images)) for _ in range(references)]
    ReferenceIndex.objects.bulk_create(
        (
            ReferenceIndex(
                base_content_type=of_page,
                content_type=of_news,
                object_id=page,
                to_content_type=of_image,
                to_object_id=image,
                model_path="cover",
                content_path=f"cover{number}",
                content_path_hash=ReferenceIndex._get_content_path_hash(f"cover{number}"),
            )
            for number, (page, image) in enumerate(pairs)
        ),
        batch_size=500,
    )
    FileUse.objects.bulk_create(
        [FileUse(file_type=of_image, file_id=image, page_id=page) for page, image in set(pairs)],
        batch_size=500,
    )


def measure(name: str, work: Callable[[], Any], times: int = 200) -> None:
    work()
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        took.append((time.perf_counter() - begin) * 1000)
    print(f"{name:58} median {statistics.median(took):7.2f} ms   worst {max(took):7.2f} ms")


def read(rows: QuerySet[Any]) -> None:
    list(rows.all())


def count(rows: QuerySet[Any]) -> int:
    return rows.all().count()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--references", type=int, default=40_000)
    call_command("migrate", verbosity=0)
    if not Image.objects.exists():
        fill(parser.parse_args().references)
    rows = ReferenceIndex.objects.count(), FileUse.objects.count()
    print(f"{rows[0]} references, {rows[1]} uses, {Page.objects.count()} pages")
    reader, _ = User.objects.get_or_create(email="reader@example.com")
    editor, is_new = User.objects.get_or_create(email="editor@example.com")
    if is_new:
        editor.groups.add(Group.objects.get(name="Editors"))
    images = list(Image.objects.order_by("?")[:50])
    for name, person in (("reader", reader), ("editor", editor)):
        measure(f"{name}: one picture", partial(may_see_file, person, images[0]))
        ready = visible_files(person, Image).annotate(is_open=is_for_everybody(Image))
        path = f"images/{images[0].pk}.png"
        of_path = Rendition.objects.filter(file=path).values("image_id")
        served = ready.filter(pk__in=of_path).values_list("pk", "is_open")
        measure(f"{name}: one rendition, as it is served", partial(read, served[:1]))
        page = visible_files(person, Image).order_by("-created_at")[:30]
        measure(f"{name}: a page of 30 pictures", partial(read, page), 20)
        files = visible_files(person, Image)
        measure(f"{name}: counting all {IMAGES} pictures", partial(count, files), 5)


if __name__ == "__main__":
    main()
