const RETRY_AFTER = /retry[- ]after["']?\s*[:=]?\s*(\d{1,4})(?:\s*s\b|\s*seconds?\b|\s|$)/i;

/** Milliseconds that the server asked to wait for, by a `Retry-After` that the tool printed; undefined when it did not. */
export function retryAfterMs(output: string): number | undefined {
  const seconds = RETRY_AFTER.exec(output)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
