"""Where the values of every field come from that has neither choices nor a validator of its own.

`WORDS`: people type them; any line or text that can be seen, up to the length of the column.
`NUMBERS`: people type them; any number that the column of every database takes.
`PARSED`: people or their programs send them; the function beside it says what is wrong.
`MADE`: code of ours makes them up; nobody types them.
"""

WORDS = """
Ambassador.words AlertBanner.text_pl AlertBanner.text_en Audience.name Audience.description
Bookmark.note Campaign.name Campaign.goal ContentPage.lead Department.name
EventIndexPage.introduction EventPage.place Exclusion.phrase Exclusion.reason Folder.name
FollowUp.note FollowUp.reason GuideFeedback.words GuideIndexPage.introduction HouseSettings.name
Language.name Level.name Location.name Location.city Nomination.reason Newsletter.subject_pl
Newsletter.subject_en Newsletter.intro_pl Newsletter.intro_en NewsIndexPage.introduction
PageUpdate.note PathStep.title PathStep.text PathStep.message Poll.question Poll.question_en
PollOption.text PollOption.text_en ProjectIndexPage.introduction QuestionIndexPage.introduction
Report.title Report.text ReviewEntry.reason RoomSettings.merged_name RoomSettings.hand_over
Skill.name StepProgress.unclear StepProgress.question StepProgress.answer Synonym.words
Topic.name Topic.description User.first_name User.last_name User.job_title User.about
Item.note Concern.note Sanction.reason Comment.removal_reason Attachment.description
ConversationSettings.watched_words MailDraft.title MailDraft.text
"""
NUMBERS = """
EventPage.places Level.rank RoomSettings.unit_depth ConversationSettings.attachment_megabytes
ConversationSettings.moderated_first_comments ConversationSettings.most_links
ConversationSettings.comments_per_hour ConversationSettings.comments_per_hour_new
ConversationSettings.comments_per_minute
"""
PARSED = {
    "ContentPage.body": "blog.pages.blocks.BodyBlock",
    "User.password": "social.people.sign_in.passwords",
    "User.photo": "ground.pictures.fields.PictureField",
    "SignInLink.issuer SignInLink.subject": "social.people.sign_in.links.person_of",
    "PushSubscription.p256dh PushSubscription.auth": "social.notifications.push.PushForm",
    "PushSubscription.browser": "social.notifications.push.keep_subscription",
    "ImportedFile.source ImportedFile.key": "home.moving.folder.read_folder",
    "IncomingMail.message_id IncomingMail.recipient IncomingMail.answer_subject "
    "IncomingMail.answer_html": "social.notifications.incoming.letters.read_letter",
    "MailDraftFile.file MailDraftFile.name Attachment.file Attachment.name Attachment.media_type "
    "Attachment.size Attachment.width Attachment.height": "social.comments.files.inspect",
    "Asked.query Asked.text Asked.language": "search.page.syntax.parse",
    "Bookmark.subject_kind Bookmark.subject_id FollowUp.subject_kind FollowUp.subject_id "
    "Reaction.subject_kind Reaction.subject_id": "social.subjects.keys.subject_of",
    "Reaction.kind": "social.reactions.kinds",
    "Report.language": "social.community.reports.text",
    "Version.text": "social.comments.actions.post_comment",
}
MADE = """
Acknowledgement.person_name Acknowledgement.version Acknowledgement.language Asked.marker
Asked.times Asked.hits Asked.clicks AttachmentText.text AttachmentText.note AttachmentText.pages
AttachmentText.empty_pages AttachmentText.language AttachmentText.file_hash AttachmentText.readers
Brake.tries CalendarToken.token Change.model Change.object_id Change.relation ClosedVisit.title
ClosedVisit.deed Conversation.comment_count Conversation.thread_count Department.path
Department.depth Department.numchild Dismissal.followed_id Enrolment.event Enrolment.number
Event.subject_kind Event.subject_id Event.audience_size Event.data FileText.text FileText.note
FileText.pages FileText.empty_pages FileText.language FileText.file_hash FileText.readers
FileUse.file_id Fill.step Follow.thread_id Grouping.table Grouping.source Grouping.group
Habits.calendar_key ImportedFile.digest IncomingMail.reason IncomingMail.subject_kind
IncomingMail.subject_id Item.rule Item.key Item.data Look.place Look.detail Mail.key Mail.about_id
Mail.attempts Mail.error MailServer.name MailServer.failures MailServer.error MetricCell.metric
MetricCell.part MetricCell.cell MetricCell.value MetricCell.low MetricCell.high MetricCell.n
MetricCell.contributors Mute.rule Notice.thread_id PageGate.changes PageGate.number Nudge.rule Nudge.key Nudge.data
PageVersion.number PageVersion.note Population.digest Population.tables Population.members
Population.size Pulse.invited PulseTally.item PulseTally.answer PulseTally.count PushKey.name
PushKey.private_key ReadMark.seen ReadMark.visit_start ReaderCount.readers ReaderCount.later
Release.event Release.period Release.number Release.design Release.cells RosterEntry.working_time
SetAside.queue SetAside.key SetAside.reason SetAside.tries Standing.evidence Standing.interactions
Standing.contacts StepProgress.step_title Version.body_html
"""


def all_places() -> list[str]:
    """`Model.field` as often as it has a place."""
    listed = [*WORDS.split(), *NUMBERS.split(), *MADE.split()]
    return listed + [name for names in PARSED for name in names.split()]
