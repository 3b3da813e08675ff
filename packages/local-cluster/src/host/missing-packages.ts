import { findCniPlugins } from "../cluster/node-process.ts";
import { findProgram } from "./find-program.ts";
import { CNI_PACKAGE, REQUIRED_TOOLS } from "./required-tools.ts";

/** The Debian packages that the local cluster needs and this host does not have, by name; installing them is the caller's. */
export async function missingPackages(): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const { program, package: name } of REQUIRED_TOOLS) {
    if (name !== undefined && (await findProgram(program)) === undefined) missing.add(name);
  }
  if ((await findCniPlugins()) === undefined) missing.add(CNI_PACKAGE);
  return [...missing].sort();
}
