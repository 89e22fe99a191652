"""What Editors and Community managers may do, and the approval that proposals go through.

Replaces the groups and the workflow that come with Wagtail.
"""

from django.conf import settings
from django.db import migrations

from social.people.grants import grant

GROUPS = ("Editors", "Community managers")
PAGE_RIGHTS = ("add", "change", "publish", "lock", "unlock")
LIBRARY_RIGHTS = (
    *("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image"),
    *("wagtaildocs.add_document", "wagtaildocs.change_document", "wagtaildocs.choose_document"),
)
# Names are data: in the language of the house.
APPROVAL = {"pl": "Zatwierdzenie przez redakcję"}.get(settings.LANGUAGE_CODE, "Approval by editors")


def every(*models, deeds=("add", "change", "delete", "view")):
    return [
        f"{app}.{deed}_{name}"
        for app, name in (model.split(".") for model in models)
        for deed in deeds
    ]


COMMON = (
    "wagtailadmin.access_admin",
    *every("subjects.topic", "people.skill", deeds=("add", "change", "view")),
    *every("people.audience", "pages.alertbanner", deeds=("add", "change", "view")),
    *every("pages.campaign", "polls.poll", "newsletters.newsletter"),
)
MANAGERS_ONLY = (
    *every("subjects.topic", "people.skill", deeds=("delete",)),
    *every("people.audience", "pages.alertbanner", deeds=("delete",)),
    *every("people.department", "people.location", deeds=("add", "change", "view")),
    *every("wagtailredirects.redirect", "wagtailsearchpromotions.searchpromotion"),
    *every("search_page.synonym", "search_page.exclusion"),
    *("search_page.view_asked", "search_page.change_searchsettings"),
)


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in GROUPS:
        group, _ = Group.objects.get_or_create(name=name)
        give_tree_and_library(apps, group)
        grant(apps, name, COMMON)
        group.permissions.add(
            permission(
                apps,
                *("simple_translation", "simpletranslation"),
                *("submit_translation", "Can submit translations"),
            )
        )
    grant(apps, "Community managers", MANAGERS_ONLY)


def give_tree_and_library(apps, group):
    Permission = apps.get_model("auth", "Permission")
    Collection = apps.get_model("wagtailcore", "Collection")
    PagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    CollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    PagePermission.objects.filter(group=group).delete()
    for deed in PAGE_RIGHTS:
        right = permission(apps, "wagtailcore", "page", f"{deed}_page", f"Can {deed} page")
        PagePermission.objects.create(group=group, page=root, permission=right)
    grant(apps, group.name, LIBRARY_RIGHTS)
    for name in LIBRARY_RIGHTS:
        CollectionPermission.objects.get_or_create(
            group=group,
            collection=Collection.objects.get(depth=1),
            permission=Permission.objects.get(codename=name.split(".")[1]),
        )


def permission(apps, app_label, model, codename, name):
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return found


def replace_moderators(apps, schema_editor):
    """Wagtail's approval becomes one by our groups that asks for a reason to send a page back.

    The task keeps its key, and with it its place in the workflow.
    """
    Group = apps.get_model("auth", "Group")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Task = apps.get_model("wagtailcore", "Task")
    content_type, _ = ContentType.objects.get_or_create(app_label="pages", model="approvaltask")
    for old in apps.get_model("wagtailcore", "GroupApprovalTask").objects.all():
        new = apps.get_model("pages", "ApprovalTask")(task_ptr_id=old.pk)
        new.save_base(raw=True)  # only the row of the new kind: the task itself is there
        new.groups.set(Group.objects.filter(name__in=GROUPS))
        old.groups.clear()
        old.delete(keep_parents=True)
        Task.objects.filter(pk=new.pk).update(content_type=content_type, name=APPROVAL)
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Workflow.objects.filter(name="Moderators approval").update(name=APPROVAL)
    Group.objects.filter(name="Moderators").delete()


class Migration(migrations.Migration):
    is_carried = True  # what this makes, an older database holds already
    dependencies = [
        ("home", "0002_tree"),
        ("people", "0002_groups"),
        ("search_page", "0001_initial"),
        ("newsletters", "0001_initial"),
        ("pages", "0001_initial"),
        ("polls", "0001_initial"),
        ("simple_translation", "0001_initial"),
        ("subjects", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailsearchpromotions", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(give_rights, migrations.RunPython.noop),
        migrations.RunPython(replace_moderators, migrations.RunPython.noop),
    ]
