import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "../system/run-command.ts";
import { writeFileAtomically } from "../system/write-file-atomically.ts";
import { buildFailure } from "./build-failure.ts";
import { findGoModule } from "./build-program.ts";
import type { BuildContext } from "./build-context.ts";
import type { ImageSource, ImageTarget, ManifestTarget } from "./build-target.ts";
import { goArchitecture } from "./go-toolchain.ts";

/** Makes `images/NAME.tar` with the built helper; returns the output. Throws CANARY_CLUSTER_BUILD_FAILED. */
export async function buildImage(target: ImageTarget, context: BuildContext): Promise<readonly string[]> {
  const { layout } = context;
  const output = path.join(layout.temporary, `${target.name}.tar`);
  const files = [];
  for (const { from, to } of target.files) {
    const executable = "module" in from && from.isExecutable === true;
    files.push({ source: await locate(from, target, context), target: to, executable });
  }
  const spec = path.join(layout.temporary, `${target.name}.json`);
  const content = {
    output,
    name: target.image,
    architecture: goArchitecture(),
    config: target.config,
    files,
    base: (target.base ?? []).map((name) => path.join(layout.layers, `${name}.tar`)),
    links: target.links ?? {},
    directories: target.directories ?? [],
  };
  await writeFile(spec, JSON.stringify(content));
  const result = await runCommand(path.join(layout.bin, "helper"), ["image", spec], {
    ...(context.signal && { signal: context.signal }),
  });
  if (result.exitCode !== 0) throw buildFailure(target.name, result.stderr);
  await mkdir(layout.images, { recursive: true });
  await rename(output, path.join(layout.images, `${target.name}.tar`));
  return [`images/${target.name}.tar`];
}

/** Copies a manifest out of its Go module, with its replacements. Throws CANARY_CLUSTER_BUILD_FAILED. */
export async function buildManifest(
  target: ManifestTarget,
  context: BuildContext,
): Promise<readonly string[]> {
  let content = await readFile(path.join(await findGoModule(target, context), target.path), "utf8");
  for (const [from, to] of Object.entries(target.replace)) {
    if (!content.includes(from)) {
      throw buildFailure(target.name, `${target.goModule}/${target.path} does not hold "${from}"`);
    }
    content = content.replaceAll(from, to);
  }
  await writeFileAtomically(path.join(context.layout.directory, target.output), content);
  return [target.output];
}

async function locate(source: ImageSource, target: ImageTarget, context: BuildContext): Promise<string> {
  if ("program" in source) return path.join(context.layout.bin, source.program);
  return path.join(await findGoModule({ ...source, name: target.name }, context), source.path);
}
