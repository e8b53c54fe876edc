#!/bin/sh
# billets PLACES TARIF : le prix d'une réservation ; à partir de dix places, une sur dix est offerte.
set -eu

[ $# -eq 2 ] || { echo "usage : billets PLACES TARIF, par exemple billets 12 9" >&2; exit 2; }
payees=$(( $1 - $1 / 10 ))
echo "$1 places, $payees payées, total $(( payees * $2 )) €"
