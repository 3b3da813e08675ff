module canary.dev/local-cluster/git-server

go 1.25
