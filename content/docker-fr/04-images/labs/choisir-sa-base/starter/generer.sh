#!/bin/sh
# Écrit dans le dossier donné la page des horaires, à partir de horaires.csv et de style.css.
set -eu

dossier=$1
mkdir -p "$dossier"
cp style.css "$dossier/"
{
    echo '<!doctype html>'
    echo '<html lang="fr"><meta charset="utf-8"><title>Médiathèque des Tilleuls</title>'
    echo '<link rel="stylesheet" href="style.css">'
    echo '<h1>Horaires de la médiathèque</h1><table>'
    while IFS=';' read -r jour debut fin; do
        echo "<tr><th>$jour</th><td>${fin:+de }$debut${fin:+ à $fin}</td></tr>"
    done < horaires.csv
    echo '</table></html>'
} > "$dossier/index.html"
echo "$(grep -c '<tr>' "$dossier/index.html") jours écrits dans $dossier"
