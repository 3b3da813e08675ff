#!/usr/bin/env bash
# cleanup.sh: removes the cluster, Terraform's state of it, its lines in the hosts file, and the link on PATH. Run again, it changes
# nothing.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

check_provider
check_root teardown
trap give_back EXIT

step "the lines of the hosts file"
hosts_file=${CANARY_FILE:-/etc/hosts}
if ! grep -q "^# canary hosts of $cluster: begin" "$hosts_file" 2>/dev/null; then
  say "none"
elif [ -w "$hosts_file" ] && [ -f packages/cli/dist/canary.cjs ]; then
  ./bin/canary hosts --remove --provider "$provider" --name "$cluster" --file "$hosts_file" >&2
else
  say "left in $hosts_file, which needs root: sudo env \"PATH=\$PATH\" \"HOME=\$HOME\" ./bin/canary hosts --remove --name $cluster"
fi

step "the link on PATH"
if [ -f "$link_record" ]; then
  link=$(cat "$link_record")
  if [ -L "$link" ] && [ "$(readlink "$link")" = "$root/bin/canary" ]; then
    rm "$link"
    say "removed $link"
  fi
  rm -f "$link_record"
else
  say "none"
fi

step "the cluster"
if [ -f packages/cli/dist/canary.cjs ]; then
  ./bin/canary cluster down --provider "$provider" --name "$cluster" >&2
  rm -rf ".canary/terraform/$provider/$cluster"
elif [ -e "${XDG_STATE_HOME:-$HOME/.local/state}/canary/clusters/$cluster" ]; then
  fail 7 "cluster $cluster is there, but canary is not built any more" "run make build, then make teardown"
else
  say "none"
fi
printf '\nDone. What was built stays in the cache; the tasks stay in .canary.\n'
