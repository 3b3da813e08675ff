# The verbs of the project. `make help` lists them; each does one thing and is what CI runs.
.DEFAULT_GOAL := help
.PHONY: help setup teardown test test-fast test-cluster validate build lint format bench deps doctor

# What makes the cluster: local (Linux, root, no Docker) or kind (Docker).
PROVIDER ?= local
# Name of the cluster.
CLUSTER ?= canary

PNPM := ./scripts/pnpm.sh

help: ## list the verbs
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)$$/\1\t\2/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "  make %-14s %s\n", $$1, $$2 }'
	@echo
	@echo "  variables: PROVIDER=local|kind (now $(PROVIDER))  CLUSTER=NAME (now $(CLUSTER))"

setup: ## everything: tools, build, PRD.md into tasks, and phase infra on a running cluster
	@PROVIDER=$(PROVIDER) CLUSTER=$(CLUSTER) ./scripts/setup-cluster.sh

teardown: ## remove the cluster and the link on PATH
	@PROVIDER=$(PROVIDER) CLUSTER=$(CLUSTER) ./scripts/cleanup.sh

test: deps ## everything: lint, types, build, unit, integration, and the cluster tests on a cluster of their own
	@./scripts/test.sh all

test-fast: deps ## lint, types, build, unit, integration: no cluster, no root
	@./scripts/test.sh fast

validate: deps build ## manifests, charts, Terraform, scripts, workflows, YAML, secrets, policies: no cluster, no root
	@./scripts/validate.sh

test-cluster: deps build ## the cluster tests alone
	@$(PNPM) run test:cluster

build: deps ## compile and bundle into packages/*/dist
	@./scripts/build.sh

lint: build ## oxlint (type-aware), oxfmt, knip
	@$(PNPM) run lint

format: deps ## rewrite the sources in the house style
	@$(PNPM) run format

bench: build ## figures as ratios to node itself
	@$(PNPM) run bench

doctor: build ## what this machine has and lacks
	@./bin/canary doctor --provider $(PROVIDER)

deps:
	@./scripts/deps.sh
