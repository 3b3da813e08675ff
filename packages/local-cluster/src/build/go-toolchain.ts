import { CanaryError } from "@canary/core";
import { requireCommand } from "../system/run-command.ts";

export interface GoToolchain {
  /** As `go env GOVERSION` says it: `go1.26.8`. */
  readonly version: string;
  /** In Go's words: `amd64`. */
  readonly architecture: string;
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** The name that Go, and image platforms, give this machine's architecture; throws CANARY_CLUSTER_HOST_UNSUPPORTED. */
export function goArchitecture(arch: string = process.arch): string {
  const architecture = ARCHITECTURES[arch];
  if (architecture !== undefined) return architecture;
  throw new CanaryError(`the architecture ${arch} is not supported; expected x64 or arm64`, {
    code: "CANARY_CLUSTER_HOST_UNSUPPORTED",
    hint: "Use another machine, or `--provider kind`.",
  });
}

/** Asks the `go` on PATH which it is. Throws CANARY_TOOL_NOT_FOUND. */
export async function readGoToolchain(): Promise<GoToolchain> {
  const version = await requireCommand("go", ["env", "GOVERSION"], {
    env: { ...process.env, GOTOOLCHAIN: "local" },
  });
  return { version: version.trim(), architecture: goArchitecture() };
}

/** The environment of every `go` that builds: no C, no other workspace, no other toolchain, its own caches. */
export function goEnvironment(options: {
  readonly buildCache: string;
  readonly temporary: string;
}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    CGO_ENABLED: "0",
    GO111MODULE: "on",
    GOARCH: goArchitecture(),
    GOCACHE: options.buildCache,
    GOFLAGS: "-buildvcs=false",
    GOOS: "linux",
    GOTMPDIR: options.temporary,
    GOTOOLCHAIN: "local",
    GOWORK: "off",
  };
}
