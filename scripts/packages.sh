#!/usr/bin/env bash
# packages.sh: the Debian packages that the local cluster needs (mmdebstrap makes the base of some images); prints the names of those that it installed.
set -euo pipefail

packages=(conntrack containerd containernetworking-plugins iptables iproute2 mmdebstrap procps runc)

missing=()
for package in "${packages[@]}"; do
  # shellcheck disable=SC2016 # dpkg-query's own format, not a variable
  dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "   all there: ${packages[*]}" >&2
  exit 0
fi

command -v apt-get >/dev/null || {
  printf 'error: %s missing, and there is no apt-get\n  fix: install them with your package manager\n' "${missing[*]}" >&2
  exit 7
}
echo "   installing ${missing[*]}" >&2
apt-get update -qq >&2
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 ||
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >&2
echo "${missing[*]}"
