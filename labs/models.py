"""What is taught: courses of modules of sections and labs, who takes part, and what was read."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from labs.checkkinds import CheckError, CheckKind, validate_check
from labs.hints import later_hints
from labs.limits import DISK_BOUNDS, MEMORY_BOUNDS, SECONDS_BOUNDS
from labs.moduleparts import Picture, QuestionAnswer
from labs.passages import Passage
from labs.people import Guest, Preferences
from labs.sections import sync_sections
from labs.spec import CheckSpec, LabSpec, Limits, RegistrySpec

__all__ = [
    "Check",
    "Course",
    "Enrolment",
    "Guest",
    "Imported",
    "Lab",
    "LabFile",
    "Module",
    "Network",
    "Passage",
    "Picture",
    "Preferences",
    "QuestionAnswer",
    "Section",
    "SectionRead",
]


def within(bounds: tuple[int, int]) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(bounds[0]), MaxValueValidator(bounds[1])]


class Imported(models.Model):
    """What may come from files: `imported` is the digest of what they last said, empty if made by hand."""

    imported = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class Course(Imported):
    slug = models.SlugField(_("slug"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="fr")
    summary = models.TextField(_("summary"), blank=True)
    published = models.BooleanField(_("published"), default=True)
    demo = models.ForeignKey(
        "Lab",
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("demo lab"),
        help_text=_("May be tried without an account."),
    )
    # Another one after each change of what the course is made of (labs/outline.py).
    revision = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["title"]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"  # one title in two languages are two courses

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.revision = (
            uuid4()
        )  # never again the one that was read with the row: another change may be under it
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("course", args=[self.slug])


class Module(Imported):
    course = models.ForeignKey(Course, models.CASCADE, related_name="modules", verbose_name=_("course"))
    slug = models.SlugField(_("slug"))
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    minutes = models.PositiveIntegerField(_("minutes to read"), default=0)
    source = models.TextField(_("text"), help_text=_("Markdown; each level-2 heading is a section."))
    requires: models.ManyToManyField[Module, Module] = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="required_by", verbose_name=_("requires")
    )

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["course", "position", "slug"]
        constraints = [models.UniqueConstraint(fields=["course", "slug"], name="module_slug_in_course")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        sync_sections(self)

    def get_absolute_url(self) -> str:
        return reverse("module", args=[self.course.slug, self.slug])


class Section(models.Model):
    """A level-2 heading of a module: the unit of reading. Derived from the text when that is saved."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="sections")
    anchor = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["module", "position"]
        constraints = [models.UniqueConstraint(fields=["module", "anchor"], name="section_anchor_in_module")]

    def __str__(self) -> str:
        return self.title


class Network(models.TextChoices):
    NONE = "none", _("none")
    PACKAGES = "packages", _("package sources, through the caching proxy")


class Lab(Imported):
    module = models.ForeignKey(Module, models.CASCADE, related_name="labs", verbose_name=_("module"))
    slug = models.SlugField(_("slug"), unique=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    brief = models.TextField(_("brief"), help_text=_("Markdown."))
    editable = models.JSONField(_("editable files"), default=list)
    base_images = models.JSONField(_("base images"), default=list)
    network = models.CharField(_("network"), max_length=10, choices=Network.choices, default=Network.NONE)
    registry_user = models.CharField(
        _("user of the registry"),
        max_length=32,
        blank=True,
        help_text=_("Who may log in to the lab's own registry, localhost:5000; empty for a lab without one."),
    )
    registry_password_file = models.CharField(
        _("file with the registry's password"),
        max_length=200,
        default="password.txt",
        help_text=_("A file of the starter that learners cannot edit."),
    )
    commands = models.TextField(_("docker commands"), help_text=_("What the learner's field starts with."))
    solution_commands = models.TextField(_("docker commands of the solution"), blank=True)
    seconds = models.PositiveIntegerField(_("seconds"), default=120, validators=within(SECONDS_BOUNDS))
    memory = models.PositiveBigIntegerField(_("memory"), default=1 << 30, validators=within(MEMORY_BOUNDS))
    disk = models.PositiveBigIntegerField(_("disk"), default=2 << 30, validators=within(DISK_BOUNDS))
    pass_percent = models.PositiveIntegerField(
        _("percent of the points to pass"), default=60, validators=[MaxValueValidator(100)]
    )
    show_rewrites = models.BooleanField(
        _("show rewritten Dockerfiles"),
        default=False,
        help_text=_("With the advice that is tried on a learner's Dockerfile after its grade."),
    )
    ranking = models.BooleanField(
        _("ranking by image size"),
        default=False,
        help_text=_("Learners who passed see, without names, where their smallest image stands."),
    )
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)

    class Meta:
        verbose_name = _("lab")
        verbose_name_plural = _("labs")
        ordering = ["module", "position", "slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("lab", args=[self.slug])

    @property
    def is_open(self) -> bool:
        now = timezone.now()
        return (self.opens_at is None or self.opens_at <= now) and (
            self.closes_at is None or now < self.closes_at
        )

    def spec(self) -> LabSpec:
        """This lab as plain data; three queries unless files and checks were prefetched."""
        files = list(self.files.all()) if self.pk else []
        return LabSpec(
            slug=self.slug,
            title=self.title,
            summary=self.summary,
            brief=self.brief,
            editable=tuple(self.editable),
            base_images=tuple(self.base_images),
            network=self.network,
            commands=self.commands,
            limits=Limits(seconds=self.seconds, memory=self.memory, disk=self.disk),
            checks=tuple(check.spec() for check in self.checks.all()) if self.pk else (),
            starter={f.path: f.text for f in files if f.role == LabFile.Role.STARTER},
            solution={f.path: f.text for f in files if f.role == LabFile.Role.SOLUTION},
            solution_commands=self.solution_commands,
            pass_percent=self.pass_percent,
            show_rewrites=self.show_rewrites,
            ranking=self.ranking,
            registry=RegistrySpec(self.registry_user, self.registry_password_file)
            if self.registry_user
            else None,
        )


class LabFile(models.Model):
    class Role(models.TextChoices):
        STARTER = "starter", _("starter")  # what the learner starts from
        SOLUTION = "solution", _("solution")  # the reference submission; learners never see it

    lab = models.ForeignKey(Lab, models.CASCADE, related_name="files", verbose_name=_("lab"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.STARTER)
    path = models.CharField(_("name"), max_length=200)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["lab", "role", "path"]
        constraints = [models.UniqueConstraint(fields=["lab", "role", "path"], name="file_path_in_lab")]

    def __str__(self) -> str:
        return self.path


class Check(models.Model):
    lab = models.ForeignKey(Lab, models.CASCADE, related_name="checks", verbose_name=_("lab"))
    position = models.PositiveIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=30, choices=CheckKind.choices)
    title = models.CharField(
        _("title"), max_length=100, blank=True, help_text=_("Shown to learners instead of the kind's name.")
    )
    points = models.FloatField(_("points"), validators=[MinValueValidator(0.0)])
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    hint = models.TextField(_("hint"), blank=True)
    hints = models.JSONField(_("later hints"), default=list, blank=True)  # as labs.hints reads them

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["lab", "position"]

    def __str__(self) -> str:
        return f"{self.kind} ({self.points:g})"

    def spec(self) -> CheckSpec:
        hints, title = later_hints(self.hints), self.title or None
        return CheckSpec(self.kind, self.points, self.parameters, self.hint, hints, title)

    def clean(self) -> None:
        if self.kind not in CheckKind.values:
            return  # the field says it
        try:
            validate_check(self.spec())
        except CheckError as error:
            field = error.key.partition("[")[0]
            own = field if field in {"kind", "title", "points", "hints"} else "parameters"
            raise ValidationError({own: str(error)}) from error


class Enrolment(models.Model):
    """Takes part in a course: as a learner, or as one of its staff."""

    class Role(models.TextChoices):
        LEARNER = "learner", _("learner")
        GRADER = "grader", _("grader")
        INSTRUCTOR = "instructor", _("instructor")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments", verbose_name=_("person")
    )
    course = models.ForeignKey(Course, models.CASCADE, related_name="enrolments", verbose_name=_("course"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.LEARNER)
    joined_at = models.DateTimeField(_("joined at"), auto_now_add=True)
    ranked = models.BooleanField(_("takes part in rankings"), default=True)  # the learner's own choice

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [models.UniqueConstraint(fields=["user", "course"], name="one_enrolment_a_course")]

    def __str__(self) -> str:
        return f"{self.user} – {self.course} ({self.get_role_display()})"


class SectionRead(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sections_read")
    section = models.ForeignKey(Section, models.CASCADE, related_name="reads")
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "section"], name="section_read_once")]

    def __str__(self) -> str:
        return f"{self.user} – {self.section}"
