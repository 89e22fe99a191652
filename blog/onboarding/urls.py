from django.urls import path

from blog.onboarding import views

app_name = "onboarding"

urlpatterns = [
    path("onboarding/", views.mine, name="mine"),
    path("onboarding/<int:pk>/", views.journey, name="journey"),
    path("onboarding/<int:pk>/buddy/", views.buddy, name="buddy"),
    path("onboarding/<int:pk>/steps/<uuid:key>/tick/", views.tick, name="tick"),
    path("onboarding/<int:pk>/steps/<uuid:key>/ask/", views.ask, name="ask"),
    path("onboarding/<int:pk>/steps/<uuid:key>/answer/", views.answer, name="answer"),
    path("onboarding/<int:pk>/steps/<uuid:key>/unclear/", views.unclear, name="unclear"),
    path("onboarding/cohorts/", views.cohorts, name="cohorts"),
]
