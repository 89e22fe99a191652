from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "social.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from search.extraction.search import files_are_seen_by
        from social.files import handlers
        from social.files.access import findable_files
        from social.files.policies import make_searchable, register_policies

        make_searchable()
        register_policies()
        files_are_seen_by(findable_files)
        handlers.connect()
