#!/usr/bin/env bash
# pnpm.sh ARG...: the pinned pnpm (package.json, packageManager), brought by npx; nothing is installed globally.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/.*"packageManager": "pnpm@\([0-9.]*\)".*/\1/p' package.json)
exec npx --yes --loglevel=error "pnpm@$version" "$@"
