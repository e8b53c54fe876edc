#!/bin/sh
# gazette compose DESTINATION: writes the month's issue; the proofs stay in /var/tmp/proofs.
set -eu

[ "${1:-}" = compose ] && [ -n "${2:-}" ] || { echo "usage: gazette compose DESTINATION" >&2; exit 2; }
[ -r /usr/local/share/gazette/fonts/title.bin ] || { echo "gazette: the fonts are missing" >&2; exit 1; }

mkdir -p "$2" /var/tmp/proofs
for page in 1 2 3 4; do
    head -c 3000000 /dev/urandom > "/var/tmp/proofs/page-$page.bin"
done
cat > "$2/issue-42.txt" <<'END'
THE LINDEN GAZETTE, issue 42

The bridge on Mill Lane opens again on Monday. The brass band is looking for a tuba.
The library now lends out seeds: please return them in spring.
END
echo "issue 42 composed in $2, proofs in /var/tmp/proofs"
