#!/bin/bash
# start.sh STATE_DIRECTORY: pid 1 of the node. It runs in network, mount, pid, uts and ipc namespaces of its own, and
# everything that it starts dies with it. The environment gives the addresses and the programs; config/ and pki/ of the
# state directory are there already.
set -euo pipefail

STATE=$1
: "${BIN:?}" "${BUILT_IMAGES:?}" "${NODE_NAME:?}" "${NODE_IP:?}" "${POD_CIDR:?}" "${SERVICE_CIDR:?}" "${LINK_PREFIX:?}"
CONFIG=$STATE/config PKI=$STATE/pki DATA=$STATE/data LOGS=$STATE/logs
CONTAINERD_SOCKET=/run/containerd/containerd.sock

# Runs a program, and again a second after it ended; each end is noted in the file "exits" (time, name, status).
supervise() {
  local name=$1 status
  shift
  while :; do
    status=0
    "$@" >>"$LOGS/$name.log" 2>&1 || status=$?
    echo "$(date +%s) $name $status" >>"$STATE/exits"
    sleep 1
  done
}

start() { supervise "$@" & }

# wait_until SECONDS COMMAND...
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || { echo "gave up waiting for: $*" >&2; return 1; }
    sleep 0.1
  done
}

# The host gives eth0. What is neither a pod, a service nor the host ends in a bridge without ports: there is no way out.
set_up_network() {
  ip link set lo up
  wait_until 30 ip link show eth0
  ip addr add "$NODE_IP/$LINK_PREFIX" dev eth0
  ip link set eth0 up
  ip link add void type bridge
  ip link set void up
  ip route add default dev void src "$NODE_IP"
  echo 1 >/proc/sys/net/ipv4/ip_forward
}

# /run, /var/lib and /var/log are the node's own, so that nothing of it shows on the host, not even an empty folder; and
# the host's resolver is never asked.
set_up_mounts() {
  local folder
  mount -t tmpfs -o mode=755 tmpfs /run
  mkdir -p /run/netns /run/lock /run/host-lib "$DATA"/{log,cni,kubelet,containerd,etcd}
  mount --rbind /var/lib /run/host-lib
  mount -t tmpfs -o mode=755 tmpfs /var/lib
  for folder in "$STATE" "$BIN" "$BUILT_IMAGES"; do keep_folder "$folder"; done
  mkdir -p /var/lib/cni /var/lib/kubelet
  mount --bind "$DATA/cni" /var/lib/cni
  mount --bind "$DATA/kubelet" /var/lib/kubelet
  mount --bind "$DATA/log" /var/log
  mount --bind "$CONFIG/hosts" /etc/hosts
  mount --bind "$CONFIG/resolv.conf" /etc/resolv.conf
  # pods share mounts with the kubelet; the namespace itself shares none with the host
  mount --make-rshared /
}

# A folder of ours that happens to be in /var/lib stays visible in the node's own /var/lib.
keep_folder() {
  case $1 in /var/lib/*)
    mkdir -p "$1"
    mount --bind "/run/host-lib/${1#/var/lib/}" "$1"
    ;;
  esac
}

start_storage_and_api() {
  start registry "$BIN/helper" registry 127.0.0.1:5000 "$BUILT_IMAGES" "$STATE/images"
  start containerd containerd --config "$CONFIG/containerd.toml"
  start etcd "$BIN/etcd" --data-dir "$DATA/etcd" --unsafe-no-fsync --log-level warn \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
    --initial-cluster default=http://127.0.0.1:2380
  start kube-apiserver "$BIN/kube-apiserver" --etcd-servers=http://127.0.0.1:2379 \
    --advertise-address="$NODE_IP" --secure-port=6443 --service-cluster-ip-range="$SERVICE_CIDR" \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true \
    --client-ca-file="$PKI/ca.crt" --tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key" \
    --kubelet-client-certificate="$PKI/kubelet-client.crt" --kubelet-client-key="$PKI/kubelet-client.key" \
    --kubelet-certificate-authority="$PKI/ca.crt" --kubelet-preferred-address-types=InternalIP \
    --service-account-key-file="$PKI/sa.pub" --service-account-signing-key-file="$PKI/sa.key" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --enable-priority-and-fairness=false --profiling=false
}

start_controllers() {
  local kubeconfig=$PKI/controller-manager.kubeconfig
  start kube-controller-manager "$BIN/kube-controller-manager" --leader-elect=false --bind-address=127.0.0.1 \
    --kubeconfig="$kubeconfig" --authentication-kubeconfig="$kubeconfig" --authorization-kubeconfig="$kubeconfig" \
    --service-account-private-key-file="$PKI/sa.key" --root-ca-file="$PKI/ca.crt" \
    --cluster-signing-cert-file="$PKI/ca.crt" --cluster-signing-key-file="$PKI/ca.key" \
    --use-service-account-credentials --allocate-node-cidrs --kube-api-qps=500 --kube-api-burst=500 \
    --cluster-cidr="$POD_CIDR" --service-cluster-ip-range="$SERVICE_CIDR" \
    --flex-volume-plugin-dir="$DATA/volume-plugins"
  kubeconfig=$PKI/scheduler.kubeconfig
  start kube-scheduler "$BIN/kube-scheduler" --leader-elect=false --bind-address=127.0.0.1 \
    --kubeconfig="$kubeconfig" --authentication-kubeconfig="$kubeconfig" --authorization-kubeconfig="$kubeconfig"
}

start_node_programs() {
  start kubelet "$BIN/kubelet" --config="$CONFIG/kubelet.yaml" --kubeconfig="$PKI/kubelet.kubeconfig" \
    --hostname-override="$NODE_NAME" --node-ip="$NODE_IP" --root-dir=/var/lib/kubelet --v=1
  start kube-proxy "$BIN/kube-proxy" --config="$CONFIG/kube-proxy.yaml"
}

exec >>"$LOGS/node.log" 2>&1
echo "$NODE_NAME" >/proc/sys/kernel/hostname
set_up_mounts
set_up_network
start_storage_and_api
wait_until 30 test -S "$CONTAINERD_SOCKET"
# the controllers fail without the API server's bootstrap roles, which are there once it is ready
wait_until 60 "$BIN/kubectl" --kubeconfig "$PKI/controller-manager.kubeconfig" get --raw /readyz
start_controllers
start_node_programs
while :; do wait || true; sleep 1; done
