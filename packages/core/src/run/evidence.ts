/** What a verify step saw. */
export interface Evidence {
  /** Name of the environment it was seen in. */
  readonly environment: string;
  /** The argument list, secrets masked. */
  readonly command: readonly string[];
  readonly exitCode: number;
  /** The last lines of what it printed, secrets masked. */
  readonly excerpt: string;
  /** RFC 3339, UTC. */
  readonly at: string;
}
