/** Time as a port: tests fix it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}
