#!/bin/sh
# Makes a Debian package of a built program: deb.sh BUILD OUT. The same sources give the same package: times are those of the last commit.
set -eu
build=$1
out=$2
here=$(cd "$(dirname "$0")/.." && pwd)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
umask 022
PATH=$PATH:/usr/sbin:/sbin # ldconfig, for people who are not root
version=$("$build/src/merilo" --version | cut -d' ' -f2)
arch=$(dpkg --print-architecture)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"

put() { install -D -m "$1" "$here/$2" "$root/$3"; }
install -D -m 755 "$build/src/merilo" "$root/usr/bin/merilo"
strip --strip-unneeded "$root/usr/bin/merilo"
put 644 packaging/merilo.service lib/systemd/system/merilo.service
put 644 packaging/merilo.sysusers usr/lib/sysusers.d/merilo.conf
put 640 packaging/merilo.conf etc/merilo/merilo.conf
put 644 packaging/deb/copyright usr/share/doc/merilo/copyright
put 644 packaging/merilo.1 usr/share/man/man1/merilo.1
gzip -9n "$root/usr/share/man/man1/merilo.1"
gzip -9nc "$here/CHANGELOG.md" > "$root/usr/share/doc/merilo/CHANGELOG.md.gz"
maintainer="Authors of Merilo <merilo@localhost>"
printf 'merilo (%s) stable; urgency=medium\n\n  * What is new: CHANGELOG.md.gz.\n\n -- %s  %s\n' "$version" "$maintainer" "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")" |
    gzip -9nc > "$root/usr/share/doc/merilo/changelog.gz"
put 644 packaging/deb/lintian-overrides usr/share/lintian/overrides/merilo
for page in "$here"/docs/guide/*.md; do put 644 "docs/guide/$(basename "$page")" "usr/share/doc/merilo/guide/$(basename "$page")"; done

# Packages of the libraries that the program itself names.
libraries=$(readelf -d "$root/usr/bin/merilo" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
depends=$(for library in $libraries; do
    path=$(ldconfig -p | sed -n "s,^[[:space:]]*$library (.*) => \(.*\),\1,p" | head -n 1)
    dpkg-query -S "$path" 2>/dev/null || dpkg-query -S "$(readlink -f "$path")"
done | sed 's/:.*//' | sort -u | paste -sd, | sed 's/,/, /g')

mkdir -p "$root/DEBIAN"
for script in preinst postinst prerm postrm; do install -m 755 "$here/packaging/deb/$script" "$root/DEBIAN/$script"; done
echo /etc/merilo/merilo.conf > "$root/DEBIAN/conffiles"
(cd "$root" && find usr lib -type f | LC_ALL=C sort | xargs md5sum) > "$root/DEBIAN/md5sums"
cat > "$root/DEBIAN/control" <<END
Package: merilo
Version: $version
Architecture: $arch
Maintainer: $maintainer
Section: education
Priority: optional
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: $depends, systemd | systemd-standalone-sysusers, fonts-paratype, fonts-dejavu-core
Suggests: postgresql, antiword
Description: honest assessment of school results
 Reads result forms of school assessments, says where results may be not
 objective, how sure that is and what else could explain it. Works from the
 command line without any set-up, or as a web application of an education
 office on SQLite or PostgreSQL.
END
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$out"
dpkg-deb --root-owner-group -Zxz --build "$root" "$out/merilo_${version}_$arch.deb" >&2
echo "$out/merilo_${version}_$arch.deb"
