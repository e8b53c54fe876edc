#!/bin/sh
# tide PORT DAY: how low and how high the sea is on a day of 2026, for example tide dover 2026-03-14
set -eu

[ $# -eq 2 ] || { echo "usage: tide PORT DAY, for example tide dover 2026-03-14" >&2; exit 2; }

grep "^$1;$2;" /tides/days.txt | sed 's/;\([^;]*\);\([^;]*\);\([^;]*\)$/, \1: from \2 to \3 m/' | grep . \
    || { echo "tide: nothing for $1 on $2" >&2; exit 1; }
