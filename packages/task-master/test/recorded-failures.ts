/** What the tools really printed, as recorded with the versions named; only folders and name servers are made plain. */
export interface RecordedFailure {
  readonly tool: string;
  readonly what: string;
  readonly output: string;
  readonly kind: string;
  readonly rule: string;
}

export const RECORDED_FAILURES: readonly RecordedFailure[] = [
  {
    tool: "docker",
    what: "docker 27",
    output:
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    kind: "permanent",
    rule: "docker-daemon",
  },
  {
    tool: "kubectl",
    what: "kubectl 1.32 without a kubeconfig",
    output: [
      'E1121 12:00:00.000000    1000 memcache.go:265] "Unhandled Error" err="couldn\'t get current server API group list: Get \\"http://localhost:8080/api?timeout=3s\\": dial tcp 127.0.0.1:8080: connect: connection refused"',
      "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
    ].join("\n"),
    kind: "configuration",
    rule: "kubeconfig-missing",
  },
  {
    tool: "kubectl",
    what: "kubectl 1.32, nothing listens",
    output: [
      'E1121 12:00:00.000000    1000 memcache.go:265] "Unhandled Error" err="couldn\'t get current server API group list: Get \\"https://127.0.0.1:1/api?timeout=32s\\": dial tcp 127.0.0.1:1: connect: connection refused"',
      "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?",
    ].join("\n"),
    kind: "transient",
    rule: "connection-refused",
  },
  {
    tool: "kubectl",
    what: "kubectl 1.32, apply, nothing listens",
    output:
      'error: error validating "cm.yaml": error validating data: failed to download openapi: Get "https://127.0.0.1:1/openapi/v2?timeout=32s": dial tcp 127.0.0.1:1: connect: connection refused; if you choose to ignore these errors, turn validation off with --validate=false',
    kind: "transient",
    rule: "openapi-not-reachable",
  },
  {
    tool: "kubectl",
    what: "kubectl 1.32, no such context",
    output: "Error in configuration: context was not found for specified context: other",
    kind: "configuration",
    rule: "kubeconfig-missing",
  },
  {
    tool: "kubectl",
    what: "kubectl 1.32, broken YAML",
    output:
      "error: error parsing bad.yaml: error converting YAML to JSON: yaml: line 1: did not find expected node content",
    kind: "configuration",
    rule: "manifest-invalid",
  },
  {
    tool: "kubectl",
    what: "kubectl 1.32, no such file",
    output: 'error: the path "none.yaml" does not exist',
    kind: "configuration",
    rule: "manifest-invalid",
  },
  {
    tool: "kubectl",
    what: "kubectl 1.32, no such kustomization",
    output:
      'E1121 12:00:00.000000    1000 run.go:72] "command failed" err="must build at directory: not a valid directory: evalsymlink failure on \'none\' : lstat /work/none: no such file or directory"',
    kind: "configuration",
    rule: "manifest-invalid",
  },
  {
    tool: "helm",
    what: "helm 3.18 without a kubeconfig",
    output:
      'Error: Kubernetes cluster unreachable: Get "http://localhost:8080/version": dial tcp 127.0.0.1:8080: connect: connection refused',
    kind: "configuration",
    rule: "kubeconfig-missing",
  },
  {
    tool: "helm",
    what: "helm 3.18, nothing listens",
    output:
      'Error: Kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": dial tcp 127.0.0.1:1: connect: connection refused',
    kind: "transient",
    rule: "connection-refused",
  },
  {
    tool: "helm",
    what: "helm 3.18, no such chart",
    output: 'Error: INSTALLATION FAILED: path "./none" not found',
    kind: "configuration",
    rule: "manifest-invalid",
  },
  {
    tool: "helm",
    what: "helm 3.18, a template that does not parse",
    output: [
      "Error: parse error at (ch/templates/a.yaml:2): missing value for if",
      "",
      "Use --debug flag to render out invalid YAML",
    ].join("\n"),
    kind: "configuration",
    rule: "manifest-invalid",
  },
  {
    tool: "helm",
    what: "helm 3.18, a template that gives no YAML",
    output: [
      "Error: YAML parse error on ch/templates/a.yaml: error converting YAML to JSON: yaml: line 1: did not find expected node content",
      "",
      "Use --debug flag to render out invalid YAML",
    ].join("\n"),
    kind: "configuration",
    rule: "manifest-invalid",
  },
  {
    tool: "helm",
    what: "helm 3.18, values against the schema",
    output: [
      "Error: values don't meet the specifications of the schema(s) in the following chart(s):",
      "ch:",
      "- n: Invalid type. Expected: integer, given: string",
    ].join("\n"),
    kind: "configuration",
    rule: "manifest-invalid",
  },
  {
    tool: "argocd",
    what: "argocd 3.2 without a server",
    output: '{"level":"fatal","msg":"Argo CD server address unspecified","time":"2026-11-21T13:29:06Z"}',
    kind: "configuration",
    rule: "kubeconfig-missing",
  },
  {
    tool: "argocd",
    what: "argocd 3.2, nothing listens",
    output:
      '{"level":"fatal","msg":"Failed to establish connection to 127.0.0.1:1: error dial proxy: dial tcp 127.0.0.1:1: connect: connection refused","time":"2026-11-21T13:29:06Z"}',
    kind: "transient",
    rule: "connection-refused",
  },
  {
    tool: "terraform",
    what: "terraform 1.11, an argument that is none",
    output: [
      "Error: Unsupported argument",
      "",
      '  on main.tf line 1, in resource "terraform_data" "x":',
      '   1: resource "terraform_data" "x" { nonsense = 1 }',
      "",
      'An argument named "nonsense" is not expected here.',
    ].join("\n"),
    kind: "configuration",
    rule: "manifest-invalid",
  },
  {
    tool: "terraform",
    what: "terraform 1.11, a variable without value",
    output: [
      "There are some problems with the CLI configuration:",
      "╷",
      "│ Warning: Unable to open CLI configuration file",
      "│",
      '│ The CLI configuration file at "/home/ann/.terraformrc" does not exist.',
      "╵",
      "",
      "Error: No value for required variable",
      "",
      "  on main.tf line 4:",
      '   4: variable "x" {}',
      "",
      'The root module input variable "x" is not set, and has no default value. Use',
      "a -var or -var-file command line argument to provide a value for this",
      "variable.",
    ].join("\n"),
    kind: "configuration",
    rule: "terraform-configuration",
  },
  {
    tool: "terraform",
    what: "terraform 1.11, a registry that is not found",
    output: [
      "There are some problems with the CLI configuration:",
      "╷",
      "│ Warning: Unable to open CLI configuration file",
      "│",
      '│ The CLI configuration file at "/home/ann/.terraformrc" does not exist.',
      "╵",
      "",
      "Initializing the backend...",
      "Initializing provider plugins...",
      "- Finding latest version of registry.invalid/a/nope...",
      "",
      "Error: Failed to query available provider packages",
      "",
      "Could not retrieve the list of available versions for provider",
      "registry.invalid/a/nope: could not connect to registry.invalid: failed to",
      "request discovery document: Get",
      '"https://registry.invalid/.well-known/terraform.json": dial tcp: lookup',
      "registry.invalid on 127.0.0.1:53: no such host",
      "",
      "To see which modules are currently depending on registry.invalid/a/nope and",
      "what versions are specified, run the following command:",
      "    terraform providers",
    ].join("\n"),
    kind: "transient",
    rule: "name-not-resolved",
  },
  {
    tool: "terraform",
    what: "terraform 1.11, a plan that is stale",
    output: [
      "Error: Saved plan is stale",
      "",
      "The given plan file can no longer be applied because the state was changed by",
      "another operation after the plan was created.",
    ].join("\n"),
    kind: "transient",
    rule: "saved-plan-stale",
  },
  {
    tool: "terraform",
    what: "terraform 1.11, no such root",
    output: [
      "There are some problems with the CLI configuration:",
      "╷",
      "│ Warning: Unable to open CLI configuration file",
      "│",
      '│ The CLI configuration file at "/home/ann/.terraformrc" does not exist.',
      "╵",
      "",
      "Error handling -chdir option: chdir nope: no such file or directory",
    ].join("\n"),
    kind: "configuration",
    rule: "terraform-configuration",
  },
];
