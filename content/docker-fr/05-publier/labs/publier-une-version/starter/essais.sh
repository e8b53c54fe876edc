#!/bin/sh
# Les essais de billets.sh : chaque ligne dit ce qu'il doit répondre.
set -eu

attendre() {
    reponse=$(sh billets.sh "$2" "$3")
    [ "$reponse" = "$1" ] || { echo "billets $2 $3 a répondu « $reponse », et non « $1 »" >&2; exit 1; }
}
attendre "2 places, 2 payées, total 24 €" 2 12
attendre "9 places, 9 payées, total 81 €" 9 9
attendre "12 places, 11 payées, total 99 €" 12 9
attendre "30 places, 27 payées, total 216 €" 30 8
echo "4 essais réussis"
