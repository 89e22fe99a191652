"""The body field of pages."""

from typing import Any

from wagtail.fields import StreamField

from blog.pages.blocks import BodyBlock


class BodyField(StreamField):
    """A StreamField of `BodyBlock` that keeps block definitions out of migrations.

    The column is JSON whatever the blocks are, so a new block type needs no migration.
    """

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        super().__init__(block_types if block_types is not None else BodyBlock(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs.pop("block_types", None)
        return name, "blog.pages.fields.BodyField", [[]], kwargs
