from django.urls import path

from blog.questions.views import asking, thread_guides

urlpatterns = [
    path("questions/ask/", asking.ask_question, name="ask"),
    path("questions/similar/", asking.similar, name="similar-questions"),
    path("guides/from/<int:pk>/", thread_guides.new, name="guide-from-thread"),
]
