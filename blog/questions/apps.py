from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "blog.questions"
    label = "questions"
    verbose_name = _("Questions")

    def ready(self) -> None:
        from blog.questions import handlers, mail_in, search

        handlers.connect()
        mail_in.connect()
        search.register()
