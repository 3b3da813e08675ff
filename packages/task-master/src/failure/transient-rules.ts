import type { FailureRule } from "./failure-rule.ts";

/** What usually goes away by itself. Sources: argo-workflows util/errors, garden's kubernetes retry, kubectl's cmd/util. */
export const TRANSIENT_RULES: readonly FailureRule[] = [
  rule(
    "connection-refused",
    /connection refused|was refused - did you specify the right host or port|ECONNREFUSED/i,
  ),
  rule(
    "connection-lost",
    /connection reset by peer|unexpected EOF|: EOF\b|http2: client connection lost|server sent GOAWAY|ECONNRESET|broken pipe/i,
  ),
  rule(
    "network-timeout",
    /i\/o timeout|no route to host|network is unreachable|TLS handshake timeout|connection timed out|Client\.Timeout exceeded|context deadline exceeded \(Client\.Timeout|ETIMEDOUT/i,
  ),
  rule("name-not-resolved", /no such host|EAI_AGAIN|ENOTFOUND|temporary failure in name resolution/i),
  rule("etcd", /etcdserver: (?:leader changed|request timed out|too many requests)/i),
  rule(
    "api-server-busy",
    /\((?:TooManyRequests|ServiceUnavailable|Timeout|ServerTimeout)\)|the server is currently unable to handle the request|unable to return a response in the time allotted|request did not complete within requested timeout/i,
  ),
  rule("api-server-error", /an error on the server \(".*"\) has prevented the request from succeeding/i),
  rule("no-endpoints", /no endpoints available for service/i),
  rule("client-rate-limit", /client rate limiter Wait returned an error/i),
  rule("object-modified", /the object has been modified; please apply your changes to the latest version/i),
  rule("quota-conflict", /Operation cannot be fulfilled on resourcequota/i),
  rule("kubelet-certificate", /TLS: internal error/i),
  rule("registry-rate-limit", /toomanyrequests|pull rate limit/i),
  rule("throttled", /Throttling|Rate exceeded|RequestLimitExceeded/i),
  rule(
    "http-status",
    /\b(?:HTTP|status(?: code)?|response status)[ :/0-9.]{0,8}(?:408|429|500|502|503|504|521|522|524)\b/i,
  ),
  rule("provider-download", /Failed to query available provider packages|text file busy/i),
  {
    name: "kind-not-served-yet",
    kind: "transient",
    pattern:
      /no matches for kind .* in version|ensure CRDs are installed first|the server could not find the requested resource|resource mapping not found/i,
    hint: "Wait until the definition is Established",
    afterInstall: true,
  },
];

function rule(name: string, pattern: RegExp): FailureRule {
  return { name, kind: "transient", pattern, hint: "Try again when the service answers" };
}
