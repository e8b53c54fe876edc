#!/bin/sh
# Fabrique un petit miroir Debian dans /miroir : trois vrais paquets, et l'index d'un dépôt qui en annonce
# vingt mille autres, comme le font les vrais.
set -eu
cd /miroir

contenu() { mkdir -p "$1/DEBIAN" "$1/$2"; }

contenu gazette usr/local/bin
cat > gazette/DEBIAN/control <<'FIN'
Package: gazette
Version: 4.2
Architecture: all
Maintainer: Atelier <atelier@example.org>
Depends: gazette-polices
Recommends: gazette-exemples
Description: compose la gazette municipale
FIN
cp gazette.sh gazette/usr/local/bin/gazette
chmod 755 gazette/usr/local/bin/gazette

contenu gazette-polices usr/local/share/gazette/polices
cat > gazette-polices/DEBIAN/control <<'FIN'
Package: gazette-polices
Version: 4.2
Architecture: all
Maintainer: Atelier <atelier@example.org>
Description: polices dont la gazette a besoin
FIN
head -c 400000 /dev/urandom > gazette-polices/usr/local/share/gazette/polices/titre.bin

contenu gazette-exemples usr/local/share/gazette/exemples
cat > gazette-exemples/DEBIAN/control <<'FIN'
Package: gazette-exemples
Version: 4.2
Architecture: all
Maintainer: Atelier <atelier@example.org>
Description: anciens numéros et modèles, utiles à qui apprend
FIN
head -c 6000000 /dev/urandom > gazette-exemples/usr/local/share/gazette/exemples/archives.bin

for paquet in gazette gazette-polices gazette-exemples; do
    dpkg-deb --root-owner-group -Znone --build "$paquet" "$paquet.deb"
    dpkg-deb --field "$paquet.deb"
    echo "Filename: $paquet.deb"
    echo "Size: $(stat -c %s "$paquet.deb")"
    echo "SHA256: $(sha256sum "$paquet.deb" | cut -d ' ' -f 1)"
    echo
    rm -r "$paquet"
done | grep -v '^dpkg-deb:' > Packages

awk 'BEGIN {
    x = 42
    for (n = 1; n <= 20000; n++) {
        somme = ""
        for (i = 0; i < 12; i++) { x = (x * 16807) % 2147483647; somme = somme sprintf("%06x", x % 16777216) }
        printf "Package: paquet-%05d\nVersion: 1.%d\nArchitecture: all\nMaintainer: M <m@example.org>\n", n, n % 7
        printf "Description: paquet du catalogue\nFilename: p/%d.deb\nSize: 1000\nSHA256: %s\n\n", n, substr(somme, 1, 64)
    }
}' >> Packages

{
    echo 'Date: Thu, 01 Jan 2026 00:00:00 UTC'
    echo 'SHA256:'
    echo " $(sha256sum Packages | cut -d ' ' -f 1) $(stat -c %s Packages) Packages"
} > Release
echo 'deb [trusted=yes] copy:/miroir ./' > sources.list
cat > apt.conf <<'FIN'
Dir::Etc::sourcelist "/miroir/sources.list";
Dir::Etc::sourceparts "-";
Acquire::Languages "none";
FIN
