from django.urls import path

from labs import pictureviews, questionviews, searchviews, views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", searchviews.search_page, name="search"),
    path("courses/<slug:course>/", views.course, name="course"),
    path("courses/<slug:course>/join", views.join, name="join"),
    path("courses/<slug:course>/<slug:module>/", views.module, name="module"),
    path("courses/<slug:course>/<slug:module>/read", views.section_read, name="section_read"),
    path(
        "courses/<slug:course>/<slug:module>/questions/<slug:question>", questionviews.answer, name="answer"
    ),
    path("courses/<slug:course>/<slug:module>/<str:name>", pictureviews.picture, name="picture"),
    path("labs/<slug:slug>/", views.lab, name="lab"),
]
