import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { CanaryError } from "@canary/core";

const EXEC_TIMEOUT_MS = 30_000;

/** Where the value of a secret comes from; never from the playbook or the command line. */
export type SecretSource =
  | { readonly env: string }
  | { readonly file: string }
  | { readonly exec: readonly string[] };

export interface ReadSecretsOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Relative files and programs are taken from here. */
  readonly workingDirectory: string;
}

/** The values of secrets, each without the line break at its end. Throws CANARY_CONFIG_INVALID with the secret's name. */
export async function readSecrets(
  sources: Readonly<Record<string, SecretSource>>,
  options: ReadSecretsOptions,
): Promise<Readonly<Record<string, string>>> {
  const values: Record<string, string> = {};
  for (const [name, source] of Object.entries(sources)) {
    values[name] = await readSecret(name, source, options).then((value) => value.replace(/\r?\n$/, ""));
    if (values[name] === "") throw unavailable(name, "it is empty");
  }
  return values;
}

async function readSecret(name: string, source: SecretSource, options: ReadSecretsOptions): Promise<string> {
  if ("env" in source) {
    const value = options.environment[source.env];
    if (value === undefined) throw unavailable(name, `the variable ${source.env} is not set`);
    return value;
  }
  if ("file" in source) return readSecretFile(name, resolve(options.workingDirectory, source.file));
  const [program = "", ...words] = source.exec;
  const { execa } = await import("execa");
  const result = await execa(program, words, {
    cwd: options.workingDirectory,
    env: options.environment,
    extendEnv: false,
    stdin: "ignore",
    timeout: EXEC_TIMEOUT_MS,
    reject: false,
  });
  if (result.failed)
    throw unavailable(name, `\`${program}\` did not give it (exit code ${result.exitCode ?? "none"})`);
  return result.stdout;
}

function readSecretFile(name: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw unavailable(name, `${path} cannot be read`, error);
  }
}

function unavailable(name: string, why: string, cause?: unknown): CanaryError {
  return new CanaryError(`The secret "${name}" is not available: ${why}`, {
    code: "CANARY_CONFIG_INVALID",
    hint: "Provide it as canary.yaml says, or correct the source there",
    cause,
    details: { secret: name },
  });
}
