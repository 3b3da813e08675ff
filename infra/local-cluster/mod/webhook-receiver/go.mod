module canary.dev/local-cluster/webhook-receiver

go 1.25
