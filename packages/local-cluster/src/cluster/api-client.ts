import { readFile } from "node:fs/promises";
import https from "node:https";
import path from "node:path";

export interface ApiClient {
  /** GETs a path of the API server; `undefined` when it does not answer within two seconds. */
  get(pathname: string): Promise<ApiAnswer | undefined>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/** A client of the API server at `nodeIp` with the administrator's certificate of `pkiDirectory`; no answer in time is undefined. */
export async function createApiClient(
  nodeIp: string,
  pkiDirectory: string,
  timeout: number,
): Promise<ApiClient> {
  const read = async (file: string): Promise<string> => readFile(path.join(pkiDirectory, file), "utf8");
  const [ca, cert, key] = await Promise.all([read("ca.crt"), read("admin.crt"), read("admin.key")]);
  const options: https.RequestOptions = { host: nodeIp, port: 6443, ca, cert, key, timeout };
  return { get: async (pathname) => get({ ...options, path: pathname }) };
}

async function get(options: https.RequestOptions): Promise<ApiAnswer | undefined> {
  return new Promise((resolve) => {
    const request = https.get({ ...options, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", () => resolve(undefined));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(undefined));
  });
}
