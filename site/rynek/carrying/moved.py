"""What moved since the version that older databases come from; see docs/developers/moving.md.

Keys are names as they were in that version, values as they are today. A model keeps its name and its
primary keys; only its app changes, and with it its tables, its content type and its permissions.
"""

# "app_label.model" of each model that lives in another app than it did.
MODELS: dict[str, str] = {
    "blog.acknowledgement": "reading.acknowledgement",
    "blog.alertbanner": "pages.alertbanner",
    "blog.approvaltask": "pages.approvaltask",
    "blog.attendance": "events.attendance",
    "blog.ballot": "polls.ballot",
    "blog.calendartoken": "events.calendartoken",
    "blog.campaign": "pages.campaign",
    "blog.contentpage": "pages.contentpage",
    "blog.eventindexpage": "events.eventindexpage",
    "blog.eventpage": "events.eventpage",
    "blog.guidefeedback": "care.guidefeedback",
    "blog.guideindexpage": "pages.guideindexpage",
    "blog.guidepage": "pages.guidepage",
    "blog.knowledgepage": "pages.knowledgepage",
    "blog.mustread": "reading.mustread",
    "blog.newsindexpage": "pages.newsindexpage",
    "blog.newsletter": "newsletters.newsletter",
    "blog.newsletterdelivery": "newsletters.newsletterdelivery",
    "blog.newsletteritem": "newsletters.newsletteritem",
    "blog.newspage": "pages.newspage",
    "blog.pageaudience": "pages.pageaudience",
    "blog.pagetopic": "pages.pagetopic",
    "blog.pageupdate": "pages.pageupdate",
    "blog.pageversion": "reading.pageversion",
    "blog.poll": "polls.poll",
    "blog.polloption": "polls.polloption",
    "blog.pollvote": "polls.pollvote",
    "blog.projectindexpage": "pages.projectindexpage",
    "blog.projectpage": "pages.projectpage",
    "blog.questionindexpage": "questions.questionindexpage",
    "blog.questionpage": "questions.questionpage",
    "blog.review": "care.review",
    "blog.reviewentry": "care.reviewentry",
    "blog.translationstate": "pages.translationstate",
    "community.metriccell": "analytics.metriccell",
    "community.fill": "analytics.fill",
    "community.rosterentry": "analytics.rosterentry",
    "community.firstcontribution": "analytics.firstcontribution",
    "community.readercount": "analytics.readercount",
    "community.objection": "analytics.objection",
}

# Dotted names that rows keep: of tasks in the queue, of storages in their arguments.
DOTTED_NAMES: dict[str, str] = {
    "blog.tasks.ask_again": "blog.reading.tasks.ask_again",
    "blog.tasks.remind": "blog.reading.tasks.remind",
    "blog.tasks.send_newsletters": "blog.newsletters.tasks.send_newsletters",
    "blog.tasks.tell_poll_results": "blog.polls.tasks.tell_poll_results",
    "home.bucket.GuardedS3Storage": "social.files.bucket.GuardedS3Storage",
}

# The last migrations of that version: all of them were applied where a database can be carried over.
LAST_OF_OLDER = frozenset(
    {
        ("activity", "0001_initial"),
        ("analytics", "0001_initial"),
        ("blog", "0003_poll_closing_day"),
        ("closed", "0004_rights"),
        ("comments", "0004_attachment_texts"),
        ("community", "0003_shares_in_steps"),
        ("files", "0001_file_uses"),
        ("following", "0002_links_end"),
        ("home", "0003_rights"),
        ("importers", "0001_initial"),
        ("notifications", "0004_links_end"),
        ("onboarding", "0001_initial"),
        ("people", "0006_session_epoch"),
        ("queues", "0001_initial"),
        ("reactions", "0001_initial"),
        ("search_extraction", "0002_readers_of_files"),
        ("search_outbox", "0001_initial"),
        ("search_page", "0001_initial"),
        ("subjects", "0001_initial"),
    }
)
OLDER_VERSION = "f0e7426"
# Noted by the first migration of ours in every older database, however old; never a name again.
MARK_OF_OLDER = ("people", "0003_audiences")
OLDER_APPS = frozenset(label for label, _name in LAST_OF_OLDER)
