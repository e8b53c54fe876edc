#!/bin/sh
# devis PIECES MINUTES : le prix d'une réparation, pièces en euros et main-d'œuvre au quart d'heure commencé.
set -eu

TARIF=9
[ $# -eq 2 ] || { echo "usage : devis PIECES MINUTES, par exemple devis 18 40" >&2; exit 2; }
quarts=$(( ($2 + 14) / 15 ))
echo "pièces $1 €, main-d'œuvre $(( quarts * TARIF )) €, total $(( $1 + quarts * TARIF )) €"
