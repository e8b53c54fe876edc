#!/bin/sh
# gazette composer DESTINATION : écrit le numéro du mois ; les épreuves restent dans /var/tmp/epreuves.
set -eu

[ "${1:-}" = composer ] && [ -n "${2:-}" ] || { echo "usage : gazette composer DESTINATION" >&2; exit 2; }
[ -r /usr/local/share/gazette/polices/titre.bin ] || { echo "gazette : les polices manquent" >&2; exit 1; }

mkdir -p "$2" /var/tmp/epreuves
for page in 1 2 3 4; do
    head -c 3000000 /dev/urandom > "/var/tmp/epreuves/page-$page.bin"
done
cat > "$2/numero-42.txt" <<'FIN'
LA GAZETTE DES TILLEULS, numéro 42

Le pont de la rue Basse rouvre lundi. La fanfare cherche un tuba.
La médiathèque prête désormais des graines : rendez-les au printemps.
FIN
echo "numéro 42 composé dans $2, épreuves dans /var/tmp/epreuves"
