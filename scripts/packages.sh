#!/usr/bin/env bash
# packages.sh: the programs that the local cluster needs of the host, out of Debian's packages where they are missing; prints the
# names of the packages that it installed. However the programs came there, what is there is not installed.
set -euo pipefail

# Where su and cron leave them out.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# PACKAGE PROGRAM...; mmdebstrap makes the base of some images, out of packages of Debian.
needs=(
  "conntrack conntrack"
  "containerd containerd containerd-shim-runc-v2"
  "iproute2 ip"
  "iptables iptables"
  "mmdebstrap mmdebstrap"
  "procps ps"
  "runc runc"
)

missing=()
for need in "${needs[@]}"; do
  read -r package programs <<<"$need"
  for program in $programs; do
    command -v "$program" >/dev/null || { missing+=("$package") && break; }
  done
done
# The plug-ins are on nobody's PATH.
if [ ! -x /usr/lib/cni/ptp ] && [ ! -x /opt/cni/bin/ptp ] && [ ! -x /usr/libexec/cni/ptp ]; then
  missing+=(containernetworking-plugins)
fi
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing+=(debian-archive-keyring)
if [ ${#missing[@]} -eq 0 ]; then
  echo "   nothing missing" >&2
  exit 0
fi

command -v apt-get >/dev/null || {
  printf 'error: programs of %s are missing, and there is no apt-get\n  fix: install them with your package manager\n' "${missing[*]}" >&2
  exit 7
}
echo "   installing ${missing[*]}" >&2
apt-get update -qq >&2
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 ||
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >&2
echo "${missing[*]}"
