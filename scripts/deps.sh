#!/usr/bin/env bash
# deps.sh: the JavaScript dependencies of the lockfile into node_modules; does nothing when they are there.
set -euo pipefail
cd "$(dirname "$0")/.."

stamp=node_modules/.canary-lock
fingerprint=$(cat pnpm-lock.yaml pnpm-workspace.yaml package.json packages/*/package.json | sha256sum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$fingerprint" ]; then
  exit 0
fi
echo "installing JavaScript dependencies" >&2
./scripts/pnpm.sh install --frozen-lockfile --reporter=append-only >&2
echo "$fingerprint" >"$stamp"
