#!/usr/bin/env bash
# build.sh: compiles and bundles when a source changed since the last build, else does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

fingerprint=$({
  cat tsconfig*.json packages/*/tsconfig.json package.json pnpm-lock.yaml scripts/build-cli.mjs
  find packages/*/src packages/*/package.json infra/local-cluster -type f -not -path '*/node_modules/*' -print0 | sort -z | xargs -0 sha256sum
} | sha256sum)
record=packages/cli/dist/.fingerprint
if [ -f packages/cli/dist/canary.cjs ] && [ -f "$record" ] && [ "$(cat "$record")" = "$fingerprint" ]; then
  echo "   up to date" >&2
  exit 0
fi
rm -f "$record"
./scripts/pnpm.sh run build >&2
echo "$fingerprint" >"$record"
