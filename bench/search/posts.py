"""Posts as objects of a database, as documents of an index and as a source of readers' search."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from bench.search.corpus import KINDS
from search.engine.writer import Document, Text
from search.page.registry import Column, Hit, Kind, Source

BATCH = 500
# Branches of the tree that the reader may not open: every sixth section.
CLOSED = [f"0001{space:04d}" for space in range(7, 60, 6)]


class Post(models.Model):
    """What the database knows of a post: who sees it, and its texts for the passages."""

    title = models.TextField()
    body = models.TextField()
    path = models.CharField(max_length=20, db_index=True)
    live = models.BooleanField(default=True)

    class Meta:
        app_label = "bench_posts"

    def __str__(self) -> str:
        return self.title


LABEL = Post._meta.label_lower


def visible_to(reader: Any) -> models.QuerySet[Post]:
    posts = Post.objects.filter(live=True)
    for start in CLOSED:
        posts = posts.exclude(path__startswith=start)
    return posts


def hits(posts: Iterable[Post], reader: Any) -> Iterator[Hit]:
    for post in posts:
        yield Hit(post.pk, "news", post.title, f"/{post.pk}/", post.body, "pl")


def _keys(values: Collection[Any]) -> dict[Any, str]:
    return {value: str(value) for value in values if value is not None}


SOURCE = Source(
    name="post",
    model=Post,
    kinds=tuple(Kind(name, name, name) for name in KINDS),
    visible_to=visible_to,
    hits=hits,
    columns={
        "kind": Column("kind"),
        "project": Column("project_id", _keys),
        "department": Column("department_id", _keys),
        "author": Column("author_id", _keys),
        "topic": Column("topics", _keys),
        "language": Column("language"),
        "date": Column("date"),
    },
)


def make_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Post)


def drop_table() -> None:
    with connection.schema_editor() as editor:
        editor.delete_model(Post)


def stored(made: Iterable[dict[str, Any]]) -> Iterator[Document]:
    """Yield the documents of posts, and store each in the database."""
    posts = iter(made)
    while batch := list(islice(posts, BATCH)):
        with transaction.atomic():
            Post.objects.bulk_create(
                Post(
                    pk=post["id"], title=post["title"], body=post["body"],
                    path=post["path"], live=post["live"],
                )
                for post in batch
            )  # fmt: skip
        for post in batch:
            yield document(post)


def document(post: dict[str, Any]) -> Document:
    """Return a post as the engine indexes it."""
    texts = [Text("title", post["title"], "title"), Text("body", post["body"])]
    columns = {name: post[name] for name in ("kind", "department_id", "author_id", "topics")}
    columns |= {
        "project_id": post["space"],
        "date": int(post["date"].timestamp() * 1e6),
        "search_date": int(post["date"].timestamp() * 1e6),
        "_pk": post["id"],
        "_root": LABEL,
        "_models": [LABEL],
    }
    return Document(
        f"{LABEL}:{post['id']}",
        texts,
        texts[:1],
        columns,
        post["language"],
        {"title": post["title"]},
    )
