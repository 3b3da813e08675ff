import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { outcomes, Stage, task } from "./fixture.ts";

let stage: Stage;
let server: Server;
let calls = 0;

beforeEach(async () => {
  calls = 0;
  server = createServer((request, response) => {
    calls += 1;
    response.statusCode = calls < 3 ? 503 : 200;
    response.end(`hello ${request.headers.host}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.close();
  stage.remove();
});

function address(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test("http asks again until the answer is the expected one", async () => {
  const step = `{http: {url: "${address()}", headers: {Host: shop.local}, expect: {status: 200, contains: hello shop.local}}}`;
  stage = new Stage([task("a")], `  a: { verify: [${step}] }\n`);
  const run = await stage.run();
  expect(outcomes(run)).toEqual({ a: "ok" });
  expect(calls).toBe(3);
  expect(run.results[0]?.evidence[0]).toMatchObject({ command: ["GET", address()], exitCode: 0 });
});

test("http fails when its time is up, and says what it found", async () => {
  stage = new Stage(
    [task("a")],
    `  a: { verify: [{timeout: 3s, http: {url: "${address()}", expect: {status: 201}}}] }\n`,
  );
  const run = await stage.run();
  expect(run.results[0]?.error?.message).toMatch(/expected status 201, found (503|200)/);
});
