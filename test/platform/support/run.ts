import { spawn } from "node:child_process";
import { ROOT } from "../../support/markdown.ts";

/** Runs a program to its end; what it printed, without the last line end. */
export function run(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(out.trimEnd());
      else reject(new Error(`${program} ${args.join(" ")} ended with ${code}: ${err || out}`));
    });
  });
}
