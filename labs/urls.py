from django.urls import path

from labs import account, demoviews, pictureviews, questionviews, searchviews, styleguide, views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", searchviews.search_page, name="search"),
    path("courses/<slug:course>/", views.course, name="course"),
    path("courses/<slug:course>/join", views.join, name="join"),
    path("courses/<slug:course>/try", demoviews.try_view, name="try"),
    path("courses/<slug:course>/<slug:module>/", views.module, name="module"),
    path("courses/<slug:course>/<slug:module>/read", views.section_read, name="section_read"),
    path("courses/<slug:course>/<slug:module>/all-read", views.module_read, name="module_read"),
    path(
        "courses/<slug:course>/<slug:module>/questions/<slug:question>", questionviews.answer, name="answer"
    ),
    path("courses/<slug:course>/<slug:module>/<str:name>", pictureviews.picture, name="picture"),
    path("accounts/", account.account_view, name="account"),
    path("i18n/setlang/", account.set_language_view, name="set_language"),
    path("styleguide/", styleguide.styleguide_view, name="styleguide"),
    path("labs/<slug:slug>/", views.lab, name="lab"),
]
