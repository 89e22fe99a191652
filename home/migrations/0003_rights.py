"""What Editors and Community managers may do, and the approval that proposals go through.

Replaces the groups and the workflow that come with Wagtail.
"""

from django.db import migrations

from social.people.grants import grant

PAGE_RIGHTS = ("add", "change", "publish", "lock", "unlock")
LIBRARY_RIGHTS = (
    *("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image"),
    *("wagtaildocs.add_document", "wagtaildocs.change_document", "wagtaildocs.choose_document"),
)
COMMON = (
    "wagtailadmin.access_admin",
    *("subjects.add_topic", "subjects.change_topic", "subjects.view_topic"),
    *("people.view_skill", "people.add_skill", "people.change_skill"),
)
MANAGERS_ONLY = (
    *("subjects.delete_topic", "people.delete_skill"),
    *("wagtailredirects.add_redirect", "wagtailredirects.change_redirect"),
    *("wagtailredirects.delete_redirect", "wagtailredirects.view_redirect"),
    *("wagtailsearchpromotions.add_searchpromotion", "wagtailsearchpromotions.change_searchpromotion"),
    *("wagtailsearchpromotions.delete_searchpromotion", "wagtailsearchpromotions.view_searchpromotion"),
)


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Page = apps.get_model("wagtailcore", "Page")
    Collection = apps.get_model("wagtailcore", "Collection")
    PagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    CollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    root = Page.objects.get(depth=1)
    collection = Collection.objects.get(depth=1)
    page_type, _ = ContentType.objects.get_or_create(app_label="wagtailcore", model="page")

    for name in ("Editors", "Community managers"):
        group, _ = Group.objects.get_or_create(name=name)
        PagePermission.objects.filter(group=group).delete()
        for action in PAGE_RIGHTS:
            permission, _ = Permission.objects.get_or_create(
                content_type=page_type,
                codename=f"{action}_page",
                defaults={"name": f"Can {action} page"},
            )
            PagePermission.objects.create(group=group, page=root, permission=permission)
        grant(apps, name, COMMON)
        grant(apps, name, LIBRARY_RIGHTS)
        for right in LIBRARY_RIGHTS:
            permission = Permission.objects.get(codename=right.split(".")[1])
            CollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )
    grant(apps, "Community managers", MANAGERS_ONLY)


def replace_moderators(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Task = apps.get_model("wagtailcore", "GroupApprovalTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    approvers = Group.objects.filter(name__in=["Editors", "Community managers"])
    for task in Task.objects.all():
        task.groups.set(approvers)
        task.name = "Approval by editors"
        task.save()
    Workflow.objects.filter(name="Moderators approval").update(name="Approval by editors")
    Group.objects.filter(name="Moderators").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_tree"),
        ("people", "0002_groups"),
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
