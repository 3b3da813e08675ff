module canary.dev/local-cluster/helper

go 1.25
