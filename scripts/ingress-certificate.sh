#!/usr/bin/env bash
# ingress-certificate.sh [--check] [--optional] [HOST...]: a certificate for the hosts of the cluster's Ingresses, as Secret
# ingress/ingress-certificate. An authority of its own signs it; its key stays in memory and is gone afterwards. Run it again for
# other hosts or a new date. It asks the cluster of $KUBECONFIG. Without HOST the names are the well-known ones and those of the
# Ingresses of class nginx, but none that has a Secret of its own in an Ingress. What cert-manager keeps it leaves alone, and
# only says whether that is good: for the hosts, or without HOST for the names that cert-manager was asked for.
#   --check     change nothing; exit code 1 when the certificate is not good for the hosts
#   --optional  without openssl say so and end well: the router then serves a certificate that it makes itself
set -euo pipefail

NAMESPACE=ingress
SECRET=ingress-certificate
DAYS=365
RENEW_BEFORE_DAYS=30
CLASS=nginx
WELL_KNOWN=(blue-green.local blue-green-preview.local canary.local podinfo.example.com)

fail() { # MESSAGE HINT EXIT
  printf 'error: %s\n  fix: %s\n' "$1" "$2" >&2
  exit "$3"
}

is_check=false is_optional=false
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0" && exit 0 ;;
    --check) is_check=true ;;
    --optional) is_optional=true ;;
    -*) fail "\"$1\" is no option" "run $0 --help" 2 ;;
    *) break ;;
  esac
  shift
done
if [ "$is_optional" = true ] && ! command -v openssl >/dev/null; then
  echo "no certificate is made, because openssl is not on PATH: the router serves one of its own, which no client trusts"
  exit 0
fi
command -v kubectl >/dev/null ||
  fail "kubectl is not on PATH" "run \`eval \"\$(canary cluster env)\"\` for that of the local cluster, or install it (Debian: kubernetes-client)" 7
command -v openssl >/dev/null || fail "openssl is not on PATH" "install it (Debian: openssl)" 7
kubectl get namespace "$NAMESPACE" -o name >/dev/null ||
  fail "the cluster has no namespace $NAMESPACE, or does not answer" "install the platform first, and see KUBECONFIG" 7

# Its definition is not everywhere, and the question for an object of an unknown kind fails. It renews in its own time.
keeper="" good_for_days=$RENEW_BEFORE_DAYS
if asked_for=$(kubectl --namespace "$NAMESPACE" get certificates.cert-manager.io "$SECRET" \
  -o jsonpath='{range .spec.dnsNames[*]}{@}{"\n"}{end}' 2>/dev/null); then
  keeper=cert-manager good_for_days=1
fi

# A line for each host of an Ingress of the class: "host NAME", or "own NAME" where a Secret of the Ingress has it.
INGRESS_HOSTS='{{range .items}}{{if eq (print .spec.ingressClassName) "'$CLASS'"}}{{
  range .spec.rules}}{{with .host}}{{println "host" .}}{{end}}{{end}}{{
  range .spec.tls}}{{if .secretName}}{{range .hosts}}{{println "own" .}}{{end}}{{end}}{{end}}{{end}}{{end}}'

# The hosts that this certificate has to serve: the router prefers a Secret that an Ingress names for its host.
served_hosts() {
  local lines name
  lines=$(kubectl get ingresses --all-namespaces -o go-template="$INGRESS_HOSTS") || return
  { printf '%s\n' "${WELL_KNOWN[@]}" && sed -n 's/^host //p' <<<"$lines"; } | sort -u | while read -r name; do
    grep -qxF -e "own $name" -e "own *.${name#*.}" <<<"$lines" || echo "$name"
  done
}

hosts=("$@")
if [ ${#hosts[@]} -eq 0 ]; then
  names=$asked_for
  [ -n "$keeper" ] || names=$(served_hosts)
  [ -z "$names" ] || mapfile -t hosts <<<"$names"
fi
if [ ${#hosts[@]} -eq 0 ] && [ -z "$keeper" ]; then
  echo "no certificate is needed: each host has a Secret of its own in an Ingress"
  exit 0
fi
asked=${hosts[*]:-what it names}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 077

# Whether the certificate that is there has all hosts and is good for a while.
is_good() {
  kubectl --namespace "$NAMESPACE" get secret "$SECRET" -o jsonpath='{.data.tls\.crt}' 2>/dev/null | base64 -d >"$work/old.crt" || return 1
  [ -s "$work/old.crt" ] || return 1
  openssl x509 -in "$work/old.crt" -noout -checkend $((good_for_days * 86400)) >/dev/null || return 1
  local host
  for host in "${hosts[@]}"; do
    openssl x509 -in "$work/old.crt" -noout -checkhost "$host" | grep -q 'does match' || return 1
  done
}

if is_good; then
  echo "$NAMESPACE/$SECRET is good for $asked${keeper:+, kept by $keeper,} until $(openssl x509 -in "$work/old.crt" -noout -enddate | cut -d= -f2)"
  exit 0
fi

if [ -n "$keeper" ]; then
  fail "$keeper keeps $NAMESPACE/$SECRET, and it is not good for $asked" \
    "see \`kubectl --namespace $NAMESPACE describe certificate $SECRET\`; names are in its dnsNames (infra/platform/cert-manager), and a public authority signs only those of public domains" 1
fi

if [ "$is_check" = true ]; then
  echo "$NAMESPACE/$SECRET is not good for $asked: run $0" >&2
  exit 1
fi

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days "$DAYS" \
  -keyout "$work/ca.key" -out "$work/ca.crt" -subj '/CN=canary ingress authority' \
  -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' -addext 'keyUsage=critical,keyCertSign,cRLSign' 2>"$work/log" ||
  fail "openssl could not make an authority: $(tail -1 "$work/log")" "OpenSSL 1.1.1 or newer is needed" 1
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 \
  -keyout "$work/tls.key" -out "$work/tls.csr" -subj "/CN=${hosts[0]}" 2>"$work/log" ||
  fail "openssl could not make a request: $(tail -1 "$work/log")" "see the line above" 1
{
  printf 'subjectAltName=%s\n' "$(printf 'DNS:%s,' "${hosts[@]}" | sed 's/,$//')"
  printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n'
} >"$work/ext"
openssl x509 -req -in "$work/tls.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" -CAcreateserial -sha256 -days "$DAYS" \
  -extfile "$work/ext" -out "$work/leaf.crt" 2>"$work/log" ||
  fail "openssl could not sign: $(tail -1 "$work/log")" "see the line above" 1
cat "$work/leaf.crt" "$work/ca.crt" >"$work/tls.crt"

kubectl create secret generic "$SECRET" --namespace "$NAMESPACE" --type kubernetes.io/tls --dry-run=client -o yaml \
  --from-file=tls.crt="$work/tls.crt" --from-file=tls.key="$work/tls.key" --from-file=ca.crt="$work/ca.crt" |
  kubectl apply --server-side --force-conflicts --field-manager canary-certificate -f - >&2
echo "$NAMESPACE/$SECRET is new, for $asked; the authority to trust is its ca.crt"
