from django.urls import path

from social.following.views import bookmarks, feed, follows, followups

app_name = "following"

urlpatterns = [
    path("feed/", feed.feed, name="feed"),
    path("following/", follows.following, name="list"),
    path("following/change/", follows.change_many, name="change-many"),
    path("following/<slug:kind>/<int:pk>/", follows.change, name="change"),
    path("following/<slug:kind>/<int:pk>/dismiss/", follows.dismiss, name="dismiss"),
    path("bookmarks/", bookmarks.bookmarks, name="bookmarks"),
    path("bookmarks/<int:pk>/", bookmarks.edit, name="edit-bookmark"),
    path("bookmarks/<int:pk>/remove/", bookmarks.remove, name="remove-bookmark"),
    path("bookmarks/<slug:kind>/<int:pk>/", bookmarks.toggle, name="toggle-bookmark"),
    path("follow-ups/", followups.follow_ups, name="follow-ups"),
    path("follow-ups/calendar/", followups.change_calendar, name="change-calendar"),
    path("follow-ups/remind/<slug:kind>/<int:pk>/", followups.remind, name="remind"),
    path("follow-ups/assign/<slug:kind>/<int:pk>/", followups.assign, name="assign"),
    path("follow-ups/<int:pk>/done/", followups.complete, name="complete"),
    path("follow-ups/<int:pk>/reopen/", followups.reopen, name="reopen"),
    path("follow-ups/<int:pk>/put-off/", followups.put_off, name="put-off"),
    path("follow-ups/<int:pk>/decline/", followups.decline, name="decline"),
    path("calendar/<str:key>.ics", followups.calendar_feed, name="calendar-feed"),
]
