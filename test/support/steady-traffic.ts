import { Agent, get } from "node:http";
import { vi } from "vitest";

interface TrafficResult {
  readonly requests: number;
  /** What went wrong, a line each. */
  readonly failures: readonly string[];
}

/** How long users wait for an application to come, and how often we look. */
const SOON = { timeout: 180_000, interval: 250 };
const LANES = 4;

/** Users at work, on an application that answers, while something happens: the requests that were not answered. */
export async function underTraffic(
  target: { readonly url: string; readonly host?: string },
  work: () => Promise<void>,
): Promise<readonly string[]> {
  await vi.waitUntil(() => answers(target), SOON);
  const traffic = new SteadyTraffic(target.url, target.host);
  try {
    await vi.waitUntil(() => traffic.requests > 50, SOON);
    await work();
    const served = traffic.requests;
    await vi.waitUntil(() => traffic.requests > served + 200, SOON);
  } finally {
    await traffic.stop();
  }
  return (await traffic.stop()).failures;
}

/** Milliseconds from the first failure to the last; each begins with its time. */
export function millisecondsOf(failures: readonly string[]): number {
  const times = failures.map((failure) => Date.parse(failure.split(" ", 1)[0] ?? ""));
  return times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
}

async function answers({ url, host }: { readonly url: string; readonly host?: string }): Promise<boolean> {
  const traffic = new SteadyTraffic(url, host);
  await vi.waitUntil(() => traffic.requests > 0, SOON);
  return (await traffic.stop()).failures.length === 0;
}

/** Requests one after the other in a few lanes until it is stopped; each opens a connection of its own, as new users do. */
class SteadyTraffic {
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
