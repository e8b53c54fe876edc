"""How a submission is judged, one file a step, in the order a submission travels.

    submission     take what the learner sent, store it, ring the bell once it is committed
      validation/  what may be sent; `commands/` and `dockerfile/` parse, `references` knows image names
    queue          who is next: fair between learners; claimed by one conditional update; orphans requeued
    tasks          Celery's doorway
    running        a claimed submission: its heartbeat, and the end of it
    pipeline       the steps below, in order
    isolated       files and commands -> what they built, in a daemon that lives for them alone
      daemon/      that daemon: a warm spare or a fresh one, from the platform's own `engine/` and `base_images/`
      build/       run the learner's docker commands in it; BuildKit's events -> live log, steps, time
      image/       the built image -> ImageFacts; nothing below this needs Docker
    checks/        one file a kind: a finding with its reason; `probes/` ask for them while the daemon lives,
                   `context/` knows what .dockerignore leaves, `lint/` what hadolint finds
    score          findings -> outcomes -> points
    review         a grader's comments and adjustments
    progress       grades -> learner and course progress

Beside them: `events` carries what happens to the browser, `reference` measures the lab's own solution,
`trial` tries a lab on it and on its mistakes, `job`,
`facts`, `outcome` and `verdict` are the plain data that is handed on, and `faults` says by type whose fault a
failure is.
"""
