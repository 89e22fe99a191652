from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "blog.pages"
    label = "pages"
    verbose_name = _("News, guides and projects")

    def ready(self) -> None:
        from blog.closed.rows import close_with_pages
        from blog.pages import handlers, mail_in, messages, publishing_menu, search
        from blog.pages.admin import AlertBannerViewSet
        from social.comments.models import Comment

        handlers.connect()
        messages.connect()
        mail_in.connect()
        search.register()
        publishing_menu.add(20, AlertBannerViewSet)
        close_with_pages(Comment, Comment.objects.on_visible_pages)
