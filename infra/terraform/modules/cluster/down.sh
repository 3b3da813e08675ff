#!/bin/sh
# Removes a cluster: down.sh PROGRAM PROVIDER NAME. PROGRAM is the one that made it. Where that is no more, because the clone
# was moved or renamed, the program of the clone that this file is in does it. Whatever the program fails with stays a failure.
set -eu
made_by=$1 provider=$2 name=$3

program=$made_by
[ -e "$program" ] || program=$(cd "$(dirname "$0")/../../../.." && pwd)/bin/canary
if [ ! -e "$program" ]; then
  echo "the cluster $name was made by $made_by, which is there no more, and neither is $program" >&2
  echo "run 'canary cluster down --provider $provider --name $name', then 'terraform state rm' for this resource" >&2
  exit 7
fi
exec "$program" cluster down --provider "$provider" --name "$name"
