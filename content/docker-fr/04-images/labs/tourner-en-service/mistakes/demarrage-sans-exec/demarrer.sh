#!/bin/sh
# Prépare le conteneur, puis lance la station.
set -eu

echo "station : données dans $DONNEES, compte numéro $(id -u)"
python3 station.py
