/** The variables that name hosts which no proxy is asked for; Go reads the first that is set, curl the second one first. */
export interface ProxyExceptions {
  readonly NO_PROXY: string;
  readonly no_proxy: string;
}

const SERVER = /\bserver["']?\s*:\s*["']?https?:\/\/(\[[^\]\s]+\]|[^/:\s"',}]+)/g;
const PROXY = /^(?:https?|all)_proxy$/i;

/**
 * What a process that talks to a cluster on this machine needs in its environment, so that it asks no proxy for the API
 * servers of this kubeconfig: the exceptions that are there, and their hosts. Nothing where no proxy is named.
 */
export function proxyExceptions(
  environment: Readonly<Record<string, string | undefined>>,
  kubeconfig: string,
): ProxyExceptions | Record<string, never> {
  const isProxied = Object.entries(environment).some(([name, value]) => PROXY.test(name) && value);
  const hosts = [...kubeconfig.matchAll(SERVER)].map(([, host = ""]) => host.replace(/^\[(.*)\]$/, "$1"));
  if (!isProxied || hosts.length === 0) return {};
  const { NO_PROXY: upper, no_proxy: lower } = environment;
  return { NO_PROXY: withHosts(upper || lower, hosts), no_proxy: withHosts(lower || upper, hosts) };
}

function withHosts(list: string | undefined, hosts: readonly string[]): string {
  const known = (list ?? "").split(",").map((entry) => entry.trim());
  // A lone star excepts every host, and only a lone one.
  if (known.length === 1 && known[0] === "*") return "*";
  return [...new Set([...known, ...hosts])].filter((entry) => entry !== "").join(",");
}
