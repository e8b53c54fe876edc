#!/bin/sh
# Gets the container ready, then starts the station.
set -eu

echo "station: data in $DATA_DIR, account number $(id -u)"
python3 station.py
