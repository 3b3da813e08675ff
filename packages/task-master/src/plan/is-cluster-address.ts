const PRIVATE_IPV4 = [
  /^127\./,
  /^10\./,
  /^192\.168\./,
  /^172\.(?:1[6-9]|2\d|3[01])\./,
  /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
];
const PRIVATE_NAMES = /(?:^localhost|\.localhost|\.local|\.svc|\.internal)$/;

/** Whether this http(s) address is on this machine, in a private network (RFC 1918, RFC 6598, RFC 4193) or a cluster name. */
export function isClusterAddress(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) return false;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (/^[\d.]+$/.test(host)) return PRIVATE_IPV4.some((range) => range.test(host));
  if (host.includes(":")) return host === "::1" || /^f[cd]/.test(host);
  return PRIVATE_NAMES.test(host) || !host.includes(".");
}
