import { access, constants } from "node:fs/promises";
import path from "node:path";
import { searchPath } from "../system/system-path.ts";

/** The file of a program on PATH, or in the system's folders (which a user's PATH may lack); `undefined` for none. */
export async function findProgram(name: string): Promise<string | undefined> {
  const directories = searchPath()
    .split(":")
    .filter((folder) => path.isAbsolute(folder));
  for (const directory of new Set(directories)) {
    const file = path.join(directory, name);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}
