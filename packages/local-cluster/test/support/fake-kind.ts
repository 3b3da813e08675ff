/**
 * `kind`, `docker` and `kubectl` for tests, over one folder (`$FAKE_KIND_STATE`): a file for each cluster, which holds the
 * state of its container. Each call is noted in `$FAKE_KIND_LOG`. `$FAKE_KIND_FAIL` is a verb of kind that fails.
 */
const COMMON = `#!/bin/sh
echo "\${0##*/} $*" >>"$FAKE_KIND_LOG"
option() { # NAME ARGS...: the argument after NAME
  wanted=$1; shift
  while [ $# -gt 0 ]; do [ "$1" = "$wanted" ] && { echo "$2"; return; }; shift; done
}
for last; do :; done
`;

export const FAKE_KIND = `${COMMON}
name=$(option --name "$@")
if [ "$1" = version ]; then echo "kind v0.30.0 go1.24.6 linux/amd64"; exit; fi
if [ "$FAKE_KIND_FAIL" = "$1" ]; then echo "ERROR: failed to $1 cluster: no docker" >&2; exit 1; fi
case $1 in
get) ls "$FAKE_KIND_STATE" ;;
delete) rm -f "$FAKE_KIND_STATE/$name" ;;
create)
  [ -e "$FAKE_KIND_STATE/$name" ] && { echo "ERROR: node(s) already exist" >&2; exit 1; }
  printf 'current-context: kind-%s' "$name" >"$(option --kubeconfig "$@")"
  echo running >"$FAKE_KIND_STATE/$name"
  ;;
esac
`;

export const FAKE_DOCKER = `${COMMON}
case $1 in
--version) echo "Docker version 28.2.2, build x" ;;
info) [ -n "$FAKE_DOCKER_ROOT" ] && echo "28.2.2 $FAKE_DOCKER_ROOT" || { echo "Cannot connect to the Docker daemon" >&2; exit 1; } ;;
inspect) cat "$FAKE_KIND_STATE/\${last%-control-plane}" ;;
logs) printf 'systemd started\\nkubelet started\\n' ;;
esac
`;

export const FAKE_KUBECTL = `${COMMON}
case "$*" in
"version --client") echo "Client Version: \${FAKE_KUBECTL_VERSION:-v1.34.1}" ;;
*rename-context*) sed -i "s/$3/$4/" "$(option --kubeconfig "$@")" ;;
*/readyz*) printf '%s' "\${FAKE_READYZ:-ok}" ;;
*get*) printf True ;;
esac
`;
