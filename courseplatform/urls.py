from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("labs.urls")),
    path("", include("grading.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
