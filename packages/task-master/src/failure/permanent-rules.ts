import type { FailureRule } from "./failure-rule.ts";

const ACCESS = "Give this identity the right that the line names, or use another identity";
const KUBECONFIG =
  "Check the environment's kubeconfig and context, and that its cluster is up: canary cluster status";

/** What does not go away by itself: looked at first. */
export const PERMANENT_RULES: readonly FailureRule[] = [
  {
    name: "docker-daemon",
    kind: "permanent",
    pattern:
      /cannot connect to the docker daemon|is the docker daemon running|trying to connect to the docker daemon/i,
    hint: "Start Docker, or use the local provider",
  },
  {
    name: "kubeconfig-missing",
    kind: "configuration",
    pattern:
      /localhost:8080 was refused|http:\/\/localhost:8080\/|argo cd server address unspecified|context .* (?:was not found|does not exist)|error in configuration|current-context is not set|error loading config file/i,
    hint: KUBECONFIG,
  },
  {
    name: "quota-exceeded",
    kind: "transient",
    pattern: /exceeded quota|forbidden: error looking up service account/i,
    hint: "Free some of the namespace's quota",
  },
  {
    name: "namespace-ending",
    kind: "transient",
    pattern: /unable to create new content in namespace .* being terminated/i,
    hint: "Wait until the namespace is gone",
  },
  {
    name: "not-authorised",
    kind: "permanent",
    pattern:
      /please enter username|you must be logged in to the server|\((?:unauthorized|forbidden)\)|code = unauthenticated|permissiondenied|accessdenied|invalidclienttokenid|expiredtoken/i,
    hint: ACCESS,
  },
  {
    name: "openapi-not-reachable",
    kind: "transient",
    pattern: /failed to download openapi/i,
    hint: "Wait until the API server answers",
  },
  {
    name: "webhook-not-ready",
    kind: "transient",
    pattern: /failed calling webhook .*(?:refused|no endpoints available|deadline|i\/o timeout)/i,
    hint: "Wait until the webhook's pods are Ready",
  },
  {
    name: "webhook-certificate-not-ready",
    kind: "transient",
    pattern: /failed calling webhook .*x509/i,
    hint: "Wait until the webhook's certificate is in place",
    afterInstall: true,
  },
  {
    name: "saved-plan-stale",
    kind: "transient",
    pattern: /saved plan is stale/i,
    hint: "Plan again: something else changed the state in between",
    tools: ["terraform"],
  },
  {
    name: "manifest-invalid",
    kind: "configuration",
    pattern:
      /\bis invalid:|error validating|unknown field|unsupported argument|invalid reference|yaml: |parse error|\btemplate: |must build at directory|accumulating resources|no configuration files|the path ".*" does not exist|path ".*" not found|don't meet the specifications of the schema/i,
    hint: "Correct the manifest or the configuration that the line names",
  },
  {
    name: "terraform-configuration",
    kind: "configuration",
    pattern:
      /reference to undeclared|missing required argument|argument definition required|no value for required variable|unsupported block type|invalid value for|error handling -chdir option|missing required provider/i,
    hint: "Correct the root, or the variables of the step",
    tools: ["terraform"],
  },
  {
    name: "out-of-memory",
    kind: "permanent",
    pattern: /oomkilled|out of memory|cannot allocate memory/i,
    hint: "Give it more memory, or run fewer at once with --jobs",
  },
  {
    name: "certificate",
    kind: "permanent",
    pattern: /x509: certificate (?:signed by unknown authority|has expired|is valid for)/i,
    hint: "Trust the authority that signed it, or renew the certificate",
  },
  {
    name: "conflict-of-fields",
    kind: "permanent",
    pattern: /field is immutable|apply failed with \d+ conflicts?/i,
    hint: "Decide who owns the field: remove it from the manifest, or replace the object",
  },
  {
    name: "already-exists",
    kind: "permanent",
    pattern:
      /already exists|cannot re-use a name that is still in use|cannot reuse a name that is still in use/i,
    hint: "Use a verb that may be repeated, such as apply, or remove what is there",
  },
  {
    name: "helm-release",
    kind: "permanent",
    pattern: /has no deployed releases|release: not found|invalid ownership metadata/i,
    hint: "Look at helm history and helm status of the release",
    tools: ["helm"],
  },
  {
    name: "no-space",
    kind: "permanent",
    pattern: /no space left on device/i,
    hint: "Free disk space",
  },
];
