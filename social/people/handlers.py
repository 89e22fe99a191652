"""What keeps audiences current when people or the organisation change."""

from functools import partial
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_init,
    post_save,
    pre_delete,
    pre_save,
)
from django.http import HttpRequest
from wagtail.admin.localization import get_available_admin_languages
from wagtail.users.models import UserProfile

from social.people.audiences import name_group, rebuild, refresh_person
from social.people.models import (
    Audience,
    AudienceRule,
    Department,
    Language,
    Level,
    Location,
    User,
)
from social.people.sign_in.guard import Guard
from social.people.sign_in.sessions import note_start
from social.people.tasks import rebuild_audiences
from social.people.zones import zone_names

# What rules look at in the row of a person.
RELEVANT = ("is_active", "department_id", "location_id", "level_id", "start_date")

CONDITIONS: dict[type[Model], str] = {
    Department: "departments",
    Location: "locations",
    Level: "levels",
    Language: "languages",
    Group: "groups",
    User: "people",
}


def connect() -> None:
    user_logged_in.connect(note_start, dispatch_uid="people.session_start")
    user_login_failed.connect(log_failed_sign_in, dispatch_uid="people.failed_sign_in")
    post_init.connect(
        drop_what_breaks_the_admin, sender=UserProfile, dispatch_uid="people.admin_profile"
    )
    pre_save.connect(note_change, sender=User, dispatch_uid="people.audiences.before")
    post_save.connect(person_saved, sender=User, dispatch_uid="people.audiences.person")
    for through in (User.groups.through, User.languages.through):
        m2m_changed.connect(relation_changed, sender=through, dispatch_uid=f"people.{through}")
    post_save.connect(audience_saved, sender=Audience, dispatch_uid="people.audiences.audience")
    post_delete.connect(audience_deleted, sender=Audience, dispatch_uid="people.audiences.gone")
    for model, field in CONDITIONS.items():
        pre_delete.connect(
            partial(mark_rules, field=field),
            sender=model,
            weak=False,
            dispatch_uid=f"people.{field}",
        )
    post_save.connect(
        organisation_changed, sender=Department, dispatch_uid="people.audiences.department"
    )


def note_change(sender: type[Model], instance: User, **kwargs: Any) -> None:
    """Remember whether the row that is about to be saved differs in what rules look at."""
    known = User.objects.filter(pk=instance.pk).values_list(*RELEVANT).first()
    wanted = tuple(getattr(instance, name) for name in RELEVANT)
    instance._moves_audiences = known != wanted


def person_saved(sender: type[Model], instance: User, raw: bool = False, **kwargs: Any) -> None:
    moves = instance.__dict__.pop("_moves_audiences", False)
    if moves and not raw and Audience.objects.exists():
        refresh_person(instance)


def relation_changed(
    sender: type[Model], instance: Any, action: str, reverse: bool, **kwargs: Any
) -> None:
    """Groups or spoken languages changed, from the person's side or from the other."""
    if action not in {"post_add", "post_remove", "post_clear"} or not Audience.objects.exists():
        return
    if action != "post_clear" and not kwargs["pk_set"]:
        return
    people = User.objects.filter(pk__in=kwargs["pk_set"] or []) if reverse else [instance]
    for person in people:
        refresh_person(person)


def audience_saved(
    sender: type[Model], instance: Audience, raw: bool = False, **kwargs: Any
) -> None:
    if not raw and kwargs.get("update_fields") is None:
        name_group(instance)
        transaction.on_commit(partial(_rebuild_saved, instance.pk))


def _rebuild_saved(pk: int) -> None:
    rebuild(Audience.objects.filter(pk=pk))


def audience_deleted(sender: type[Model], instance: Audience, **kwargs: Any) -> None:
    if instance.group is not None:
        instance.group.delete()


def mark_rules(sender: type[Model], instance: Model, field: str, **kwargs: Any) -> None:
    """The only value of a condition goes: the rule must not become wider by that."""
    rules = AudienceRule.objects.filter(**{field: instance})
    for rule in rules:
        if getattr(rule, field).count() == 1:
            AudienceRule.objects.filter(pk=rule.pk).update(needs_attention=True)
    if rules:
        transaction.on_commit(lambda: rebuild_audiences.enqueue())


def organisation_changed(sender: type[Model], instance: Department, **kwargs: Any) -> None:
    """A department was made, renamed or moved: whose department lies below what may differ."""
    transaction.on_commit(lambda: rebuild_audiences.enqueue())


def drop_what_breaks_the_admin(instance: UserProfile, **kwargs: Any) -> None:
    """Wagtail activates what somebody's admin settings say, and an unknown zone is a 500 there.

    What is deferred is left alone: asking for it would be a query.
    """
    stored = instance.__dict__
    if stored.get("current_time_zone") and stored["current_time_zone"] not in zone_names():
        instance.current_time_zone = ""
    language = stored.get("preferred_language")
    if language and language not in dict(get_available_admin_languages()):
        instance.preferred_language = ""


def log_failed_sign_in(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """Whichever door it was: what was typed for the account, and from where."""
    if request is not None:
        Guard(request, str(credentials.get("username", ""))).log("failed")
