// What is validated and what nothing here builds: definitions of custom resources and charts are read out of these modules,
// whose content go.sum vouches for. Never compiled; `go mod tidy` would empty it.
module canary.dev/tools/schemas

go 1.25.5

require (
	github.com/cert-manager/cert-manager v1.21.2
	github.com/external-secrets/external-secrets v1.3.2
	github.com/prometheus-operator/prometheus-operator v0.85.0
	k8s.io/ingress-nginx v0.0.0-20240708192948-52c50467d67d
)
