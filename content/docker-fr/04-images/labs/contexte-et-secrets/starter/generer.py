"""Écrit l'infolettre : generer.py DESTINATION réunit modele.html et tous les articles, dossiers compris."""

import html
import sys
from pathlib import Path

articles = []
for fiche in sorted(Path("articles").rglob("*.md")):
    titre, *texte = fiche.read_text(encoding="utf-8").splitlines()
    articles.append(f"<h2>{html.escape(titre.lstrip('# '))}</h2><p>{html.escape(' '.join(texte))}</p>")
if not articles:
    sys.exit("generer : aucun article, l'infolettre serait vide")

page = Path("modele.html").read_text(encoding="utf-8")
Path(sys.argv[1]).write_text(page.replace("<!-- articles -->", "\n".join(articles)), encoding="utf-8")
print(f"{len(articles)} articles dans {sys.argv[1]}")
