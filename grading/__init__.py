"""How a submission is judged, one file a step, in the order a submission travels.

    submission   validate what the learner sent, store it, ring the bell once it is committed
    queue        who is next: fair between learners; claimed by one conditional update; orphans requeued
    tasks        Celery's doorway
    pipeline     the steps below, in order
    daemon       the isolated Docker daemon of this one submission, from the platform's own engine
    build        run the learner's docker commands in it; BuildKit's events -> live log, steps, time
    image        the built image -> ImageFacts; nothing below this needs Docker
    checks/      one file a kind: a finding with its reason
    score        findings -> outcomes -> points
    review       a grader's comments and adjustments
    progress     grades -> learner and course progress

Beside them: `events` carries what happens to the browser, `reference` measures the lab's own solution, and `faults` says
by type whose fault a failure is.
"""
