#!/bin/sh
# Prépare le conteneur, puis lance la station.
set -eu

echo "station : données dans $DONNEES, compte numéro $(id -u)"
# exec : la station prend la place du shell, et reçoit elle-même le signal d'arrêt.
exec python3 station.py
