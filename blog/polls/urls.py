from django.urls import path

from blog.polls import views

urlpatterns = [path("polls/<int:pk>/vote/", views.vote, name="vote")]
