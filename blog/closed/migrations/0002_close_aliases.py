"""Aliases made until now are closed like their originals."""

from django.db import migrations


def close_aliases(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Restriction = apps.get_model("wagtailcore", "PageViewRestriction")
    Carried = apps.get_model("closed", "CarriedRestriction")
    rows = Restriction.objects.exclude(restriction_type="login").select_related("page")
    for row in rows.prefetch_related("groups"):
        for alias in Page.objects.filter(alias_of__path__startswith=row.page.path):
            copy = Restriction.objects.create(
                page=alias, restriction_type=row.restriction_type, password=row.password
            )
            copy.groups.set(row.groups.all())
            Carried.objects.create(restriction=copy)


class Migration(migrations.Migration):
    dependencies = [("closed", "0001_initial")]

    operations = [migrations.RunPython(close_aliases, migrations.RunPython.noop)]
