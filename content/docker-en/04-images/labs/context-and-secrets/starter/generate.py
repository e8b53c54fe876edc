"""Writes the newsletter: generate.py DESTINATION joins template.html and all articles, those in subfolders too."""

import html
import sys
from pathlib import Path

articles = []
for page in sorted(Path("articles").rglob("*.md")):
    title, *text = page.read_text(encoding="utf-8").splitlines()
    articles.append(f"<h2>{html.escape(title.lstrip('# '))}</h2><p>{html.escape(' '.join(text))}</p>")
if not articles:
    sys.exit("generate: no articles, the newsletter would be empty")

page = Path("template.html").read_text(encoding="utf-8")
Path(sys.argv[1]).write_text(page.replace("<!-- articles -->", "\n".join(articles)), encoding="utf-8")
print(f"{len(articles)} articles in {sys.argv[1]}")
