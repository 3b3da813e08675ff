/** What the children of a run may inherit: where programs, homes, proxies and certificates are; no credentials, no TF_ or KUBE ones. */
const INHERITED =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TZ|TMPDIR|XDG_\w+|GO\w+|CGO_\w+|(HTTPS?|NO|ALL)_PROXY|https?_proxy|no_proxy|all_proxy|SSL_CERT_(FILE|DIR)|DOCKER_(HOST|CONTEXT|CONFIG)|KIND_EXPERIMENTAL_PROVIDER)$/;

/** The part of this environment that children of a run get. */
export function childEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && INHERITED.test(entry[0]),
    ),
  );
}
