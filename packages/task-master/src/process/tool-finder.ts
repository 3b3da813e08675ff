import { accessSync, constants, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";

/** Finds programs as the children's PATH would; what was found once is remembered. */
export class ToolFinder {
  readonly #directories: readonly string[];
  readonly #workingDirectory: string;
  readonly #found = new Map<string, string>();

  constructor(path: string, workingDirectory: string) {
    this.#directories = path.split(delimiter).filter((directory) => directory !== "");
    this.#workingDirectory = workingDirectory;
  }

  /** Absolute path of a program; a name with a slash is taken from the working directory. Undefined when there is none. */
  find(name: string): string | undefined {
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    const candidates = name.includes("/") ? [""] : this.#directories;
    for (const directory of candidates) {
      const path = resolve(this.#workingDirectory, directory, name);
      if (!isProgram(path)) continue;
      this.#found.set(name, path);
      return path;
    }
    return undefined;
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
