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
    outcomes       outcomes as rows, written over those of a former grade
    review         a grader's comments and adjustments
    regrade        the grades of a lab whose checks changed, from what is stored; `moves` says whose move by how much,
                   `rebuild` what becomes of a grade while its submission is built again
    history        a learner's attempts at a lab; `comparison` says what changed from one to the next (`linediff` its
                   texts), `trend` draws them, `ranking` sets the smallest images of all who passed side by side
    progress       grades -> learner and course progress; `certificate/` when a course is complete
    explorer/      the image to look at: what each line costs, and in which files

Beside them: `events` carries what happens to the browser, `reference` measures the lab's own solution,
`trial` tries a lab on it and on its mistakes, `alerts` mails to those who can mend what failed, `notices` to
learners whose work was reviewed or graded again (both by `mailing`), `job`, `facts`, `outcome` and `verdict` are the
plain data that is handed on, and `faults` says by type whose fault a failure is.
"""
