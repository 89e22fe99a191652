"""What all our page types share, in one table, so that lists across types are one query."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import classproperty
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.models import Page, PageManager
from wagtail.search import index

from blog.closed.policy import ClosedPageMixin
from blog.pages import lines
from blog.pages.canonical import is_canonical
from blog.pages.fields import BodyField
from blog.pages.forms import ContentPageForm
from blog.pages.models.aliases import AliasesWaitMixin
from blog.pages.outline import outline
from blog.pages.panels import SharedPanel, TranslationFieldPanel, TranslationPanel, WhoPanel
from blog.pages.querysets import ContentPageQuerySet
from ground.typed.fields import tidy
from social.activity.actions import record_view
from social.people.choosers import PersonChooserWidget
from social.people.collation import fold
from social.subjects.access import visible_pages
from social.subjects.models import Topic

__all__ = ["ContentPage", "PageChooserPanel", "PageTopic", "SectionPage"]

WORDS_PER_MINUTE = 200
CONTENTS_FROM_HEADINGS = 3
FILTERS = ("topic", "year", "author")  # of an index page
ContentPageManager = PageManager.from_queryset(ContentPageQuerySet)


class PageTopic(ItemBase):
    """A topic of a page."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="page_topics")
    content_object = ParentalKey(
        "pages.ContentPage", on_delete=models.CASCADE, related_name="page_topics"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="topic_once_a_page")
        ]


class Notification(models.TextChoices):
    NOW = "now", _("at once")
    DIGEST = "digest", _("in the digest")
    NONE = "none", _("not at all")


class ContentPage(AliasesWaitMixin, ClosedPageMixin, Page):
    """A page that people read and talk about. Not created itself; its types are."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="authored_pages",
        help_text=_("Who speaks on this page; you, unless you choose somebody else."),
    )
    lead = models.TextField(
        _("lead"), max_length=600, blank=True, help_text=_("Two sentences that say the point.")
    )
    cover = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("cover picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    body = BodyField(verbose_name=_("body"), blank=True)
    topics = ClusterTaggableManager(through=PageTopic, blank=True, verbose_name=_("topics"))
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("on behalf of"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Whose words these are, when the author writes for somebody else."),
    )
    on_behalf_of_department = models.ForeignKey(
        "people.Department",
        verbose_name=_("or of the department"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    restricted = models.BooleanField(
        _("only these people may see it"),
        default=False,
        help_text=_("For everybody else the page does not exist, in lists and search neither."),
    )
    notification = models.CharField(
        _("tell people"),
        max_length=6,
        choices=Notification.choices,
        default=Notification.DIGEST,
        help_text=_("What happens when the page is published for the first time."),
    )
    campaign = models.ForeignKey(
        "pages.Campaign",
        verbose_name=_("campaign"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="pages",
    )
    says_the_same = models.BooleanField(
        _("says the same as the other language"),
        default=True,
        help_text=_("Clear this when you correct only this language version."),
    )

    objects = ContentPageManager()
    is_creatable = False
    # Without an audience it is told to everybody; other pages to their followers only.
    announced_to_all = False
    shared_relations: tuple[str, ...] = ("addressed_audiences",)

    content_panels = Page.content_panels + [
        FieldPanel("lead"),
        FieldPanel("cover"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("author", widget=PersonChooserWidget),
                FieldRowPanel(
                    [
                        FieldPanel("on_behalf_of", widget=PersonChooserWidget),
                        FieldPanel("on_behalf_of_department"),
                    ]
                ),
                FieldPanel("topics"),
            ],
            heading=_("Who and what about"),
        ),
        InlinePanel("updates", heading=_("Update log"), label=_("update")),
        MultiFieldPanel(
            [TranslationPanel(), TranslationFieldPanel("says_the_same")],
            heading=_("The other language"),
        ),
    ]
    audience_panels = [
        SharedPanel(
            [
                InlinePanel("addressed_audiences", heading=_("Addressed to"), label=_("audience")),
                FieldPanel("restricted"),
                FieldPanel("notification"),
            ],
            heading=_("Whom it is for"),
            icon="group",
        ),
        WhoPanel(heading=_("Who will see this, who will not, and why"), icon="view"),
        lines.PLACE,
        SharedPanel([FieldPanel("campaign")], heading=_("Measured together"), icon="crosshairs"),
    ]
    base_form_class = ContentPageForm
    search_fields = Page.search_fields + [
        index.SearchField("lead", boost=1.5),
        index.SearchField("body"),
        index.FilterField("author_id"),
        index.RelatedFields(
            "topics", [index.SearchField("name", boost=2), index.FilterField("slug")]
        ),
    ]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    @classproperty
    def edit_handler(cls) -> TabbedInterface:
        """Wagtail's tabs and one for whom the page is for."""
        return TabbedInterface(
            [
                ObjectList(cls.content_panels, heading=_("Content")),
                ObjectList(lines.with_panels(cls.audience_panels), heading=_("People")),
                ObjectList(cls.promote_panels, heading=_("Promote")),
                ObjectList(cls.settings_panels, heading=_("Settings")),
            ],
            base_form_class=cls.base_form_class,
        )

    def get_absolute_url(self) -> str:
        return self.get_url() or ""

    def get_search_date(self) -> datetime | None:
        """How old the page is for search: since it was last published."""
        moment: datetime | None = self.last_published_at or self.first_published_at
        return moment

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Addresses are plain letters: `w Łodzi` becomes `w-lodzi`, as it does while one types.

        Imports, mails and pages of before come here, too: what nobody means is taken out.
        """
        tidy(self)
        if not getattr(self, "slug", ""):
            self.slug = self._get_autogenerated_slug(slugify(fold(self.title)) or "page")
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        words = sum(
            len(text.split()) for text in self.body.stream_block.get_searchable_content(self.body)
        )
        self.reading_minutes = max(1, round(words / WORDS_PER_MINUTE))
        if self.author is None:
            self.author = self.owner
        if not is_canonical(self):
            self._leave_shared_settings()
        return super().save(*args, **kwargs)

    @property
    def all_shared_relations(self) -> tuple[str, ...]:
        return (*self.shared_relations, *lines.relations())

    def _leave_shared_settings(self) -> None:
        """What language versions share is kept on the one that existed first."""
        self.restricted = False
        for relation in self.all_shared_relations:
            getattr(self, relation).set([])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        rendered = self.body.render_as_block(context)
        context["body"], contents = outline(rendered)
        context["contents"] = contents if len(contents) >= CONTENTS_FROM_HEADINGS else []
        context["trail"] = self.trail(request)
        context["previous"], context["next"] = self.neighbours(request)
        context["versions"] = self.other_languages(request)
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        if request.method == "GET" and request.headers.get("Sec-Purpose") is None:
            record_view(request.user, self)  # type: ignore[arg-type]
        return response

    def trail(self, request: HttpRequest) -> Any:
        """The pages above this one, from the section down, that the reader sees."""
        return visible_pages(request.user, self.get_ancestors().filter(depth__gt=2))

    def neighbours(self, request: HttpRequest) -> tuple[Page | None, Page | None]:
        """The pages before and after this one among its siblings."""
        siblings = visible_pages(
            request.user,
            self.get_siblings(inclusive=False),
        )
        return (
            siblings.filter(path__lt=self.path).order_by("-path").first(),
            siblings.filter(path__gt=self.path).order_by("path").first(),
        )

    def other_languages(self, request: HttpRequest) -> Any:
        """The versions of this page in other languages that the reader sees."""
        return visible_pages(request.user, self.get_translations()).select_related("locale")


class SectionPage(AliasesWaitMixin, ClosedPageMixin, Page):
    """An index page: it lists what lies below it, filtered and by pages."""

    introduction = models.TextField(_("introduction"), max_length=600, blank=True)

    content_panels = Page.content_panels + [FieldPanel("introduction")]
    search_fields = Page.search_fields + [index.SearchField("introduction")]
    item_model: type[ContentPage] = ContentPage
    items_per_page = 12

    class Meta:
        abstract = True

    def items(self, request: HttpRequest) -> ContentPageQuerySet:
        """The pages of this section that the reader sees, each in one language."""
        user = request.user
        pages = self.item_model.objects.in_section(self).visible_to(user)
        return pages.in_language(get_language(), user).newest_first().for_cards()

    def filtered(self, items: ContentPageQuerySet, request: HttpRequest) -> ContentPageQuerySet:
        if topic := request.GET.get("topic"):
            items = items.filter(page_topics__tag__slug=topic)
        if (year := request.GET.get("year", "")).isdecimal():
            items = items.filter(first_published_at__year=int(year[:4]))
        if (author := request.GET.get("author", "")).isdecimal():
            items = items.filter(author_id=int(author[:9]))
        return items

    def topics_of(self, items: ContentPageQuerySet) -> Any:
        """The topics that these pages are about, for the filter."""
        return Topic.objects.filter(
            page_topics__content_object__in=items.order_by().values("pk")
        ).distinct()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        items = self.items(request)
        found = self.filtered(items, request)
        context["items"] = Paginator(found, self.items_per_page).get_page(request.GET.get("page"))
        context["topics"] = self.topics_of(items)
        context["years"] = items.order_by().dates("first_published_at", "year", order="DESC")
        return context

    def get_absolute_url(self) -> str:
        return self.get_url() or ""
