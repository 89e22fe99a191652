"""What Wagtail would write while somebody only reads, so that reading never waits for a writer.

Pictures in a new size, the note that an editor is open, settings that nobody has saved yet, the
size of a file: without the right to write now, something stands in for them.
"""

from typing import Any

from django.db import OperationalError
from wagtail.admin.models import EditingSession
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.images.models import AbstractImage, Filter, Image, SourceImageIOError
from wagtail.models import PageSubscription
from wagtail.users.models import UserProfile

from ground.reading import after_answer, can_write_now, cannot_write, is_reading


def connect() -> None:
    """Wrap these places. Outside a GET they are as Wagtail made them."""
    wrapped = [
        (AbstractImage, "get_rendition", _rendition),
        (AbstractImage, "get_renditions", _renditions),
        (AbstractImage, "create_renditions", _new_ones),
        (AbstractImage, "create_rendition", _new_ones),
        (AbstractImage, "get_file_size", _file_size),
        (BaseGenericSetting, "_get_or_create", _settings),
        (EditingSession, "cleanup", _cleanup),
        (UserProfile, "get_for_user", _profile),
    ]
    for owner, name, wrap in wrapped:
        original = getattr(owner, name)
        if not hasattr(original, "is_wrapped"):
            setattr(owner, name, _marked(wrap(original)))
    for model, name, wrap in [
        (EditingSession, "create", _session),
        (PageSubscription, "get_or_create", _subscription),
    ]:
        # The one that is used, and the one that Django copies anew when models become known later.
        for manager in (*model._meta.local_managers, model.objects):
            if name not in vars(manager):
                setattr(manager, name, wrap(getattr(manager, name)))


def _marked(wrapper: Any) -> Any:
    """So that it is not wrapped twice; class methods carry no attributes of their own."""
    getattr(wrapper, "__func__", wrapper).is_wrapped = True
    return wrapper


def _busy() -> OperationalError:
    return OperationalError("database is locked: another process writes")


# Pictures -----------------------------------------------------------------------------------


def _new_ones(original: Any) -> Any:
    """Do not draw a picture that could not be noted afterwards; ask once in a request."""

    def create(self: Any, *filters: Any) -> Any:
        if filters and is_reading() and not can_write_now():
            raise _busy()
        return original(self, *filters)

    return create


def _rendition(original: Any) -> Any:
    def get_rendition(self: Any, spec: Filter | str) -> Any:
        try:
            return original(self, spec)
        except OperationalError as error:
            if not is_reading() or not cannot_write(error):
                raise
            return stand_in(self, spec)

    return get_rendition


def _renditions(original: Any) -> Any:
    def get_renditions(self: Any, *filters: Filter | str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = original(self, *filters)
            return found
        except OperationalError as error:
            if not is_reading() or not cannot_write(error):
                raise
            return {_in_words(one): stand_in(self, one) for one in filters}

    return get_renditions


def _in_words(spec: Filter | str) -> str:
    return spec if isinstance(spec, str) else str(spec.spec)


def stand_in(image: Image, spec: Filter | str) -> Any:
    """The original in place of a size that cannot be made now; it is kept nowhere."""
    return image.get_rendition_model()(
        image=image,
        filter_spec=_in_words(spec),
        file=image.file.name,
        width=image.width,
        height=image.height,
    )


def _file_size(original: Any) -> Any:
    def get_file_size(self: Any) -> Any:
        if self.file_size is not None or not is_reading():
            return original(self)
        known = type(self)._base_manager.filter(pk=self.pk)
        try:
            self.file_size = self.file.size
        except Exception as error:  # each storage says in its own way that there is no such file
            raise SourceImageIOError(str(error)) from error
        after_answer(lambda: known.update(file_size=self.file_size))
        return self.file_size

    return get_file_size


# Settings and editors -----------------------------------------------------------------------


def _settings(original: Any) -> Any:
    def _get_or_create(cls: type[BaseGenericSetting]) -> Any:
        known = cls.base_queryset().first()
        if known is None and is_reading() and not can_write_now():
            return cls()
        return known or original.__func__(cls)

    return classmethod(_get_or_create)


def _profile(original: Any) -> Any:
    def get_for_user(cls: type[UserProfile], user: Any) -> Any:
        known = cls.objects.filter(user=user).first()
        if known is None and is_reading():
            after_answer(lambda: original.__func__(cls, user))
            return cls(user=user)
        return known or original.__func__(cls, user)

    return classmethod(get_for_user)


def _cleanup(original: Any) -> Any:
    def cleanup(cls: type[EditingSession]) -> None:
        after_answer(lambda: original.__func__(cls))

    return classmethod(cleanup)


def _session(original: Any) -> Any:
    def create(**fields: Any) -> Any:
        if is_reading() and not can_write_now():
            return EditingSession(pk=0, **fields)  # the editor's next ping makes a real one
        return original(**fields)

    return create


def _subscription(original: Any) -> Any:
    """Whether an editor hears of comments on a page; nothing is noted until they choose."""

    def get_or_create(defaults: Any = None, **fields: Any) -> tuple[Any, bool]:
        known = PageSubscription.objects.filter(**fields).first()
        if known is None and is_reading():
            return PageSubscription(**fields, **(defaults or {})), True
        return (known, False) if known else original(defaults=defaults, **fields)

    return get_or_create
