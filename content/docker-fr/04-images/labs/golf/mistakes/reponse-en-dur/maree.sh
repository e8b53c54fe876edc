#!/bin/sh
echo "brest, 2026-03-14 : de 1.56 à 6.67 m"
