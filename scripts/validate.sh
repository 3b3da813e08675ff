#!/usr/bin/env bash
# validate.sh: checks everything that is not TypeScript: manifests, charts, Terraform, scripts, workflows, YAML, secrets.
set -euo pipefail
cd "$(dirname "$0")/.."
exec ./scripts/pnpm.sh run test:validate "$@"
