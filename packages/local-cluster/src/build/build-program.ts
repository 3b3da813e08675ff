import { execa } from "execa";
import { mkdir, rename, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { amendModule } from "./amend-module.ts";
import { buildFailure } from "./build-failure.ts";
import type { BuildContext } from "./build-context.ts";
import type { ProgramTarget } from "./build-target.ts";
import { goEnvironment } from "./go-toolchain.ts";

/** Compiles the program to `bin/`, with its links; returns the outputs. Throws CANARY_CLUSTER_BUILD_FAILED. */
export async function buildProgram(target: ProgramTarget, context: BuildContext): Promise<readonly string[]> {
  const flags = [...(await modfileFlags(target, context)), ...tagFlags(target)];
  const total = await countStalePackages(target, flags, context);
  const unfinished = path.join(context.layout.temporary, target.name);
  let done = 0;
  const args = ["build", "-v", "-trimpath", "-ldflags", linkerFlags(target), "-o", unfinished];
  await runGo({ ...context, target }, [...args, ...flags, target.package], (line) => {
    if (!isPackage(line)) return context.onProgress({ detail: line });
    done += 1;
    context.onProgress({ detail: line, packages: { done: Math.min(done, total), total } });
  });
  await mkdir(context.layout.bin, { recursive: true });
  await rename(unfinished, path.join(context.layout.bin, target.name));
  for (const link of target.links ?? []) {
    await rm(path.join(context.layout.bin, link), { force: true });
    await symlink(target.name, path.join(context.layout.bin, link));
  }
  return [target.name, ...(target.links ?? [])].map((name) => `bin/${name}`);
}

/** The folder of a Go module that `module` requires, downloaded when it is not there yet. */
export async function findGoModule(
  target: { readonly name: string; readonly module: string; readonly goModule: string },
  context: BuildContext,
): Promise<string> {
  const args = ["mod", "download", "-json", target.goModule];
  const output = await runGo({ ...context, target }, args);
  return (JSON.parse(output) as { Dir: string }).Dir;
}

/** `-X` for each variable, and no symbol table. */
export function linkerFlags(target: ProgramTarget): string {
  const variables = Object.entries(target.variables ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  return ["-s -w", ...variables].join(" ");
}

/** How many packages are not in the build cache yet; what earlier targets compiled is. */
async function countStalePackages(
  target: ProgramTarget,
  flags: readonly string[],
  context: BuildContext,
): Promise<number> {
  const format = "{{if .Stale}}{{.ImportPath}}{{end}}";
  const args = ["list", "-deps", "-trimpath", "-f", format, ...flags, target.package];
  const output = await runGo({ ...context, target }, args, (line) => {
    if (line.startsWith("go: ")) context.onProgress({ detail: line });
  });
  return output.split("\n").filter(Boolean).length;
}

async function modfileFlags(target: ProgramTarget, context: BuildContext): Promise<readonly string[]> {
  const { name, module, amended } = target;
  if (amended === undefined) return [];
  const source = await findGoModule({ name, module, goModule: amended.goModule }, context);
  return ["-modfile", await amendModule({ name, module, amended }, source, context)];
}

function tagFlags(target: ProgramTarget): readonly string[] {
  return target.tags === undefined ? [] : ["-tags", target.tags.join(",")];
}

/** In the error output of `go build -v`, a line that is only an import path is a package that is being compiled. */
function isPackage(line: string): boolean {
  return /^[\w.~/-]+$/.test(line);
}

type GoContext = BuildContext & { readonly target: { readonly name: string; readonly module: string } };

async function runGo(
  context: GoContext,
  args: readonly string[],
  onLine: (line: string) => void = () => {},
): Promise<string> {
  const subprocess = execa("go", args, {
    cwd: path.join(context.recipeDirectory, "mod", context.target.module),
    env: goEnvironment({ buildCache: context.buildCache, temporary: context.layout.temporary }),
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    // go ends its compilers when it is interrupted, but not when it is terminated
    killSignal: "SIGINT",
    ...(context.signal !== undefined && { cancelSignal: context.signal }),
  });
  for await (const line of subprocess.iterable({ from: "stderr" })) onLine(line);
  const result = await subprocess;
  context.signal?.throwIfAborted();
  if (result.exitCode === 0) return result.stdout;
  throw buildFailure(context.target.name, result.stderr === "" ? (result.shortMessage ?? "") : result.stderr);
}
