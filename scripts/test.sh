#!/usr/bin/env bash
# test.sh all|fast: every check, in the order in which it fails soonest.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
trap give_back EXIT

step "types"
./scripts/pnpm.sh run typecheck
step "lint"
./scripts/pnpm.sh run lint
step "build"
./scripts/build.sh
step "unit and integration tests"
./scripts/pnpm.sh run test
if [ "${1:-all}" = all ]; then
  begin_shared_build
  step "validate: manifests, charts, Terraform, scripts, workflows, YAML, secrets, policies"
  ./scripts/validate.sh
  step "cluster tests"
  if [ "$(uname)" = Linux ] && [ "$(id -u)" -eq 0 ]; then ./scripts/packages.sh >/dev/null; fi
  ./scripts/pnpm.sh run test:cluster
  end_shared_build
fi
