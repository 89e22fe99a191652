from django.apps import AppConfig
from django.urls import register_converter
from django.utils.translation import gettext_lazy as _


class SubjectsConfig(AppConfig):
    name = "social.subjects"
    label = "subjects"
    verbose_name = _("Subjects")

    def ready(self) -> None:
        from social.subjects import gates, pages
        from social.subjects.converters import RowConverter

        register_converter(RowConverter, "row")
        from social.subjects.recounts import register_recount

        pages.register()
        gates.connect()
        register_recount("gates", gates.renumber)
