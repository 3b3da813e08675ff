export const API_VERSION = "canary.dev/v1";

/** What every JSON or YAML document of canary says first. */
export interface Envelope<Kind extends string> {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: Kind;
}

/** The payload behind its envelope; apiVersion and kind come first in the output. */
export function envelope<Kind extends string, Payload extends object>(
  kind: Kind,
  payload: Payload,
): Envelope<Kind> & Payload {
  return { apiVersion: API_VERSION, kind, ...payload };
}
