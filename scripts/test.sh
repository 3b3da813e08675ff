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
  step "programs of the checks and of the cluster (once; later runs find them built)"
  begin_shared_build
  ./scripts/tools.sh >/dev/null
  if [ "$(uname)" = Linux ] && [ "$(id -u)" -eq 0 ]; then
    ./scripts/packages.sh >/dev/null
    ! ./bin/canary doctor --provider local >/dev/null 2>&1 || ./bin/canary cluster build --with platform >/dev/null
  fi
  end_shared_build
  step "validate: manifests, charts, Terraform, scripts, workflows, YAML, secrets, policies"
  ./scripts/validate.sh
  step "cluster tests"
  ./scripts/pnpm.sh run test:cluster
fi
