import { execFile } from "node:child_process";
import type { Placed } from "./markdown.ts";
import { readMarkdownFiles, shellLinesOf } from "./markdown.ts";
import type { TestCluster } from "./test-cluster.ts";

/** A shell line of the documentation, and where it stands. */
interface DocumentedLine {
  readonly place: string;
  readonly text: string;
}

/** Every shell line of the documentation that calls kubectl. */
export function documentedKubectlLines(): readonly DocumentedLine[] {
  const callsKubectl = ({ text }: Placed): boolean => /(?:^|\| )kubectl /.test(text);
  return readMarkdownFiles().flatMap(({ path, text }) =>
    shellLinesOf(text)
      .filter(callsKubectl)
      .map(({ line, text }) => ({ place: `${path}:${line}`, text })),
  );
}

/**
 * Makes a folder to put before PATH, whose kubectl is the cluster's own. It does what the documentation says, but for this:
 * it does not watch without end, it creates what another line created already, of overlays for other clusters it only asks
 * whether they would be taken, and it does not render Argo CD's, which reads its manifest from the web (the validate tests
 * render it from the module).
 */
export function writeKubectl({ workspace, kubeconfig, binDirectory }: TestCluster): string {
  const script = `#!/usr/bin/env bash
set -euo pipefail
words=()
for word in "$@"; do [ "$word" = --watch ] || words+=("$word"); done
case " $* " in *" -k infra/platform/argocd/overlays/remote "*) exit 0 ;; *" -k "*) words+=(--dry-run=server --force-conflicts) ;; esac
kubectl() { ${binDirectory}/kubectl --kubeconfig ${kubeconfig} "$@"; }
case " $* " in
  *" --dry-run"*) ;;
  *" create "*) kubectl "\${words[@]}" --dry-run=client --output yaml | kubectl apply --filename - && exit ;;
esac
kubectl "\${words[@]}"
`;
  workspace.writeTool("kubectl", script);
  return workspace.path("bin");
}

/** What the line said when it failed; undefined when it went well. */
export function faultOfLine(
  { place, text }: DocumentedLine,
  options: { readonly cwd: string; readonly path: string },
): Promise<string | undefined> {
  const env = { ...process.env, PATH: `${options.path}:${process.env["PATH"]}` };
  return new Promise((resolve) => {
    execFile(
      "bash",
      ["--norc", "-euo", "pipefail", "-c", text],
      { cwd: options.cwd, env },
      (error, stdout, stderr) =>
        resolve(error === null ? undefined : `${place}: ${text}\n${stderr}${stdout}`),
    );
  });
}
