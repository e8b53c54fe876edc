#!/bin/sh
# Writes the page of opening hours into the folder it is given, from hours.csv and style.css.
set -eu

folder=$1
mkdir -p "$folder"
cp style.css "$folder/"
{
    echo '<!doctype html>'
    echo '<html lang="en"><meta charset="utf-8"><title>Linden Town Library</title>'
    echo '<link rel="stylesheet" href="style.css">'
    echo '<h1>Library opening hours</h1><table>'
    while IFS=';' read -r day opens closes; do
        echo "<tr><th>$day</th><td>$opens${closes:+ to $closes}</td></tr>"
    done < hours.csv
    echo '</table></html>'
} > "$folder/index.html"
echo "$(grep -c '<tr>' "$folder/index.html") days written to $folder"
