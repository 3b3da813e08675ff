import { CanaryError } from "@canary/core";
import { lastLines } from "../system/run-command.ts";

const KEPT = "what is finished is kept, and the next run goes on from there";

/** What Go prints, and what to do about it; the first that occurs counts. */
const KNOWN_CAUSES: readonly { readonly says: RegExp; readonly hint: string }[] = [
  {
    says: /requires go >=|go\.mod requires/,
    hint: "Install a newer Go (the go line in infra/local-cluster/mod/*/go.mod says which).",
  },
  {
    says: /checksum mismatch|SECURITY ERROR/,
    hint: "A downloaded module is not the one that go.sum names: run `go clean -modcache`, then try again.",
  },
  {
    says: /dial tcp|no such host|i\/o timeout|proxyconnect|TLS handshake|connection re|unexpected EOF|50[0-9] /,
    hint: `Check the network and GOPROXY, then run it again: ${KEPT}.`,
  },
  {
    says: /signal: killed|cannot allocate memory/,
    hint: `The compiler was killed, most likely for want of memory (4 GB are needed): free some, then run it again; ${KEPT}.`,
  },
];

/** The error for a target that could not be built, with the last lines that Go printed. */
export function buildFailure(target: string, output: string): CanaryError {
  const said = lastLines(withoutProgress(output), 15);
  if (/no space left on device/.test(output)) {
    return new CanaryError(`building ${target} failed, the disk is full:\n${said}`, {
      code: "CANARY_CLUSTER_NO_SPACE",
      hint: `Free up to 20 GB, or set XDG_CACHE_HOME to a larger disk, then run it again; ${KEPT}.`,
      details: { target },
    });
  }
  const cause = KNOWN_CAUSES.find(({ says }) => says.test(output));
  return new CanaryError(`building ${target} failed:\n${said}`, {
    code: "CANARY_CLUSTER_BUILD_FAILED",
    hint: cause?.hint ?? `Mend what the lines above say, then run it again: ${KEPT}.`,
    details: { target },
  });
}

/** Without the lines "go: downloading …" and the bare package names of `go build -v`. */
function withoutProgress(output: string): string {
  return output
    .split("\n")
    .filter((line) => !line.startsWith("go: downloading ") && !/^[\w.~/-]+$/.test(line))
    .join("\n");
}
