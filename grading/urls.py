from django.urls import path

from grading import views
from grading.workbench import views as workbench

urlpatterns = [
    path("labs/<slug:slug>/submissions", views.submit_view, name="submit"),
    path("labs/<slug:slug>/problems", workbench.problems_view, name="problems"),
    path("labs/<slug:slug>/draft", workbench.draft_view, name="draft"),
    path("submissions/<uuid:public_id>/", views.submission_view, name="submission"),
    path("submissions/<uuid:public_id>/state", views.state_view, name="submission_state"),
    path("submissions/<uuid:public_id>/result", views.result_view, name="submission_result"),
    path("submissions/<uuid:public_id>/cancel", views.cancel_view, name="submission_cancel"),
    path("events/<uuid:public_id>/", views.events_view, name="events"),
    path("review/", views.review_list_view, name="review_list"),
    path("review/<uuid:public_id>/", views.review_view, name="review"),
    path("review/<uuid:public_id>/comment", views.review_comment_view, name="review_comment"),
    path("review/<uuid:public_id>/again", views.review_again_view, name="review_again"),
    path("review/<uuid:public_id>/outcomes/<int:outcome_id>", views.review_adjust_view, name="review_adjust"),
]
