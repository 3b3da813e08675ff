import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A temporary folder for one test. */
export interface Workspace {
  readonly directory: string;
  path(...parts: string[]): string;
  write(file: string, text: string | Uint8Array): string;
  read(file: string): string;
  has(file: string): boolean;
  /** Puts an executable into the workspace's `bin` folder; returns its path. The text must begin with a `#!` line. */
  writeTool(name: string, text: string): string;
  remove(): void;
}

/** Makes a new folder, empty or with all that another one has; the test removes it. */
export function createWorkspace(template?: Workspace): Workspace {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "canary-test-")));
  if (template !== undefined) cpSync(template.directory, directory, { recursive: true });
  const path = (...parts: string[]): string => join(directory, ...parts);
  const write = (file: string, text: string | Uint8Array): string => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
    return path(file);
  };
  return {
    directory,
    path,
    write,
    read: (file) => readFileSync(path(file), "utf8"),
    has: (file) => existsSync(path(file)),
    writeTool: (name, text) => {
      const tool = write(join("bin", name), text);
      chmodSync(tool, 0o755);
      return tool;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
