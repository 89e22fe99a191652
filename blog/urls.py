from django.urls import path

from blog.views import (
    care,
    events,
    polls,
    proposals,
    questions,
    reach,
    reading,
    thread_guides,
    topics,
)

app_name = "blog"

urlpatterns = [
    path("questions/ask/", questions.ask_question, name="ask"),
    path("questions/similar/", questions.similar, name="similar-questions"),
    path("topics/<str:slug>/", topics.topic, name="topic"),
    path("proposals/", proposals.mine, name="proposals"),
    path("proposals/new/<slug:kind>/", proposals.new, name="propose"),
    path("proposals/<int:pk>/", proposals.edit, name="revise"),
    path("events/<int:pk>/sign-up/", events.sign_up, name="sign-up"),
    path("events/<int:pk>/withdraw/", events.withdraw, name="withdraw"),
    path("events/<int:pk>/event.ics", events.ics, name="ics"),
    path("events/calendar/", events.calendar, name="calendar"),
    path("events/feed/<str:token>.ics", events.feed, name="feed"),
    path("polls/<int:pk>/vote/", polls.vote, name="vote"),
    path("guides/from/<int:pk>/", thread_guides.new, name="guide-from-thread"),
    path("guides/<int:pk>/feedback/", care.feedback, name="feedback"),
    path("guides/<int:pk>/review/", care.review, name="review"),
    path("guides/feedback/<int:pk>/resolve/", care.resolve, name="resolve-feedback"),
    path("pages/<int:pk>/reach/", reach.reach, name="reach"),
    path("pages/<int:pk>/read/", reading.acknowledge, name="acknowledge"),
]
