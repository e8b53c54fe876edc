#!/bin/sh
echo "dover, 2026-03-14: from 1.56 to 6.67 m"
