#!/bin/sh
# Makes a small Debian mirror in /mirror: three real packages, and the index of an archive that lists twenty
# thousand others, as the real ones do.
set -eu
cd /mirror

content() { mkdir -p "$1/DEBIAN" "$1/$2"; }

content gazette usr/local/bin
cat > gazette/DEBIAN/control <<'END'
Package: gazette
Version: 4.2
Architecture: all
Maintainer: Workshop <workshop@example.org>
Depends: gazette-fonts
Recommends: gazette-examples
Description: lays out the town's gazette
END
cp gazette.sh gazette/usr/local/bin/gazette
chmod 755 gazette/usr/local/bin/gazette

content gazette-fonts usr/local/share/gazette/fonts
cat > gazette-fonts/DEBIAN/control <<'END'
Package: gazette-fonts
Version: 4.2
Architecture: all
Maintainer: Workshop <workshop@example.org>
Description: fonts that the gazette needs
END
head -c 400000 /dev/urandom > gazette-fonts/usr/local/share/gazette/fonts/title.bin

content gazette-examples usr/local/share/gazette/examples
cat > gazette-examples/DEBIAN/control <<'END'
Package: gazette-examples
Version: 4.2
Architecture: all
Maintainer: Workshop <workshop@example.org>
Description: back issues and templates, useful to those who are learning
END
head -c 6000000 /dev/urandom > gazette-examples/usr/local/share/gazette/examples/archive.bin

for package in gazette gazette-fonts gazette-examples; do
    dpkg-deb --root-owner-group -Znone --build "$package" "$package.deb"
    dpkg-deb --field "$package.deb"
    echo "Filename: $package.deb"
    echo "Size: $(stat -c %s "$package.deb")"
    echo "SHA256: $(sha256sum "$package.deb" | cut -d ' ' -f 1)"
    echo
    rm -r "$package"
done | grep -v '^dpkg-deb:' > Packages

awk 'BEGIN {
    x = 42
    for (n = 1; n <= 20000; n++) {
        sum = ""
        for (i = 0; i < 12; i++) { x = (x * 16807) % 2147483647; sum = sum sprintf("%06x", x % 16777216) }
        printf "Package: package-%05d\nVersion: 1.%d\nArchitecture: all\nMaintainer: M <m@example.org>\n", n, n % 7
        printf "Description: a package of the catalogue\nFilename: p/%d.deb\nSize: 1000\nSHA256: %s\n\n", n, substr(sum, 1, 64)
    }
}' >> Packages

{
    echo 'Date: Thu, 01 Jan 2026 00:00:00 UTC'
    echo 'SHA256:'
    echo " $(sha256sum Packages | cut -d ' ' -f 1) $(stat -c %s Packages) Packages"
} > Release
echo 'deb [trusted=yes] copy:/mirror ./' > sources.list
cat > apt.conf <<'END'
Dir::Etc::sourcelist "/mirror/sources.list";
Dir::Etc::sourceparts "-";
Acquire::Languages "none";
END
