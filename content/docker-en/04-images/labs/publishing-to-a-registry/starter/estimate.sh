#!/bin/sh
# estimate PARTS MINUTES: the price of a repair, parts in pounds and labour for each quarter of an hour begun.
set -eu

RATE=9
[ $# -eq 2 ] || { echo "usage: estimate PARTS MINUTES, for example estimate 18 40" >&2; exit 2; }
quarters=$(( ($2 + 14) / 15 ))
echo "parts £$1, labour £$(( quarters * RATE )), total £$(( $1 + quarters * RATE ))"
