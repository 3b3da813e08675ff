import { request as requestHttp } from "node:http";
import type { IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { maskSecrets } from "@canary/core";
import type { HttpAction } from "../plan/plan.ts";
import { isClusterAddress } from "../plan/is-cluster-address.ts";
import { lastLines } from "../run/last-lines.ts";
import { resolveAll } from "./run-tool.ts";
import { timeLeftMs } from "./step-scope.ts";
import type { StepEnd, StepScope } from "./step-scope.ts";

const PAUSE_MS = 500;
const ATTEMPT_MS = 10_000;
const BODY_BYTES = 1_048_576;

interface Answer {
  readonly status: number | null;
  readonly body: string;
}

interface HttpCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** GET until the answer is the expected one or the time is up; in a check, once. */
export async function runHttpAction(scope: StepScope, action: HttpAction): Promise<StepEnd> {
  const { session, log, step } = scope;
  const { contains, ...call } = await resolveCall(scope, action);
  const command = ["GET", maskSecrets(call.url, session.secrets)];
  log.note(`$ ${command.join(" ")}`);
  if (!isClusterAddress(call.url)) return refused(command);
  let answer: Answer = { status: null, body: "no answer" };
  for (;;) {
    const timeoutMs = Math.min(ATTEMPT_MS, timeLeftMs(scope));
    answer = newer(await get({ ...call, timeoutMs }, session.interruption.aborted), answer, scope);
    log.write("stdout", Buffer.from(`${answer.status ?? "no answer"} ${answer.body}\n`));
    const why = whyNot({ status: action.status, contains }, answer);
    if (session.interruption.signal === null && why === undefined) return ended(scope, command, answer);
    const isOver = step.part === "check" || timeLeftMs(scope) <= PAUSE_MS;
    if (isOver || session.interruption.signal !== null)
      return failed(scope, command, { answer, why: why ?? "" });
    await sleep(PAUSE_MS, undefined, { signal: session.interruption.aborted }).catch(() => undefined);
  }
}

/** The latest answer; where the end of the time cut its request short, the one before it says more. */
function newer(latest: Answer, before: Answer, scope: StepScope): Answer {
  const isCutShort = latest.status === null && timeLeftMs(scope) === 0;
  return isCutShort && before.status !== null ? before : latest;
}

interface ResolvedCall extends Omit<HttpCall, "timeoutMs"> {
  readonly contains: string | null;
}

async function resolveCall(scope: StepScope, action: HttpAction): Promise<ResolvedCall> {
  const names = Object.keys(action.headers);
  const [url = "", ...values] = await resolveAll(scope, [action.url, ...Object.values(action.headers)]);
  const [contains = null] = action.contains === null ? [] : await resolveAll(scope, [action.contains]);
  return {
    url,
    contains,
    headers: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])),
  };
}

/** One GET; a failure is an answer without status. */
async function get({ url, headers, timeoutMs }: HttpCall, aborted: AbortSignal): Promise<Answer> {
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  const signal = AbortSignal.any([aborted, AbortSignal.timeout(Math.max(1, Math.round(timeoutMs)))]);
  return new Promise((resolve) => {
    const failed = (error: unknown): void =>
      resolve({ status: null, body: error instanceof Error ? error.message : String(error) });
    try {
      const call = request(url, { headers, signal, agent: false }, (answer) => {
        bodyOf(answer).then((body) => resolve({ status: answer.statusCode ?? null, body }), failed);
      });
      call.once("error", failed);
      call.end();
    } catch (error) {
      // A header that cannot be sent, such as one with a line break, is told by throwing.
      failed(error);
    }
  });
}

async function bodyOf(answer: IncomingMessage): Promise<string> {
  let body = "";
  answer.setEncoding("utf8");
  for await (const chunk of answer) {
    if (body.length < BODY_BYTES) body += String(chunk);
  }
  return body;
}

function whyNot(
  { status, contains }: Pick<ResolvedCall, "contains"> & Pick<HttpAction, "status">,
  answer: Answer,
): string | undefined {
  if (answer.status === null) return answer.body;
  const isWanted = status === null ? answer.status >= 200 && answer.status < 400 : answer.status === status;
  if (!isWanted) return `expected status ${status ?? "2xx or 3xx"}, found ${answer.status}`;
  if (contains !== null && !answer.body.includes(contains))
    return `expected the body to contain "${contains}"`;
  return undefined;
}

function ended({ log }: StepScope, command: readonly string[], answer: Answer): StepEnd {
  const output = lastLines(log.tail, 20);
  return {
    outcome: "passed",
    changed: false,
    command,
    exitCode: answer.status === null ? 1 : 0,
    output,
    problem: null,
  };
}

function failed(
  scope: StepScope,
  command: readonly string[],
  { answer, why }: { answer: Answer; why: string },
): StepEnd {
  const isInterrupted = scope.session.interruption.signal !== null;
  const told = maskSecrets(why, scope.session.secrets);
  const message = isInterrupted ? `${command.join(" ")} was interrupted` : `${command.join(" ")}: ${told}`;
  return {
    ...ended(scope, command, answer),
    exitCode: 1,
    outcome: isInterrupted ? "interrupted" : "failed",
    problem: {
      code: isInterrupted ? "CANARY_RUN_INTERRUPTED" : "CANARY_TOOL_FAILED",
      message,
      hint: "See whether the address is right and what serves it is Ready",
      verdict: null,
    },
  };
}

function refused(command: readonly string[]): StepEnd {
  return {
    outcome: "failed",
    changed: false,
    command,
    exitCode: null,
    output: "",
    problem: {
      code: "CANARY_PLAYBOOK_INVALID",
      message: `${command.join(" ")}: not an address of this machine or of the cluster`,
      hint: "Use a loopback or private address, or a name of the cluster",
      verdict: null,
    },
  };
}
