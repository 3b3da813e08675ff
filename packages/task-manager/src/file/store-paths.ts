import { join } from "node:path";

/** Every file of a store, absolute. */
export interface StorePaths {
  readonly directory: string;
  readonly tasks: string;
  readonly events: string;
  readonly lock: string;
  /** The next version while it is written. */
  readonly next: string;
  /** The version before the last change. */
  readonly previous: string;
  readonly quarantine: string;
  readonly backups: string;
}

/** The files of the store in `directory`, a project's `.canary`. */
export function storePaths(directory: string): StorePaths {
  return {
    directory,
    tasks: join(directory, "tasks.json"),
    events: join(directory, "events.ndjson"),
    lock: join(directory, "tasks.lock"),
    next: join(directory, "tasks.json.next"),
    previous: join(directory, "tasks.json.previous"),
    quarantine: join(directory, "quarantine"),
    backups: join(directory, "backups"),
  };
}
