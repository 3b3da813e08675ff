#!/usr/bin/env bash
# setup-cluster.sh: from a fresh clone to a running platform. Run again, it changes nothing and says so.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

started=$SECONDS
changes=()

need() { # PROGRAM WHAT_FOR
  command -v "$1" >/dev/null && return
  local hint="install $1 ($2), then run make setup again"
  [ -z "${SUDO_USER:-}" ] || hint="$hint; if you have it, sudo dropped it from PATH: sudo env \"PATH=\$PATH\" make setup"
  fail 7 "$1 is not on PATH" "$hint"
}

check_tools() {
  need node "https://nodejs.org, 20.19 or newer"
  need npm "it comes with Node.js"
  need git "your package manager"
  need terraform "https://developer.hashicorp.com/terraform/install, 1.6 or newer"
  need go "https://go.dev/dl, 1.25 or newer"
  if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
    fail 7 "Node.js $(node --version) is too old" "install Node.js 20.19 or newer"
  fi
  if [ "$provider" = kind ]; then
    need docker "https://docs.docker.com/engine/install, 20.10 or newer"
    need kind "https://kind.sigs.k8s.io"
    need kubectl "https://kubernetes.io/docs/tasks/tools, 1.33 or newer"
    docker info >/dev/null 2>&1 || fail 7 "the Docker daemon does not answer" "start Docker, or run \`sudo make setup PROVIDER=local\`"
  fi
}

install_packages() {
  local installed
  installed=$(./scripts/packages.sh)
  [ -z "$installed" ] || changes+=("Debian packages")
}

install_dependencies() {
  local before
  before=$(cat node_modules/.canary-lock 2>/dev/null || true)
  ./scripts/deps.sh
  [ "$before" = "$(cat node_modules/.canary-lock)" ] || changes+=("JavaScript dependencies")
}

build() {
  local before
  before=$(cat packages/cli/dist/.fingerprint 2>/dev/null || true)
  ./scripts/build.sh
  [ "$before" = "$(cat packages/cli/dist/.fingerprint)" ] || changes+=("the build")
}

# Nothing is there, or a link to nowhere, or to a clone of this project.
may_link() {
  [ -L "$1" ] || { [ ! -e "$1" ] && return; }
  case $(readlink "$1") in
    */bin/canary) return 0 ;;
    *) [ ! -e "$1" ] ;;
  esac
}

is_ours() { [ "$(readlink -f "$1")" = "$root/bin/canary" ]; }

# Links the program into the first writable directory on PATH, and remembers where.
link_program() {
  local directory found
  found=$(command -v canary || true)
  if [ -n "$found" ] && is_ours "$found"; then
    say "$found is this clone's"
    return
  fi
  local IFS=:
  for directory in $PATH; do
    case $directory in /*) ;; *) continue ;; esac
    if [ -d "$directory" ] && [ -w "$directory" ] && may_link "$directory/canary"; then
      if [ -e "$directory/canary" ] && is_ours "$directory/canary"; then
        say "$directory/canary is this clone's"
      else
        ln -sfn "$root/bin/canary" "$directory/canary"
        mkdir -p "$root/.canary"
        echo "$directory/canary" >"$link_record"
        say "$directory/canary -> this clone"
        changes+=("the link on PATH")
      fi
      warn_when_shadowed "$directory/canary"
      return
    fi
  done
  say "no writable directory on PATH: use $root/bin/canary"
}

# Another program of that name may stand before ours on PATH, where we must not write over it.
warn_when_shadowed() { # LINK
  hash -r
  local first
  first=$(command -v canary)
  is_ours "$first" || say "warning: \`canary\` runs $first, which comes first on PATH; remove it, or call $1"
}

# Programs, images and manifests out of the cache, or into it.
build_cluster() {
  local result
  result=$(./bin/canary cluster build --provider "$provider" --with platform --output json)
  case $result in
    *'"built": true'*) changes+=("the programs of the cluster") ;;
    *) say "built before" ;;
  esac
}

# The tasks of the document into the store.
parse_document() {
  local result
  result=$(./bin/canary parse PRD.md --output table)
  printf '%s\n' "$result" >&2
  case $result in
    *"store: nothing changed"*) ;;
    *) changes+=("the tasks") ;;
  esac
}

# Says nothing when the machine is fit; else the whole report, and ends with its exit code.
check_machine() {
  local report code=0
  report=$(./bin/canary doctor --provider "$provider") || code=$?
  if [ "$code" -ne 0 ]; then
    printf '%s\n' "$report" >&2
    exit "$code"
  fi
}

# Progress and the summary go to the terminal; the exit code is the phase's own.
run_phase() {
  local summary code=0
  summary=$(./bin/canary run phase infra --yes --env "$provider" --cluster "$cluster" --output table) || code=$?
  printf '%s\n' "$summary" >&2
  [ "$code" -eq 0 ] || exit "$code"
  case $summary in
    *", 0 changed "*) ;;
    *) changes+=("phase infra") ;;
  esac
}

summary() {
  local seconds=$((SECONDS - started))
  printf '\n'
  if [ ${#changes[@]} -eq 0 ]; then
    printf 'Nothing changed: everything was already so (%s s).\n' "$seconds"
  else
    local IFS=,
    printf 'Done in %s s. Changed:%s.\n' "$seconds" "${changes[*]/#/ }"
  fi
  printf '\nWhat runs now\n'
  ./bin/canary cluster status --provider "$provider" --name "$cluster" || true
  ./bin/canary gitops status --provider "$provider" --name "$cluster" || true
  local name="" environment=""
  if [ "$provider" != local ]; then
    name=" --provider $provider"
    environment=" --env $provider"
  fi
  if [ "$cluster" != canary ]; then
    name="$name --name $cluster"
    environment="$environment --cluster $cluster"
  fi
  cat <<TEXT

How to reach it
  eval "\$(canary cluster env$name)"

Three commands to try next
  canary open argocd$name
  canary tasks show infra-proof
  canary run phase infra --dry-run$environment
TEXT
}

check_provider
check_root setup
trap give_back EXIT
step "1/6 tools"
check_tools
say "node $(node --version), $(go version | cut -d' ' -f3), $(TF_CLI_CONFIG_FILE=/dev/null terraform version | head -1)"
step "2/6 Debian packages"
if [ "$provider" = local ]; then install_packages; else say "none needed for kind"; fi
step "3/6 build"
install_dependencies
build
link_program
step "4/6 the programs of the cluster (once; later runs find them built)"
check_machine
begin_shared_build
build_cluster
end_shared_build
step "5/6 tasks of PRD.md"
parse_document
step "6/6 phase infra"
run_phase
summary
