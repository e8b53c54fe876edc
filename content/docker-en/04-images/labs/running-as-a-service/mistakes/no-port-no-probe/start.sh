#!/bin/sh
# Gets the container ready, then starts the station.
set -eu

echo "station: data in $DATA_DIR, account number $(id -u)"
# exec: the station takes the shell's place, and gets the signal to stop itself.
exec python3 station.py
