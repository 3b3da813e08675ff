import https from "node:https";
import tls from "node:tls";

/** Why a client that knows only the public authorities does not trust the certificate; undefined where it does. */
export function doubtOf(host: string, servername: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host, port: 443, servername, rejectUnauthorized: false }, () => {
      resolve(socket.authorized ? undefined : String(socket.authorizationError));
      socket.end();
    });
    socket.on("error", reject);
  });
}

/** The status that a client gets which trusts only this authority. */
export function askSecurely(host: string, servername: string, ca: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { host: servername };
    const request = https.get({ host, servername, headers, agent: false, ca }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("error", reject);
  });
}
