// Custom resources that are validated and that nothing here builds: their definitions are read out of these modules, whose
// content go.sum vouches for. Never compiled; `go mod tidy` would empty it.
module canary.dev/tools/schemas

go 1.25.5

require (
	github.com/cert-manager/cert-manager v1.21.2
	github.com/external-secrets/external-secrets v1.3.2
	github.com/prometheus-operator/prometheus-operator v0.85.0
)
