"""Answers about submissions: their shape, and who gets them."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from dataclasses import asdict
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from grading import eventsview, queue, rebuild
from grading.facts import Step
from grading.models import OutcomeRecord, Submission
from labs.models import Lab, Module, SectionRead
from tests.conftest import DOCKERFILE
from tests.grading.checks.work import an_image
from tests.grading.conftest import PERSONAS, SEES, Submit, as_persona

pytestmark = pytest.mark.django_db

FORM = {"file:Dockerfile": DOCKERFILE, "commands": "docker build -t app ."}
JSON = {"Accept": "application/json"}


def post(client: Client, lab: Lab, form: dict[str, Any], **headers: str) -> Any:
    return client.post(reverse("submit", args=[lab.slug]), form, headers=headers)


# --- submitting ------------------------------------------------------------------------------------------------------


def test_the_workbench_gets_the_links_to_follow_its_submission(
    client: Client, lab: Lab, learner: User
) -> None:
    client.force_login(learner)
    answer = post(client, lab, FORM, **JSON)
    assert answer.status_code == 201
    submission = Submission.objects.get()
    assert answer.json() == {
        "id": str(submission.public_id),
        "number": 1,
        "url": f"/submissions/{submission.public_id}/",
        "events": f"/events/{submission.public_id}/",
        "state_url": f"/submissions/{submission.public_id}/state",
        "result_url": f"/submissions/{submission.public_id}/result",
        "cancel_url": f"/submissions/{submission.public_id}/cancel",
    }


def test_a_plain_form_leads_to_the_submission(client: Client, lab: Lab, learner: User) -> None:
    client.force_login(learner)
    answer = post(client, lab, FORM, Accept="text/html")
    assert answer.url == Submission.objects.get().get_absolute_url()


def test_a_refused_submission_says_each_problem_with_its_place(
    client: Client, lab: Lab, learner: User
) -> None:
    client.force_login(learner)
    bad = {"file:Dockerfile": "FROM nowhere:1\n", "commands": "docker run app"}
    answer = post(client, lab, bad, **JSON)
    assert answer.status_code == 400
    places = {(problem["path"], problem["line"]) for problem in answer.json()["errors"]}
    assert ("commands.txt", 1) in places
    assert not Submission.objects.exists()


def test_a_refused_plain_form_comes_back_with_its_text(client: Client, lab: Lab, learner: User) -> None:
    client.force_login(learner)
    answer = post(client, lab, FORM | {"commands": "docker fly --now"}, Accept="text/html")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "docker fly --now" in page
    assert "COPY app.py /app.py" in page


def test_the_address_of_a_refusal_leads_back_to_the_lab(client: Client, lab: Lab, learner: User) -> None:
    client.force_login(learner)
    answer = client.get(reverse("submit", args=[lab.slug]))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("lab", args=[lab.slug]))


def test_what_was_typed_comes_back_escaped(client: Client, lab: Lab, learner: User) -> None:
    client.force_login(learner)
    evil = "</textarea><script>alert(1)</script>"
    answer = post(client, lab, {"file:Dockerfile": evil, "commands": evil}, Accept="text/html")
    assert "<script>alert(1)" not in answer.content.decode()


def test_an_uploaded_file_that_is_not_utf_8_is_refused(client: Client, lab: Lab, learner: User) -> None:
    client.force_login(learner)
    upload = SimpleUploadedFile("Dockerfile", b"FROM python:3.11-slim\n# caf\xe9\n")
    answer = post(client, lab, {"file:Dockerfile": upload, "commands": FORM["commands"]}, **JSON)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "Dockerfile"


def test_an_ended_session_is_said_so_that_the_text_can_be_sent_again(client: Client, lab: Lab) -> None:
    answer = post(client, lab, FORM, **JSON)
    assert answer.status_code == 401
    assert answer.json() == {"error": "signed-out", "login": f"/accounts/login/?next=/labs/{lab.slug}/"}


def test_a_closed_lab_answers_403_with_the_reason(client: Client, lab: Lab, learner: User) -> None:
    from django.utils import timezone

    Lab.objects.update(closes_at=timezone.now())
    client.force_login(learner)
    answer = post(client, lab, FORM, **JSON)
    assert (answer.status_code, answer.json()["error"]) == (403, "closed")


def test_an_unknown_lab_is_not_found(client: Client, learner: User) -> None:
    client.force_login(learner)
    assert client.post("/labs/no-such-lab/submissions", FORM).status_code == 404


def test_who_is_not_enrolled_cannot_submit(client: Client, lab: Lab, django_user_model: type[User]) -> None:
    client.force_login(django_user_model.objects.create_user("passer-by"))
    assert post(client, lab, FORM, **JSON).status_code == 403
    assert not Submission.objects.exists()


def test_a_form_from_another_site_is_refused(lab: Lab, learner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    assert post(client, lab, FORM, **JSON).status_code == 403
    assert not Submission.objects.exists()


# --- looking, role by role -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("name", ["submission", "submission_state", "submission_result"])
def test_who_sees_a_submission(
    client: Client, request: pytest.FixtureRequest, graded: Submission, name: str, persona: str
) -> None:
    answer = as_persona(client, request, persona).get(reverse(name, args=[graded.public_id]))
    assert answer.status_code == SEES[persona]


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.django_db(transaction=True)
def test_who_may_follow_the_events(
    client: Client, request: pytest.FixtureRequest, graded: Submission, persona: str
) -> None:
    answer = as_persona(client, request, persona).get(reverse("events", args=[graded.public_id]))
    assert answer.status_code == (200 if SEES[persona] == 200 else 404)


REVIEWS = {
    "nobody": 302,
    "learner": 404,
    "other_learner": 404,
    "grader": 200,
    "instructor": 200,
    "operator": 200,
}


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_reviews(
    client: Client, request: pytest.FixtureRequest, graded: Submission, persona: str
) -> None:
    outcome = graded.outcomes.get(kind="tags")
    asked = as_persona(client, request, persona)
    page = asked.get(reverse("review", args=[graded.public_id]))
    comment = asked.post(reverse("review_comment", args=[graded.public_id]), {"text": "Bien."})
    adjust = asked.post(
        reverse("review_adjust", args=[graded.public_id, outcome.pk]), {"points": "10", "reason": "Presque."}
    )
    may = REVIEWS[persona] == 200
    assert page.status_code == REVIEWS[persona]
    assert graded.comments.exists() is may
    assert OutcomeRecord.objects.get(pk=outcome.pk).final_points == (10.0 if may else 0.0)
    assert {comment.status_code, adjust.status_code} == {302 if may or persona == "nobody" else 404}


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("nobody", 302),
        ("learner", 403),
        ("other_learner", 403),
        ("grader", 200),
        ("instructor", 200),
        ("operator", 200),
    ],
)
def test_who_sees_the_review_list(
    client: Client, request: pytest.FixtureRequest, graded: Submission, persona: str, status: int
) -> None:
    answer = as_persona(client, request, persona).get(reverse("review_list"))
    assert answer.status_code == status
    if status == 200:
        assert str(graded.public_id) in answer.content.decode()


def test_who_saved_comes_back_to_the_place_which_says_what_was_saved(
    client: Client, grader: User, graded: Submission
) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(grader)
    outcome = graded.outcomes.get(kind="tags")
    adjust = reverse("review_adjust", args=[graded.public_id, outcome.pk])
    comment = reverse("review_comment", args=[graded.public_id])
    adjusting = {"points": "10", "reason": "Presque.\nEncore."}
    for url, form, said in (
        (adjust, adjusting, "Saved: 10 of 40 points."),
        (comment, {"text": "Bien."}, "The comment is saved"),
    ):
        answer = client.post(url, form)
        assert answer["Location"] == f"/review/{graded.public_id}/#said"
        page = client.get(answer["Location"]).content.decode()
        assert page.count('id="said"') == 1
        assert 'class="messages"' not in page
        before, _, after = page.partition('id="said"')
        assert said in after.partition("</p>")[0]
        assert re.findall('<form method="post" action="([^"]+)"', after)[0] == url
    assert before.rfind('class="remark"') > before.rfind('class="outcome ')  # comments and form, together
    assert "Presque.<br>Encore." in page


@pytest.mark.parametrize("fault", ["platform", "lab"])
def test_a_grader_reads_of_the_learner_and_the_learner_of_themselves(
    client: Client, grader: User, learner: User, submitted: Submit, fault: str
) -> None:
    message = {"id": "x", "params": {}}
    advice = [{"message": message, "line": 3, "path": "Dockerfile", "text": "FROM scratch\n"}]
    image = asdict(an_image())
    failed = submitted(state="failed", fault=fault, error=message, advice=advice, image=image)
    client.cookies["django_language"] = "en"
    for reader, to_the_learner in ((grader, False), (learner, True)):
        client.force_login(reader)
        for name in ["submission"] if to_the_learner else ["submission", "review"]:
            page = client.get(reverse(name, args=[failed.public_id])).content.decode()
            said = page.partition('class="result"')[2].partition('id="commands"')[0]
            assert bool(re.search(r"\b(your?|yours)\b", said)) is to_the_learner
            assert "does not count" in said


def test_what_is_said_of_another_page_s_form_is_not_lost(
    client: Client, grader: User, graded: Submission, submitted: Submit
) -> None:
    client.force_login(grader)
    client.post(reverse("review_comment", args=[graded.public_id]), {"text": "Bien."})
    page = client.get(reverse("review", args=[submitted(score=1.0).public_id])).content.decode()
    assert 'class="messages"' in page


def test_each_criterion_s_points_are_changed_under_its_name(
    client: Client, grader: User, graded: Submission
) -> None:
    client.force_login(grader)
    page = client.get(reverse("review", args=[graded.public_id])).content.decode()
    named = re.findall(
        "<summary>(.*?)</summary>", page.partition('class="outcomes"')[2].partition("</ul>")[0]
    )
    assert len(set(named)) == len(named) == 2
    # In brackets: before a comma, what is only heard would have a space.
    assert all(re.search(r" \(\d\. .+\)</span>", one) for one in named)


@pytest.mark.parametrize("points", ["-1", "40.5", "nan", "inf", "many", ""])
def test_points_out_of_range_are_refused_and_the_reason_is_kept(
    client: Client, grader: User, graded: Submission, points: str
) -> None:
    client.force_login(grader)
    outcome = graded.outcomes.get(kind="tags")
    answer = client.post(
        reverse("review_adjust", args=[graded.public_id, outcome.pk]),
        {"points": points, "reason": "My long reason."},
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "My long reason." in page.partition('id="said"')[2].partition("</details>")[0]
    assert 'class="messages"' not in page
    assert outcome.final_points == 0.0


def test_an_outcome_of_another_submission_cannot_be_adjusted_through_this_one(
    client: Client, grader: User, graded: Submission, submitted: Submit
) -> None:
    client.force_login(grader)
    other = submitted(score=0.0)
    outcome = graded.outcomes.first()
    assert outcome is not None
    url = reverse("review_adjust", args=[other.public_id, outcome.pk])
    assert client.post(url, {"points": "1", "reason": "x"}).status_code == 404


def test_the_learner_sees_comments_and_adjustments(
    client: Client, learner: User, grader: User, graded: Submission
) -> None:
    from grading import review

    client.force_login(learner)
    workbench = reverse("lab", args=[graded.lab.slug])
    for url in (graded.get_absolute_url(), workbench):
        page = client.get(url).content.decode()
        assert "ajustée" not in page
        assert "avec un commentaire" not in page
    review.comment(graded, grader, "Bel effort <b>!</b>")
    review.adjust(graded.outcomes.get(kind="tags"), grader, 25.0, "Le nom était juste.")
    page = client.get(graded.get_absolute_url()).content.decode()
    assert "Bel effort &lt;b&gt;!&lt;/b&gt;" in page
    assert "Le nom était juste." in page
    assert "65" in page
    for told in (page, client.get(workbench).content.decode()):
        assert "(ajustée)" in told
        assert "avec un commentaire" in told


def test_a_result_takes_as_many_queries_however_many_attempts_there_are(
    client: Client,
    learner: User,
    submitted: Submit,
    graded: Submission,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(learner)
    client.get(submitted(score=100.0).get_absolute_url())  # each process reads the outline of a course once
    # The session, the person, the row, the attempts, the outcomes, the adjustments.
    with django_assert_num_queries(6):
        client.get(graded.get_absolute_url())
    found = {"points": 60.0, "max_points": 60.0, "message_data": {"id": "x", "params": {}}}
    for _ in range(3):
        last = submitted(score=100.0)
        OutcomeRecord.objects.create(submission=last, position=0, kind="image-size", **found)
    for name in ("submission", "submission_result"):
        with django_assert_num_queries(9):  # and the attempt before, and how far the course is
            client.get(reverse(name, args=[last.public_id]))


def test_what_changed_is_shown_to_whoever_sees_the_attempt_and_escaped(
    client: Client, request: pytest.FixtureRequest, submitted: Submit
) -> None:
    evil = "<script>alert(1)</script>"
    submitted(score=50.0, files={"Dockerfile": f"FROM a {evil}\n"})
    made = submitted(score=60.0, files={"Dockerfile": f"FROM b {evil}\n", evil: evil})
    for persona in ("learner", "grader", "instructor", "operator"):
        names = ["submission"] if persona == "learner" else ["submission", "review"]
        for name in names:
            asked = as_persona(client, request, persona)
            page = asked.get(reverse(name, args=[made.public_id])).content.decode()
            assert 'id="changes"' in page
            assert "<mark>b</mark> &lt;script&gt;" in page
            inside = re.findall(
                r'href="(/\w+/)[0-9a-f-]{36}/(?:#changes)?"', page
            )  # the trend's links, and to this
            assert set(inside) == {"/review/" if name == "review" else "/submissions/"}
            assert "<script>alert" not in page


def test_a_first_attempt_has_nothing_to_be_compared_with(
    client: Client, learner: User, graded: Submission
) -> None:
    client.force_login(learner)
    page = client.get(graded.get_absolute_url()).content.decode()
    assert 'class="since"' not in page
    assert 'class="trend"' not in page


def test_another_learners_attempts_are_no_part_of_it(
    client: Client, learner: User, other_learner: User, submitted: Submit, graded: Submission
) -> None:
    submitted(score=77.0, learner=other_learner)
    made = submitted(score=88.0, learner=other_learner)
    client.force_login(learner)
    page = client.get(graded.get_absolute_url()).content.decode()
    assert 'class="trend"' not in page
    assert str(made.public_id) not in page


def test_the_learner_reads_the_title_that_the_lab_gave_a_check(
    client: Client, learner: User, graded: Submission
) -> None:
    graded.outcomes.filter(kind="tags").update(title="les <noms>")
    client.force_login(learner)
    assert "<h3>Les &lt;noms&gt;</h3>" in client.get(graded.get_absolute_url()).content.decode()


def test_the_learner_reads_hints_and_when_the_next_one_comes(
    client: Client, learner: User, graded: Submission
) -> None:
    graded.outcomes.filter(kind="tags").update(hint="D’abord.\n\nEnsuite.", next_hint=2)
    graded.outcomes.filter(kind="image-size").update(points=60.0, next_hint=3)
    client.force_login(learner)
    client.cookies["django_language"] = "en"
    page = client.get(graded.get_absolute_url()).content.decode()
    assert "D’abord.<br><br>Ensuite." in page
    assert "A further hint comes after 2 more attempts." in page
    assert "after 3 more attempts" not in page


def test_the_learner_reads_advice_once_it_is_there(client: Client, learner: User, graded: Submission) -> None:
    client.force_login(learner)
    client.cookies["django_language"] = "en"

    def page() -> str:
        return client.get(graded.get_absolute_url()).content.decode()

    assert "data-awaited" not in page()  # an old one, from before there was advice
    Submission.objects.update(finished_at=timezone.now())
    assert "data-awaited" in page()
    message = {"id": "Write %(what)s.", "params": {"what": "<less>"}}
    advice = [{"message": message, "line": 3, "path": "Dockerfile", "text": "FROM scratch\n"}]
    Submission.objects.update(advice=advice)
    assert "data-awaited" not in page()
    assert "Write &lt;less&gt;." in page()
    assert "The Dockerfile that was tried" in page()
    Submission.objects.update(advice=[])
    assert "data-advice" not in page()
    Submission.objects.update(advice_tried=3)
    assert "We tried 3 changes on the Dockerfile; none made it better by a measure." in page()


# --- grading again ----------------------------------------------------------------------------------------------------


@pytest.fixture
def lacking(graded: Submission) -> Submission:
    """A submission of which a check failed on our side: 40 of 60 points."""
    graded.outcomes.filter(kind="tags").update(ours=True, max_points=0.0)
    Submission.objects.update(max_score=60.0, finished_at=graded.created_at)
    return Submission.objects.get()


@pytest.mark.parametrize(
    ("persona", "status"),
    [("nobody", 302), ("learner", 404), ("other_learner", 404), ("grader", 302), ("instructor", 302)],
)
def test_who_may_have_a_submission_graded_again(
    client: Client, request: pytest.FixtureRequest, lacking: Submission, persona: str, status: int
) -> None:
    answer = as_persona(client, request, persona).post(reverse("review_again", args=[lacking.public_id]))
    assert answer.status_code == status
    may = persona in ("grader", "instructor")
    assert Submission.objects.get().state == ("queued" if may else "graded")


def test_graders_see_which_submissions_lack_a_check(
    client: Client, grader: User, lacking: Submission, submitted: Submit
) -> None:
    whole = submitted(score=50.0)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(grader)
    page = client.get(reverse("review_list"), {"state": "lacks-check"}).content.decode()
    assert "a check failed on our side</span>" in page
    assert str(lacking.public_id) in page
    assert str(whole.public_id) not in page
    assert "40 / 60" in page
    assert "it does not count in this grade" in client.get(f"/review/{lacking.public_id}/").content.decode()
    assert "it does not count in this grade" not in client.get(f"/review/{whole.public_id}/").content.decode()


def test_a_check_that_does_not_count_takes_no_adjustment(
    client: Client, grader: User, lacking: Submission
) -> None:
    client.force_login(grader)
    outcome = lacking.outcomes.get(ours=True)
    url = reverse("review_adjust", args=[lacking.public_id, outcome.pk])
    assert client.post(url, {"points": "0", "reason": "x"}).status_code == 404


def test_the_learner_sees_that_it_is_graded_again_and_the_former_score(
    client: Client, learner: User, grader: User, lacking: Submission
) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(learner)
    queue.build_again(lacking, grader.pk)
    page = client.get(lacking.get_absolute_url()).content.decode()
    assert "This attempt is being built again." in page
    assert "of 60 points" in page
    workbench = client.get(reverse("lab", args=[lacking.lab.slug])).content.decode()
    for offered in (page, workbench):
        assert reverse("submission_cancel", args=[lacking.public_id]) not in offered
    rebuild.end(lacking.regrades.get())
    Submission.objects.update(state="graded", final_score=55.0)
    page = client.get(lacking.get_absolute_url()).content.decode()
    assert "before, it had 40 of 60 points." in page
    assert "By grader" not in page


def test_the_best_attempt_of_a_lab_is_that_with_the_largest_share(
    client: Client, learner: User, lab: Lab, submitted: Submit
) -> None:
    submitted(score=50.0)
    submitted(score=45.0, max_score=60.0)
    submitted(score=0.0, max_score=0.0)
    client.force_login(learner)
    page = client.get(reverse("lab", args=[lab.slug])).content.decode()
    assert "45 / 60</strong>" in page


# --- the state and the stream ----------------------------------------------------------------------------------------


def test_the_state_says_where_a_queued_submission_is(
    client: Client, learner: User, submitted: Submit
) -> None:
    client.force_login(learner)
    state = client.get(reverse("submission_state", args=[submitted().public_id])).json()
    assert (state["state"], state["position"], state["final"]) == ("queued", 1, False)


def test_the_state_says_of_which_file_the_costs_are(client: Client, learner: User, submitted: Submit) -> None:
    client.force_login(learner)
    submission = submitted(
        score=0.0,
        image=an_image([(5, 2)], base=100).as_json(),
        steps=[asdict(Step(1, "[2/2] RUN a", 2, "done", 1.0))],
        files={"Dockerfile": "FROM x\n" * 9, "prod.Dockerfile": "FROM x\nRUN a\n"},
        commands="docker build -f prod.Dockerfile .",
    )
    state = client.get(reverse("submission_state", args=[submission.public_id])).json()
    assert state["dockerfile"] == "prod.Dockerfile"
    assert [(one["line"], one["bytes"], one["seconds"]) for one in state["costs"]] == [(1, 100, 0), (2, 5, 1)]


@pytest.mark.django_db(transaction=True)
def test_the_stream_of_a_finished_submission_ends_at_once(
    client: Client, learner: User, graded: Submission
) -> None:
    client.force_login(learner)
    answer: Any = client.get(reverse("events", args=[graded.public_id]))
    assert answer["Content-Type"] == "text/event-stream"

    async def read() -> list[str]:
        return [
            line
            for chunk in [part async for part in answer.streaming_content]
            for line in chunk.decode().splitlines()
        ]

    lines = async_to_sync(read)()
    events = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    assert events[-1] == {"type": "done", "state": "graded"}


@pytest.mark.django_db(transaction=True)
def test_one_person_holds_so_many_streams_and_no_more(
    client: Client, learner: User, graded: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(learner)
    url = reverse("events", args=[graded.public_id])
    monkeypatch.setattr(eventsview, "_streams", Counter({learner.pk: eventsview.MAX_STREAMS}))
    assert client.get(url).status_code == 429
    eventsview._streams[learner.pk] -= 1
    answers: list[Any] = [client.get(url), client.get(url)]  # both before either is read

    async def read() -> list[int]:
        first = answers[0].streaming_content
        await anext(first)
        second = [part async for part in answers[1].streaming_content]
        rest = [part async for part in first]
        return [len(rest), len(second)]

    rest, second = async_to_sync(read)()
    assert rest
    assert not second
    assert eventsview._streams[learner.pk] == eventsview.MAX_STREAMS - 1


def test_an_unknown_submission_is_not_found(client: Client, learner: User) -> None:
    client.force_login(learner)
    assert client.get(reverse("submission", args=[uuid.uuid4()])).status_code == 404


def onward(client: Client, submission: Submission) -> list[str]:
    """Where the verdict leads."""
    page = client.get(reverse("submission_result", args=[submission.public_id])).content.decode()
    return re.findall(r'<a class="button" href="(.+?)"', page.partition("</section>")[0])


def test_who_passed_a_lab_is_led_to_the_next_one_the_next_module_and_the_course(
    client: Client, lab: Lab, learner: User, grader: User, submitted: Submit
) -> None:
    golf = Lab.objects.create(module=lab.module, slug="golf", title="Golf", position=lab.position + 1)
    passed = submitted(score=60.0)
    client.force_login(learner)
    assert onward(client, passed) == [golf.get_absolute_url()]
    passed = submitted(lab=golf, score=100.0)
    assert onward(client, passed) == ["/courses/docker/"]
    text = "## A\n\nb\n"
    last = Module.objects.create(course=lab.module.course, slug="last", title="L", position=1, source=text)
    assert onward(client, passed) == [last.get_absolute_url()]
    assert onward(client, submitted(score=59.0)) == []
    client.force_login(grader)
    assert onward(client, passed) == []


def test_the_lab_that_completes_the_course_leads_to_the_certificate(
    client: Client, lab: Lab, learner: User, submitted: Submit
) -> None:
    for section in lab.module.sections.all():
        SectionRead.objects.create(user=learner, section=section)
    client.force_login(learner)
    assert onward(client, submitted(score=100.0)) == ["/courses/docker/certificate"]


def test_an_attempt_has_one_step_that_stands_out(client: Client, learner: User, submitted: Submit) -> None:
    client.force_login(learner)
    for score, way in ((40.0, "/labs/first-image/?from=1"), (100.0, "/courses/docker/")):
        page = client.get(submitted(score=score).get_absolute_url()).content.decode()
        assert re.findall(r'class="button" href="(.+?)"', page) == [way]
