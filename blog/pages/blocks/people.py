"""Cards of people."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from social.people.choosers import PersonChooserBlock


class PeopleBlock(blocks.StructBlock):
    """The colleagues to ask."""

    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    people = blocks.ListBlock(PersonChooserBlock(label=_("Person")), label=_("People"))

    class Meta:
        icon = "group"
        label = _("People")
        template = "blog/pages/blocks/people.html"
