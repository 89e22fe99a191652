"""Where each row that points to a person stands in what the person may download.

The room lies below some apps: it names their models by label, and a test compares this list with
all models there are. A model that is new fails the test until it has a place here.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

# Rows that are the person's own: all of them, in full, without secrets that open doors.
OWN: dict[str, Words] = {
    "reading.Acknowledgement.person": _("Pages that you confirmed"),
    "events.Attendance.person": _("Events that you signed up for"),
    "polls.Ballot.person": _("Polls that you voted in"),
    "events.CalendarToken.person": _("Your calendar address"),
    "pages.ContentPage.author": _("Pages that you wrote"),
    "pages.ContentPage.on_behalf_of": _("Pages published on your behalf"),
    "care.GuideFeedback.person": _("What you said about guides"),
    "pages.GuideIndexPage.caretaker": _("Sections of guides that you look after"),
    "pages.GuidePage.caretaker": _("Guides that you look after"),
    "pages.GuidePage_contributors.user": _("Guides to which you contribute"),
    "newsletters.NewsletterDelivery.person": _("Newsletters sent to you"),
    "pages.ProjectPage_members.user": _("Projects to which you belong"),
    "questions.QuestionPage.addressed_to": _("Questions put to you"),
    "care.Review.delegated_to": _("Reviews handed to you"),
    "care.Review.reviewed_by": _("Reviews that you made"),
    "care.ReviewEntry.person": _("What you decided in reviews"),
    "care.ReviewEntry.delegate": _("Reviews handed to you"),
    "closed.ClosedVisit.person": _("Closed pages that you opened in the admin"),
    "comments.Attachment.uploaded_by": _("Files that you attached"),
    "comments.Concern.raised_by": _("What you reported"),
    "comments.Mention.person": _("Where you were mentioned"),
    "comments.ReadMark.person": _("Threads that you read"),
    "comments.Sanction.person": _("Warnings and pauses given to you"),
    "django_comments.Comment.user": _("What you said in threads"),
    "django_comments.CommentFlag.user": _("What you reported"),
    "following.Bookmark.person": _("What you bookmarked"),
    "following.Dismissal.person": _("Suggestions that you put away"),
    "following.Folder.person": _("Your folders of bookmarks"),
    "following.Follow.person": _("What you follow"),
    "following.FollowUp.assignee": _("Your tasks and reminders"),
    "following.FollowUp.creator": _("Tasks and reminders that you made"),
    "following.Habits.person": _("Your habits of reading the feed"),
    "notifications.Delivery.person": _("How notices reached you"),
    "notifications.IncomingMail.person": _("Mails that you sent to Rynek"),
    "notifications.Mail.person": _("Mails sent to you"),
    "notifications.MailDraft.person": _("Drafts from your mails"),
    "notifications.Notice.person": _("Your notices"),
    "notifications.PersonalSettings.person": _("How you want to be told"),
    "notifications.Preference.person": _("How you want to be told"),
    "notifications.PushSubscription.person": _("Browsers that show your notices"),
    "onboarding.Journey.person": _("Your onboarding"),
    "onboarding.Journey.buddy": _("Newcomers whose buddy you are"),
    "onboarding.StepProgress.answered_by": _("Questions of newcomers that you answered"),
    "people.AudienceMember.person": _("Audiences to which you belong"),
    "people.Department.head": _("Departments that you head"),
    "people.SignInLink.person": _("How you sign in"),
    "reactions.Reaction.person": _("Your reactions"),
    "wagtailcore.APIToken.user": _("Your access for programs"),
    "wagtailcore.Comment.user": _("Your notes in the editor"),
    "wagtailcore.CommentReply.user": _("Your notes in the editor"),
    "wagtailcore.ModelLogEntry.user": _("What you changed in the admin"),
    "wagtailcore.Page.owner": _("Pages that you made"),
    "wagtailcore.PageLogEntry.user": _("What you changed on pages"),
    "wagtailcore.PageSubscription.user": _("Pages whose notes you follow"),
    "wagtailcore.Revision.user": _("Versions that you saved"),
    "wagtailcore.TaskState.finished_by": _("What you approved or sent back"),
    "wagtailcore.UploadedFile.uploaded_by_user": _("Files that you uploaded"),
    "wagtailcore.WorkflowState.requested_by": _("What you proposed"),
    "wagtaildocs.Document.uploaded_by_user": _("Files that you uploaded"),
    "wagtailimages.Image.uploaded_by_user": _("Pictures that you uploaded"),
    "wagtailusers.UserProfile.user": _("Your settings in the admin"),
    "wagtailadmin.EditingSession.user": _("Pages that you have open in the editor"),
    "wagtailadmin.FormState.user": _("Forms that you have open in the editor"),
}

# Rows of others that name the person: a number, for the rest is theirs.
COUNTED: dict[str, Words] = {
    "care.GuideFeedback.resolved_by": _("Feedback on guides that you dealt with"),
    "comments.Comment.accepted_by": _("Answers that you accepted"),
    "comments.Comment.removed_by": _("Comments that you removed"),
    "comments.Concern.closed_by": _("Reports that you dealt with"),
    "comments.Sanction.given_by": _("Warnings and pauses that you gave"),
    "comments.Sanction.lifted_by": _("Warnings and pauses that you lifted"),
    "community.Item.owner": _("Lines of the queue that are yours"),
    "community.Look.viewer": _("Cards that you looked at"),
    "community.Report.edited_by": _("Reports that you edited"),
    "community.RoomSettings.deputy": _("Rooms in which you are the deputy"),
    "following.Follow.colleague": _("People who follow you"),
    "onboarding.PathStep.person": _("Onboarding steps that lead to you"),
    "people.AudienceRule_people.user": _("Audiences in which you were chosen by name"),
    "people.User.manager": _("People whose manager you are"),
    "wagtailcore.Comment.resolved_by": _("Notes in the editor that you settled"),
    "wagtailcore.Page.locked_by": _("Pages that you locked"),
}

# What stands under a name of its own in the download.
NAMED = {
    *("activity.Event.actor", "activity.Event.target"),
    *("community.Ambassador.person", "analytics.FirstContribution.person"),
    *("community.Introduction.first", "community.Introduction.second", "community.Look.person"),
    *("community.Mute.person", "community.Nomination.nominated_by", "community.Nomination.person"),
    *("community.Nudge.person", "analytics.Objection.person", "community.PulseReply.person"),
    *("analytics.RosterEntry.person", "community.Standing.person"),
    # in the profile
    *("people.User_groups.user", "people.User_languages.user", "people.User_skills.user"),
    "people.User_user_permissions.user",
}
