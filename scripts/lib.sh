# shellcheck shell=bash
# What setup-cluster.sh and cleanup.sh share; sourced, never run.
# shellcheck disable=SC2034 # the variables are used by those

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
provider=${PROVIDER:-local}
cluster=${CLUSTER:-canary}
link_record=$root/.canary/link

step() { printf '\n== %s\n' "$*" >&2; }
say() { printf '   %s\n' "$*" >&2; }

# fail EXIT_CODE MESSAGE HINT
fail() {
  printf 'error: %s\n  fix: %s\n' "$2" "$3" >&2
  exit "$1"
}

check_provider() {
  case $provider in
    local | kind) ;;
    *) fail 2 "PROVIDER is \"$provider\"" "use PROVIDER=local or PROVIDER=kind" ;;
  esac
}

# Before anything is changed: the local provider makes network namespaces and mounts, which only root may.
check_root() {
  if [ "$provider" = local ] && [ "$(id -u)" -ne 0 ]; then
    fail 7 "the local provider needs root, and this is $(id -un)" \
      "run \`sudo make $1\`, or \`make $1 PROVIDER=kind\` where Docker runs"
  fi
}

# Builds of programs that follow compile into one cache, since they share most packages; end_shared_build removes it. What an
# interrupted one compiled is there for the next.
begin_shared_build() {
  [ -z "${CANARY_GO_BUILD_CACHE:-}" ] || return 0
  shared_build=${XDG_CACHE_HOME:-$HOME/.cache}/canary/go-build
  export CANARY_GO_BUILD_CACHE=$shared_build
}

end_shared_build() {
  [ -n "${shared_build:-}" ] || return 0
  rm -rf "$shared_build"
  unset CANARY_GO_BUILD_CACHE shared_build
}

# Under sudo, what was made in the clone belongs to the person who called it, not to root.
give_back() {
  [ -n "${SUDO_UID:-}" ] || return 0
  local path
  for path in "$root"/node_modules "$root"/.canary "$root"/packages/*/{node_modules,dist,tsconfig.tsbuildinfo}; do
    [ ! -e "$path" ] || chown -R "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$path"
  done
}
