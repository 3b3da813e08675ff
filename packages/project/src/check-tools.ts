import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { HostCheck } from "@canary/local-cluster";

const run = promisify(execFile);

interface Tool {
  readonly program: string;
  readonly versionArguments: readonly string[];
  /** Lowest version that is known to work, as numbers. */
  readonly minimum: readonly [number, number];
  readonly hint: string;
  /** Of one that is missing: whether nothing goes without it, or less. */
  readonly severity: HostCheck["severity"];
}

/** Programs that canary itself calls, whatever makes the cluster. */
const TOOLS: readonly Tool[] = [
  {
    program: "terraform",
    versionArguments: ["version"],
    minimum: [1, 6],
    hint: "Install Terraform 1.6 or newer: https://developer.hashicorp.com/terraform/install",
    severity: "error",
  },
  {
    program: "git",
    versionArguments: ["--version"],
    minimum: [2, 20],
    hint: "Install Git with your package manager.",
    severity: "error",
  },
  {
    program: "openssl",
    versionArguments: ["version"],
    minimum: [1, 1],
    hint: "Install openssl with your package manager: it makes the certificate of the cluster's router, which else serves one that no client trusts.",
    severity: "warning",
  },
];

/** Whether Node.js, Terraform and Git are there and new enough, and openssl, which is of use only. */
export async function checkTools(): Promise<readonly HostCheck[]> {
  const node = checkVersion("tool.node", process.versions.node, {
    minimum: [20, 19],
    hint: "Install Node.js 20.19 or newer: https://nodejs.org",
    severity: "error",
  });
  return [node, ...(await Promise.all(TOOLS.map((tool) => checkTool(tool))))];
}

async function checkTool(tool: Tool): Promise<HostCheck> {
  const { program, versionArguments } = tool;
  const found = await run(program, [...versionArguments], {
    env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "/dev/null" },
  }).then(
    ({ stdout }) => /\d+\.\d+(\.\d+)?/.exec(stdout)?.[0],
    () => undefined,
  );
  return checkVersion(`tool.${program}`, found, tool);
}

function checkVersion(
  name: string,
  found: string | undefined,
  { minimum, hint, severity }: Pick<Tool, "minimum" | "hint" | "severity">,
): HostCheck {
  const [major = 0, minor = 0] = found?.split(".").map(Number) ?? [];
  const ok = found !== undefined && (major > minimum[0] || (major === minimum[0] && minor >= minimum[1]));
  return {
    name,
    ok,
    found: found ?? "not on PATH",
    expected: `${minimum.join(".")} or newer`,
    hint: ok ? "" : hint,
    severity,
  };
}
