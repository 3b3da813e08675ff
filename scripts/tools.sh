#!/usr/bin/env bash
# tools.sh: the checkers that tools/ pins, built or installed once into the cache; prints the folder with the programs.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { # MESSAGE HINT
  printf 'error: %s\n  fix: %s\n' "$1" "$2" >&2
  exit 7
}

command -v go >/dev/null || fail "go is not on PATH" "install Go 1.25.5 or newer (https://go.dev/dl)"
python3 -c 'import venv, ensurepip' 2>/dev/null || fail "python3 with venv is not there" "install it (Debian: python3-venv)"

export CGO_ENABLED=0 GOFLAGS=-buildvcs=false GOTOOLCHAIN=local GOWORK=off
key=$({
  go env GOVERSION GOOS GOARCH
  python3 -c 'import sys; print(sys.version_info[:2], sys.prefix)'
  cat tools/go.mod tools/go.sum tools/requirements.txt
} | sha256sum | cut -c1-16)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/canary/tools
folder=$cache/$key

finish() {
  echo "$folder/bin"
  exit 0
}
[ ! -e "$folder/finished" ] || finish

mkdir -p "$folder"
exec 9>"$cache/lock"
flock -n 9 || { echo "   another build of the tools is running: waiting for it" >&2 && flock 9; }
[ ! -e "$folder/finished" ] || finish

# What was compiled before an interruption stays in the cache, the shared one or its own, and the next run goes on from there.
export GOCACHE=${CANARY_GO_BUILD_CACHE:-$folder/gocache}
started=$SECONDS

# Counts the packages that go names while it compiles them: in place on a terminal, elsewhere a line in ten seconds.
show_progress() { # TOTAL
  local line done=0 shown=-10 now
  while IFS= read -r line; do
    case $line in
      *' '* | '#'*) printf '%s\n' "$line" >&2 && continue ;;
    esac
    done=$((done + 1))
    now=$((SECONDS - started))
    if [ -t 2 ]; then
      printf '\r   %s of %s packages, %s s ' "$done" "$1" "$now" >&2
    elif [ $((now - shown)) -ge 10 ]; then
      printf '   %s of %s packages, %s s: %s\n' "$done" "$1" "$now" "$line" >&2
      shown=$now
    fi
  done
  [ ! -t 2 ] || printf '\n' >&2
}

build_go_tools() {
  local total
  cd tools
  echo "   downloading modules" >&2
  total=$(go list -deps -trimpath -f '{{if .Stale}}{{.ImportPath}}{{end}}' tool 2>&1 | grep -vc '^go: ') || true
  go build -v -trimpath -ldflags '-s -w' -o "$folder/bin/" tool 2> >(show_progress "$total") ||
    fail "the tools of tools/go.mod did not build" "mend what the lines above say, then run it again: what is compiled is kept"
  cd ..
}

install_python_tools() {
  echo "   installing $(sed 's/==/ /' tools/requirements.in | paste -sd, | sed 's/,/, /g')" >&2
  rm -rf "$folder/python"
  python3 -m venv "$folder/python"
  "$folder/python/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
    -r tools/requirements.txt >&2 || fail "the tools of tools/requirements.txt did not install" "mend what the lines above say"
  local name
  for name in shellcheck yamllint zizmor; do ln -sfn "../python/bin/$name" "$folder/bin/$name"; done
}

echo "   building the checkers into $folder, once (minutes on two cores)" >&2
mkdir -p "$folder/bin"
build_go_tools
install_python_tools
rm -rf "$folder/gocache"
touch "$folder/finished"
echo "   built in $((SECONDS - started)) s" >&2
finish
