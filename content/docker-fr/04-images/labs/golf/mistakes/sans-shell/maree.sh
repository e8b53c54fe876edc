#!/bin/sh
# maree PORT JOUR : la plus basse et la plus haute mer d'un jour de 2026, par exemple maree brest 2026-03-14
set -eu

[ $# -eq 2 ] || { echo "usage : maree PORT JOUR, par exemple maree brest 2026-03-14" >&2; exit 2; }

grep "^$1;$2;" /marees/jours.txt | sed 's/;\([^;]*\);\([^;]*\);\([^;]*\)$/, \1 : de \2 à \3 m/' | grep . \
    || { echo "maree : rien pour $1 le $2" >&2; exit 1; }
