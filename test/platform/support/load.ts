import http from "node:http";

export interface LoadOptions {
  /** Where the router is. */
  readonly address: string;
  readonly port?: number;
  readonly host: string;
  readonly requests: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Connections that are open at once, as a browser or a gateway keeps them. */
const CONNECTIONS = 16;
const TIMEOUT_MS = 30_000;

/** Sends requests one after another on a few connections and counts the answers: podinfo's message, or what went wrong. */
export async function sendRequests(options: LoadOptions): Promise<ReadonlyMap<string, number>> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const answers = new Map<string, number>();
  let left = options.requests;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const answer = await sendRequest(options, agent);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return answers;
}

function sendRequest({ address, port = 80, host, headers }: LoadOptions, agent: http.Agent): Promise<string> {
  return new Promise((resolve) => {
    const request = http.get(
      { host: address, port, agent, timeout: TIMEOUT_MS, headers: { ...headers, host } },
      (response) => {
        let body = "";
        response.on("data", (chunk: Buffer) => (body += chunk.toString()));
        response.on("error", (error) => resolve(error.message));
        response.on("end", () => resolve(messageOf(response.statusCode, body)));
      },
    );
    request.on("timeout", () => request.destroy(new Error("timed out")));
    request.on("error", (error) => resolve(error.message));
  });
}

function messageOf(status: number | undefined, body: string): string {
  if (status !== 200) return `status ${status}`;
  const { message } = JSON.parse(body) as { readonly message: string };
  return message;
}
