"""A certificate as a PDF of one page, in the course's language."""

from __future__ import annotations

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from grading.certificate import typeface
from grading.models import Certificate

FAMILY = "CertificateSans"
ACCENT, INK, SOFT = (11, 95, 108), (18, 38, 44), (71, 89, 95)
WIDTH, HEIGHT, MARGIN = 297.0, 210.0, 24.0  # A4 on its side, in millimetres


def make(certificate: Certificate, link: str) -> bytes:
    """`link` is the address of the page that confirms it."""
    with translation.override(certificate.course.language):
        pdf = _page(certificate)
        _line(pdf, _("Certificate of completion"), 18, ACCENT, bold=True, space=16)
        _line(pdf, certificate.name, 40, INK, bold=True, space=12)
        _line(pdf, _("has completed the course"), 16, SOFT, space=6)
        _line(pdf, certificate.course.title, 26, INK, bold=True, space=10)
        _line(pdf, date_format(certificate.day, "DATE_FORMAT"), 16, SOFT, space=0)
        pdf.set_y(HEIGHT - MARGIN - 16)
        _line(pdf, _("Anyone can check this certificate at:"), 10, SOFT, space=1)
        _line(pdf, link, 10, ACCENT, space=0, link=link)
        return bytes(pdf.output())


def _page(certificate: Certificate) -> FPDF:
    pdf = FPDF(orientation="landscape", unit="mm", format="A4")
    pdf.add_font(FAMILY, "", typeface.REGULAR)
    pdf.add_font(FAMILY, "B", typeface.BOLD)
    pdf.set_font(FAMILY)
    _other_scripts(pdf, f"{certificate.name} {certificate.course.title}")
    pdf.set_auto_page_break(False)
    pdf.set_margin(MARGIN)
    pdf.set_lang(certificate.course.language)
    pdf.set_title(f"{certificate.name} – {certificate.course.title}")
    pdf.add_page()
    pdf.set_draw_color(*ACCENT)
    pdf.set_line_width(1.2)
    pdf.rect(10, 10, WIDTH - 20, HEIGHT - 20)
    pdf.set_y(44)
    return pdf


def _other_scripts(pdf: FPDF, text: str) -> None:
    """Fonts for what Source Sans lacks of `text`, and letters joined and ordered as their script wants it."""
    others = typeface.others_for(text)
    for font in others:
        pdf.add_font(font.stem, "", font)
    if others:
        pdf.set_fallback_fonts([font.stem for font in others], exact_match=False)
        pdf.set_text_shaping()


def _line(
    pdf: FPDF,
    text: str,
    size: float,
    colour: tuple[int, int, int],
    *,
    space: float,
    bold: bool = False,
    link: str = "",
) -> None:
    """A centred line of `size` points, smaller when it would be wider than the page; then `space` mm."""
    pdf.set_font(style="B" if bold else "", size=size)
    width = pdf.get_string_width(text)
    if width > pdf.epw:
        size *= pdf.epw / width
        pdf.set_font(style="B" if bold else "", size=size)
    pdf.set_text_color(*colour)
    pdf.cell(w=0, h=size * 0.45, text=text, align="C", link=link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(space)
