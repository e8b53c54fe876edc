#!/bin/sh
# tide PORT DAY: how low and how high the sea is on a day of 2026, for example tide dover 2026-03-14
set -eu

[ $# -eq 2 ] || { echo "usage: tide PORT DAY, for example tide dover 2026-03-14" >&2; exit 2; }

grep "^$1;$2;" /tides/table.txt > /tmp/day || { echo "tide: nothing for $1 on $2" >&2; exit 1; }
cut -d ';' -f 4 /tmp/day | sort -n > /tmp/heights
echo "$1, $2: from $(head -n 1 /tmp/heights) to $(tail -n 1 /tmp/heights) m"
