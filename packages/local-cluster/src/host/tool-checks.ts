import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { findCniPlugins } from "../cluster/node-process.ts";
import { runCommand } from "../system/run-command.ts";
import { isAtLeast, parseVersion } from "./compare-versions.ts";
import { findProgram } from "./find-program.ts";
import { hostCheck } from "./host-check.ts";
import type { HostCheck } from "./host-check.ts";
import { CNI_PACKAGE, REQUIRED_TOOLS } from "./required-tools.ts";
import type { RequiredTool } from "./required-tools.ts";

/** The programs of the host, with their versions. */
export async function checkTools(recipeDirectory: string): Promise<readonly HostCheck[]> {
  const go: RequiredTool = {
    program: "go",
    package: undefined,
    minimum: await requiredGoVersion(recipeDirectory),
    versionArgs: ["env", "GOVERSION"],
    purpose: "builds the cluster's programs",
  };
  return Promise.all([...[go, ...REQUIRED_TOOLS].map(checkTool), checkCniPlugins()]);
}

/** One program: that it is there, and not too old. */
export async function checkTool(tool: RequiredTool): Promise<HostCheck> {
  const { program, minimum } = tool;
  const file = await findProgram(program);
  const version = file === undefined ? undefined : await readVersion(file, tool);
  const isRecent = minimum === undefined || (version !== undefined && isAtLeast(version, minimum));
  const source =
    tool.package === undefined
      ? `Install ${program} ${minimum ?? ""}`
      : `Install the package ${tool.package}`;
  return hostCheck(`tool.${program}`, {
    ok: file !== undefined && isRecent,
    found: file === undefined ? "not found" : `${version ?? "found"} (${file})`,
    expected: `${program}${minimum === undefined ? "" : ` ${minimum} or later`}`,
    hint: tool.hint ?? `${source.trim()}: it ${tool.purpose}.`,
    severity: tool.severity ?? "error",
  });
}

/** The highest version that a module of the recipe asks for. */
export async function requiredGoVersion(recipeDirectory: string): Promise<string> {
  const directory = path.join(recipeDirectory, "mod");
  let highest = "1.25";
  for (const module of await readdir(directory)) {
    const text = await readFile(path.join(directory, module, "go.mod"), "utf8").catch(() => "");
    const version = /^go (\S+)$/m.exec(text)?.[1];
    if (version !== undefined && isAtLeast(version, highest)) highest = version;
  }
  return highest;
}

async function checkCniPlugins(): Promise<HostCheck> {
  const directory = await findCniPlugins();
  return hostCheck("tool.cni-plugins", {
    ok: directory !== undefined,
    found: directory ?? "not found",
    expected: "the CNI plug-ins ptp, host-local and portmap",
    hint: `Install the package ${CNI_PACKAGE}: it connects pods.`,
  });
}

async function readVersion(file: string, tool: RequiredTool): Promise<string | undefined> {
  if (tool.versionArgs === undefined) return undefined;
  const result = await runCommand(file, tool.versionArgs, { timeoutMs: 10_000 });
  return parseVersion(`${result.stdout}\n${result.stderr}`);
}
