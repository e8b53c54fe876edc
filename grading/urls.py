from django.urls import path

from grading import account, certificateviews, eventsview, noticeview, rankingview, reviewviews, views
from grading.explorer import comparing
from grading.explorer import views as explorer
from grading.workbench import views as workbench

urlpatterns = [
    path("labs/<slug:slug>/submissions", views.submit_view, name="submit"),
    path("labs/<slug:slug>/problems", workbench.problems_view, name="problems"),
    path("labs/<slug:slug>/draft", workbench.draft_view, name="draft"),
    path("labs/<slug:slug>/ranking", rankingview.ranking_view, name="ranking"),
    path("accounts/notices/", noticeview.notices_view, name="notices"),
    path("submissions/<uuid:public_id>/", views.submission_view, name="submission"),
    path("submissions/<uuid:public_id>/state", views.state_view, name="submission_state"),
    path("submissions/<uuid:public_id>/result", views.result_view, name="submission_result"),
    path("submissions/<uuid:public_id>/cancel", views.cancel_view, name="submission_cancel"),
    path("submissions/<uuid:public_id>/image/", explorer.lines_view, name="image"),
    path("submissions/<uuid:public_id>/image/files", explorer.files_view, name="image_files"),
    path("submissions/<uuid:public_id>/image/largest", explorer.largest_view, name="image_largest"),
    path("submissions/<uuid:public_id>/image/lists", explorer.lists_view, name="image_lists"),
    path("submissions/<uuid:public_id>/image/comparison", comparing.comparison_view, name="image_comparison"),
    path("events/<uuid:public_id>/", eventsview.events_view, name="events"),
    path("courses/<slug:course>/certificate", certificateviews.own, name="own_certificate"),
    path("certificates/<str:public_id>/", certificateviews.public, name="certificate"),
    path("certificates/<str:public_id>/pdf", certificateviews.as_pdf, name="certificate_pdf"),
    path("accounts/export/", account.export_view, name="account_export"),
    path("accounts/delete/", account.delete_view, name="account_delete"),
    path("review/", reviewviews.review_list_view, name="review_list"),
    path("review/<uuid:public_id>/", reviewviews.review_view, name="review"),
    path("review/<uuid:public_id>/comment", reviewviews.review_comment_view, name="review_comment"),
    path("review/<uuid:public_id>/again", reviewviews.review_again_view, name="review_again"),
    path(
        "review/<uuid:public_id>/outcomes/<int:outcome_id>",
        reviewviews.review_adjust_view,
        name="review_adjust",
    ),
]
