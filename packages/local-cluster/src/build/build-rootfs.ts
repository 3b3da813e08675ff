import { mkdir, rename } from "node:fs/promises";
import { readFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../system/run-command.ts";
import { buildFailure } from "./build-failure.ts";
import type { BuildContext } from "./build-context.ts";
import type { RootFsTarget } from "./build-target.ts";
import { goArchitecture } from "./go-toolchain.ts";
import { packageSourcesFor } from "./package-sources.ts";

/** What nobody reads in a container. */
const LEFT_OUT = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*"];

/** One time for all files: the same packages then give the same bytes. */
const EPOCH = "1735689600";

/** Makes `layers/NAME.tar` with mmdebstrap; returns the output. Throws CANARY_CLUSTER_BUILD_FAILED. */
export async function buildRootFs(target: RootFsTarget, context: BuildContext): Promise<readonly string[]> {
  const { layout, signal } = context;
  const unfinished = path.join(layout.temporary, `${target.name}.tar`);
  const args = [
    "--quiet",
    "--mode=root",
    "--variant=essential",
    `--architectures=${goArchitecture()}`,
    `--include=${target.packages.join(",")}`,
    ...LEFT_OUT.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
    target.suite,
    unfinished,
    ...packageSourcesFor(target.suite, readHostFile),
  ];
  const env = { ...process.env, SOURCE_DATE_EPOCH: EPOCH, TMPDIR: layout.temporary };
  const result = await runCommand("mmdebstrap", args, { env, ...(signal && { signal }) });
  signal?.throwIfAborted();
  if (result.exitCode !== 0) throw buildFailure(target.name, result.stderr);
  await mkdir(layout.layers, { recursive: true });
  await rename(unfinished, path.join(layout.layers, `${target.name}.tar`));
  return [`layers/${target.name}.tar`];
}

function readHostFile(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
