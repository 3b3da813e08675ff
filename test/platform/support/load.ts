import http from "node:http";
import { onTestFinished } from "vitest";
import { until } from "./platform-cluster.ts";

interface Target {
  /** Where the router is. */
  readonly address: string;
  readonly port?: number;
  readonly host: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LoadOptions extends Target {
  readonly requests: number;
}

/** A request that was answered, or was not. */
export interface Sent {
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number;
  /** Which connection took it: all that one takes are answered by the same pod of the router. */
  readonly connection: number;
  /** podinfo's message, or what went wrong. */
  readonly answer: string;
  readonly isServed: boolean;
}

/** Connections that are open at once, as a browser or a gateway keeps them. */
const CONNECTIONS = 16;
/** Of a steady load: enough to reach each pod of the router, few enough to leave the machine time for what is tested. */
const STEADY_CONNECTIONS = 8;
const TIMEOUT_MS = 30_000;

/** Sends requests one after another on a few connections and counts the answers: podinfo's message, or what went wrong. */
export async function sendRequests(options: LoadOptions): Promise<ReadonlyMap<string, number>> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const answers = new Map<string, number>();
  let left = options.requests;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { answer } = await sendRequest(options, agent);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return answers;
}

/**
 * Requests without a break, one after another on each of a few connections, until it is stopped. It keeps what became of each: nothing
 * is lost while somebody waits for something else.
 */
export class SteadyLoad {
  readonly #sent: Sent[] = [];
  readonly #connections: readonly Promise<void>[];
  #isStopped = false;

  constructor(target: Target) {
    this.#connections = Array.from({ length: STEADY_CONNECTIONS }, (_, index) => this.#send(target, index));
  }

  get sent(): readonly Sent[] {
    return this.#sent;
  }

  /** Waits for so many more answers. */
  async goOn(requests: number): Promise<void> {
    const goal = this.#sent.length + requests;
    await this.#comes(`${goal} answers`, () => this.#sent.length >= goal);
  }

  /** Waits until a request has been answered with this. */
  async isAnswered(message: string): Promise<void> {
    await this.#comes(`an answer "${message}"`, () => this.#sent.some(({ answer }) => answer === message));
  }

  /** What was sent after a moment. */
  since(moment: number): readonly Sent[] {
    return this.#sent.filter(({ at }) => at > moment);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#connections);
  }

  #comes(what: string, isThere: () => boolean): Promise<unknown> {
    return until(what, () => Promise.resolve(this.#sent.at(-1)), isThere);
  }

  async #send(target: Target, connection: number): Promise<void> {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    while (!this.#isStopped) {
      const at = Date.now();
      this.#sent.push({ at, connection, ...(await sendRequest(target, agent)) });
    }
    agent.destroy();
  }
}

/** A steady load until the test that begins it ends. */
export function loadDuringTest(target: Target): SteadyLoad {
  const load = new SteadyLoad(target);
  onTestFinished(() => load.stop());
  return load;
}

/** Those that were not served. */
export function failuresOf(sent: readonly Sent[]): readonly Sent[] {
  return sent.filter(({ isServed }) => !isServed);
}

/** How many of them failed, and how. */
export function describeFailures(sent: readonly Sent[]): string {
  const counts = new Map<string, number>();
  for (const { answer } of failuresOf(sent)) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return [
    `${failuresOf(sent).length} of ${sent.length} failed`,
    ...[...counts].map(([answer, count]) => `${count} × ${answer}`),
  ].join(", ");
}

/** The first moments of a rollout that was created under load, in a line. */
export function describeStart(load: SteadyLoad, createdAt: number, healthyAt: number): string {
  const all = load.since(createdAt);
  const after = (moment = Number.NaN): string => `${((moment - createdAt) / 1000).toFixed(2)} s`;
  return [
    describeFailures(all),
    `the first 200 after ${after(all.find(({ isServed }) => isServed)?.at)}`,
    `the last failure after ${after(failuresOf(all).at(-1)?.at)}`,
    `Healthy after ${after(healthyAt)}`,
    `since then ${describeFailures(load.since(healthyAt))}`,
  ].join(", ");
}

/** What came on each connection, in order, without what came again. */
export function coursesOf(sent: readonly Sent[]): readonly (readonly string[])[] {
  const courses: string[][] = [];
  for (const { connection, answer } of sent) {
    const course = (courses[connection] ??= []);
    if (course.at(-1) !== answer) course.push(answer);
  }
  return courses;
}

type Answer = Pick<Sent, "answer" | "isServed">;

function sendRequest({ address, port = 80, host, headers }: Target, agent: http.Agent): Promise<Answer> {
  return new Promise((resolve) => {
    const fail = ({ message }: Error): void => resolve({ answer: message, isServed: false });
    const request = http.get(
      { host: address, port, agent, timeout: TIMEOUT_MS, headers: { ...headers, host } },
      (response) => {
        let body = "";
        response.on("data", (chunk: Buffer) => (body += chunk.toString()));
        response.on("error", fail);
        response.on("end", () => resolve(answerOf(response.statusCode, body)));
      },
    );
    request.on("timeout", () => request.destroy(new Error("timed out")));
    request.on("error", fail);
  });
}

function answerOf(status: number | undefined, body: string): Answer {
  if (status !== 200) return { answer: `status ${status}`, isServed: false };
  const { message } = JSON.parse(body) as { readonly message: string };
  return { answer: message, isServed: true };
}
