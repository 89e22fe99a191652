"""What an administrator did with a closed page, in words instead of the names of views."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EDITOR = "wagtailadmin_pages:edit"
# The first beginning that fits the name of a view says what was opened.
WORDS: tuple[tuple[str, Promise], ...] = (
    (EDITOR, gettext_lazy("in the editor")),
    ("wagtailadmin_pages:view_draft", gettext_lazy("its draft")),
    ("wagtailadmin_pages:preview", gettext_lazy("its preview")),
    ("wagtailadmin_pages:workflow_preview", gettext_lazy("its preview")),
    ("wagtailadmin_pages:history", gettext_lazy("its history")),
    ("wagtailadmin_pages:workflow_history", gettext_lazy("its history")),
    ("wagtailadmin_pages:revisions_compare", gettext_lazy("a comparison of its versions")),
    ("wagtailadmin_pages:revisions_index", gettext_lazy("its history")),
    ("wagtailadmin_pages:revisions_unschedule", gettext_lazy("cancelling its date")),
    ("wagtailadmin_pages:revisions_", gettext_lazy("an earlier version")),
    ("wagtailadmin_pages:usage", gettext_lazy("where it is used")),
    ("wagtailadmin_pages:copy", gettext_lazy("copying it")),
    ("wagtailadmin_pages:convert_alias", gettext_lazy("copying it")),
    ("wagtailadmin_pages:move", gettext_lazy("moving it")),
    ("wagtailadmin_pages:set_page_position", gettext_lazy("moving it")),
    ("wagtailadmin_pages:delete", gettext_lazy("deleting it")),
    ("wagtailadmin_pages:unpublish", gettext_lazy("unpublishing it")),
    ("wagtailadmin_pages:set_privacy", gettext_lazy("who may see it")),
    ("wagtailadmin_pages:lock", gettext_lazy("locking it")),
    ("wagtailadmin_pages:unlock", gettext_lazy("unlocking it")),
    ("wagtailadmin_pages:add", gettext_lazy("a new page below it")),
    ("wagtailadmin_pages:workflow", gettext_lazy("its approval")),
    ("wagtailadmin_pages:collect_workflow", gettext_lazy("its approval")),
    ("wagtailadmin_pages:confirm_workflow", gettext_lazy("its approval")),
    ("wagtailadmin_explore", gettext_lazy("the list of pages below it")),
    ("wagtailadmin_api:", gettext_lazy("the tree of pages")),
    ("wagtailadmin_choose_page", gettext_lazy("choosing a page")),
    ("wagtail_bulk_action", gettext_lazy("an action on several pages")),
    ("blog_must_read", gettext_lazy("who has read it")),
    ("blog_evidence", gettext_lazy("who has read it")),
    ("comments_moderation:", gettext_lazy("its conversation")),
    ("simple_translation:", gettext_lazy("translating it")),
    ("wagtailredirects:", gettext_lazy("a redirect to it")),
)


def in_words(deed: str) -> str:
    """What a line of the audit log says: "POST wagtailadmin_pages:copy" is copying, carried out."""
    method, _blank, view = deed.partition(" ")
    if view == EDITOR and method == "POST":
        return _("saved in the editor")
    found = next((words for start, words in WORDS if view.startswith(start)), None)
    words = str(found or _("in the administration"))
    return _("%(deed)s: carried out") % {"deed": words} if method == "POST" else words
