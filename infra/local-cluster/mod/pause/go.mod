module canary.dev/local-cluster/pause

go 1.25
