from django.urls import path

from blog.events import views

urlpatterns = [
    path("events/<int:pk>/sign-up/", views.sign_up, name="sign-up"),
    path("events/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("events/<int:pk>/event.ics", views.ics, name="ics"),
    path("events/calendar/", views.calendar, name="calendar"),
    path("events/feed/<str:token>.ics", views.feed, name="feed"),
]
