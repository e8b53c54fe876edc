from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it on pages that name no other icon, as those of the admin."""
    return redirect(static("favicon.svg"))


def alive(request: HttpRequest) -> HttpResponse:
    """For health checks, and what the benchmark takes as an empty view."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("", include("labs.urls")),
    path("", include("grading.urls")),
    path("alive", alive),
    path("favicon.ico", favicon),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
