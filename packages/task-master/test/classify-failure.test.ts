import { describe, expect, test } from "vitest";
import { classifyFailure } from "../src/index.ts";
import { RECORDED_FAILURES } from "./recorded-failures.ts";
import { retryAfterMs } from "../src/failure/retry-after.ts";

/** Real outputs of the tools, each with the class and the rule that it must get. */
const TABLE: readonly (readonly [tool: string, output: string, kind: string, rule: string])[] = [
  [
    "docker",
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    "permanent",
    "docker-daemon",
  ],
  [
    "kubectl",
    "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
    "configuration",
    "kubeconfig-missing",
  ],
  [
    "kubectl",
    "The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?",
    "transient",
    "connection-refused",
  ],
  ["kubectl", 'error: context "staging" does not exist', "configuration", "kubeconfig-missing"],
  ["kubectl", "Please enter Username: error: EOF", "permanent", "not-authorised"],
  ["kubectl", "error: You must be logged in to the server (Unauthorized)", "permanent", "not-authorised"],
  [
    "kubectl",
    'Error from server (Forbidden): pods is forbidden: User "dev" cannot list resource "pods"',
    "permanent",
    "not-authorised",
  ],
  [
    "kubectl",
    'Error from server (Forbidden): pods "x" is forbidden: exceeded quota: q, requested: pods=1',
    "transient",
    "quota-exceeded",
  ],
  [
    "kubectl",
    "error validating data: failed to download openapi: Get https://127.0.0.1:6443/openapi/v2: dial tcp 127.0.0.1:6443: connect: connection refused; if you choose to ignore these errors, turn validation off",
    "transient",
    "openapi-not-reachable",
  ],
  [
    "kubectl",
    'error: error validating "a.yaml": error validating data: unknown field "spec.replica"',
    "configuration",
    "manifest-invalid",
  ],
  [
    "kubectl",
    'The Deployment "x" is invalid: spec.selector: Invalid value',
    "configuration",
    "manifest-invalid",
  ],
  [
    "kubectl",
    'error: Apply failed with 1 conflict: conflict with "kubectl-client-side-apply": .spec.replicas',
    "permanent",
    "conflict-of-fields",
  ],
  [
    "kubectl",
    'Error from server (AlreadyExists): namespaces "x" already exists',
    "permanent",
    "already-exists",
  ],
  [
    "kubectl",
    "Unable to connect to the server: net/http: TLS handshake timeout",
    "transient",
    "network-timeout",
  ],
  [
    "kubectl",
    "Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout",
    "transient",
    "network-timeout",
  ],
  [
    "kubectl",
    "Unable to connect to the server: dial tcp: lookup api.demo: no such host",
    "transient",
    "name-not-resolved",
  ],
  ["kubectl", "Unable to connect to the server: EOF", "transient", "connection-lost"],
  ["kubectl", "Error from server: etcdserver: leader changed", "transient", "etcd"],
  [
    "kubectl",
    "Error from server (TooManyRequests): the server has received too many requests",
    "transient",
    "api-server-busy",
  ],
  [
    "kubectl",
    "Error from server (ServiceUnavailable): the server is currently unable to handle the request",
    "transient",
    "api-server-busy",
  ],
  [
    "kubectl",
    'Error from server (InternalError): an error on the server ("unknown") has prevented the request from succeeding',
    "transient",
    "api-server-error",
  ],
  [
    "kubectl",
    'Internal error occurred: failed calling webhook "validate.nginx": Post "https://x": dial tcp 10.96.0.5:443: connect: connection refused',
    "transient",
    "webhook-not-ready",
  ],
  [
    "kubectl",
    'Operation cannot be fulfilled on deployments.apps "x": the object has been modified; please apply your changes to the latest version and try again',
    "transient",
    "object-modified",
  ],
  [
    "kubectl",
    "Error from server (Forbidden): unable to create new content in namespace x because it is being terminated",
    "transient",
    "namespace-ending",
  ],
  ["kubectl", "x509: certificate signed by unknown authority", "permanent", "certificate"],
  ["terraform", "Error: Error acquiring the state lock", "locked", "terraform-state-lock"],
  ["terraform", "Error: Saved plan is stale", "transient", "saved-plan-stale"],
  ["terraform", "Error: Failed to query available provider packages", "transient", "provider-download"],
  ["terraform", "Error: Unsupported argument", "configuration", "manifest-invalid"],
  ["terraform", "Error: ThrottlingException: Rate exceeded", "transient", "throttled"],
  [
    "helm",
    "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress",
    "locked",
    "helm-pending",
  ],
  ["helm", 'Error: UPGRADE FAILED: "web" has no deployed releases', "permanent", "helm-release"],
  [
    "helm",
    "Error: INSTALLATION FAILED: cannot re-use a name that is still in use",
    "permanent",
    "already-exists",
  ],
  [
    "argocd",
    "rpc error: code = FailedPrecondition desc = another operation is already in progress",
    "locked",
    "argocd-operation",
  ],
  [
    "argocd",
    "rpc error: code = Unauthenticated desc = no session information",
    "permanent",
    "not-authorised",
  ],
  ["docker", "toomanyrequests: You have reached your pull rate limit", "transient", "registry-rate-limit"],
  ["x", "write /data: no space left on device", "permanent", "no-space"],
  ["x", "something nobody has seen", "unknown", "unknown"],
];

describe("what the tools really print", () => {
  test.each(RECORDED_FAILURES)("$what is $kind by $rule", ({ tool, output, kind, rule }) => {
    const verdict = classifyFailure({ tool, exitCode: 1, output, isAfterInstall: false });
    expect(verdict).toMatchObject({ kind, rule });
    expect(output).toContain(verdict.line);
  });
});

describe("the classifier", () => {
  test.each(TABLE)("%s: %s", (...[tool, output, kind, rule]) => {
    const verdict = classifyFailure({
      tool,
      exitCode: 1,
      output: `before\n${output}\nafter`,
      isAfterInstall: false,
    });
    expect(verdict).toMatchObject({ kind, rule });
    expect(verdict.line).toBe(kind === "unknown" ? null : output);
  });

  const missingKind =
    'error: resource mapping not found for name "x": no matches for kind "Rollout" in version "argoproj.io/v1alpha1"';

  test.each([
    [true, "transient"],
    [false, "configuration"],
  ])("a kind that is not served, with an install before it %s, is %s", (isAfterInstall, kind) => {
    expect(classifyFailure({ tool: "kubectl", exitCode: 1, output: missingKind, isAfterInstall }).kind).toBe(
      kind,
    );
  });

  test.each([126, 127])("exit code %i is permanent", (exitCode) => {
    expect(
      classifyFailure({ tool: "sh", exitCode, output: "connection refused", isAfterInstall: false }).kind,
    ).toBe("permanent");
  });

  test("only the last 200 lines count", () => {
    const output = ["connection refused", ...Array.from({ length: 200 }, () => "x")].join("\n");
    expect(classifyFailure({ tool: "x", exitCode: 1, output, isAfterInstall: false }).kind).toBe("unknown");
  });
});

test.each([
  ["Retry-After: 7", 7000],
  ["please retry after 3 seconds", 3000],
  ["nothing", undefined],
])("%j asks to wait for %s ms", (output, expected) => {
  expect(retryAfterMs(output)).toBe(expected);
});
