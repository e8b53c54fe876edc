#!/bin/sh
# tickets SEATS PRICE: what a booking costs; from ten seats on, every tenth one is free.
set -eu

[ $# -eq 2 ] || { echo "usage: tickets SEATS PRICE, for example tickets 12 9" >&2; exit 2; }
paid=$(( $1 - $1 / 10 ))
echo "$1 seats, $paid paid for, total £$(( paid * $2 ))"
