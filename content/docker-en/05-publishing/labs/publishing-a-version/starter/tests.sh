#!/bin/sh
# The tests of tickets.sh: each line says what it must answer.
set -eu

expect() {
    answer=$(sh tickets.sh "$2" "$3")
    [ "$answer" = "$1" ] || { echo "tickets $2 $3 answered \"$answer\", not \"$1\"" >&2; exit 1; }
}
expect "2 seats, 2 paid for, total £24" 2 12
expect "9 seats, 9 paid for, total £81" 9 9
expect "12 seats, 11 paid for, total £99" 12 9
expect "30 seats, 27 paid for, total £216" 30 8
echo "4 tests passed"
