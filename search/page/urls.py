from django.urls import path

from search.page import views

app_name = "search"

urlpatterns = [
    path("search/", views.results, name="results"),
    path("search/panel/", views.panel, name="panel"),
    path("search/opened/", views.opened, name="opened"),
    path("search/forget/", views.forget_recent, name="forget-recent"),
    path("search/why/", views.why, name="why"),
]
