import { createServer } from "node:http";
import net from "node:net";
import type { AddressInfo, Server } from "node:net";

/** A request that a receiver got. */
export interface Received {
  readonly path: string;
  readonly body: string;
  readonly authorization: string | undefined;
}

/** A server on the loopback that keeps what it gets. */
export interface Receiver<T> {
  readonly port: number;
  readonly received: readonly T[];
  close(): Promise<void>;
}

/** Takes requests as Slack's API does, and as a webhook does. */
export async function startHttpReceiver(): Promise<Receiver<Received>> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({ path: request.url ?? "", body, authorization: request.headers.authorization });
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ ok: true, channel: "C1", ts: "1.1" }));
    });
  });
  return listening(server, received);
}

/** Takes mails as an SMTP server without encryption and without users does; it keeps each with its head. */
export async function startMailReceiver(): Promise<Receiver<string>> {
  const received: string[] = [];
  const server = net.createServer((socket) => {
    let pending = "";
    let isMail = false;
    socket.write("220 mail\r\n");
    socket.on("data", (chunk: Buffer) => {
      pending += chunk.toString();
      for (;;) {
        const end = pending.indexOf(isMail ? "\r\n.\r\n" : "\r\n");
        if (end === -1) return;
        const text = pending.slice(0, end);
        pending = pending.slice(end + (isMail ? 5 : 2));
        if (isMail) received.push(text);
        const isNext = !isMail && text === "DATA";
        isMail = isNext;
        if (text === "QUIT") return void socket.end("221 bye\r\n");
        socket.write(isNext ? "354 go on\r\n" : "250 ok\r\n");
      }
    });
  });
  return listening(server, received);
}

function listening<T>(server: Server, received: readonly T[]): Promise<Receiver<T>> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        received,
        close: () => new Promise((closed) => server.close(() => closed())),
      }),
    );
  });
}
