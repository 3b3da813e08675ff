import { Agent, get } from "node:http";

export interface TrafficResult {
  readonly requests: number;
  /** What went wrong, a line each. */
  readonly failures: readonly string[];
}

const LANES = 4;

/** Requests one after the other in a few lanes until it is stopped; each opens a connection of its own, as new users do. */
export class SteadyTraffic {
  readonly #agent = new Agent({ keepAlive: false });
  readonly #headers: Readonly<Record<string, string>>;
  readonly #lanes: readonly Promise<void>[];
  #isStopped = false;
  #requests = 0;
  readonly #failures: string[] = [];

  constructor(url: string, host?: string) {
    this.#headers = host === undefined ? {} : { host };
    this.#lanes = Array.from({ length: LANES }, () => this.#run(url));
  }

  get requests(): number {
    return this.#requests;
  }

  async stop(): Promise<TrafficResult> {
    this.#isStopped = true;
    await Promise.all(this.#lanes);
    return { requests: this.#requests, failures: this.#failures };
  }

  async #run(url: string): Promise<void> {
    while (!this.#isStopped) {
      const fault = await this.#request(url);
      this.#requests += 1;
      if (fault !== undefined) this.#failures.push(`${new Date().toISOString()} ${fault}`);
    }
  }

  #request(url: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      const options = { agent: this.#agent, headers: this.#headers, timeout: 20_000 };
      const request = get(url, options, (response) => {
        response.resume();
        response.on("end", () =>
          resolve(response.statusCode === 200 ? undefined : `status ${response.statusCode}`),
        );
        response.on("error", (error) => resolve(error.message));
      });
      request.on("timeout", () => request.destroy(new Error("no answer in 20 s")));
      request.on("error", (error) => resolve(error.message));
    });
  }
}
