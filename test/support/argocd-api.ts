import type { Kubectl } from "./delivered-state.ts";

/** Argo CD's API as one person has it. */
export interface ArgocdApi {
  /** Asks with this person's token; with a body it is a POST unless `method` says otherwise. */
  readonly ask: (path: string, request?: ApiRequest) => Promise<ApiAnswer>;
}

export interface ApiRequest {
  readonly method?: string;
  readonly body?: object;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Signs in at `address`; rejects with what Argo CD says when it does not let this person in. */
export async function signIn(address: string, username: string, password: string): Promise<ArgocdApi> {
  const session = await ask(new URL("api/v1/session", address), { body: { username, password } });
  const { token } = session.body;
  if (typeof token !== "string") throw new Error(`${username} cannot sign in: ${JSON.stringify(session)}`);
  return withToken(address, token);
}

/** The API as somebody has it who holds this token. */
export function withToken(address: string, token: string): ArgocdApi {
  return { ask: (path, request = {}) => ask(new URL(path, address), request, token) };
}

/** Where this machine reaches argocd-server. */
export async function argocdAddress(kubectl: Kubectl): Promise<string> {
  const service = ["-n", "argocd", "get", "service/argocd-server", "-o=jsonpath={.spec.clusterIP}"];
  return `http://${await kubectl(...service)}/`;
}

async function ask(url: URL, { method, body }: ApiRequest, token?: string): Promise<ApiAnswer> {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      "content-type": "application/json",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
