import type { StoredTask } from "../snapshot/store-snapshot.ts";

type Owned = Pick<StoredTask, "owner" | "claim" | "attributes">;

/** Everybody who has to do with a task: who was noted, who claimed it, and whom the document names. */
export function ownersOf({ owner, claim, attributes }: Owned): readonly string[] {
  return [
    ...(owner === undefined ? [] : [owner]),
    ...(claim === undefined ? [] : [claim.by]),
    ...(attributes?.["owner"] ?? []),
  ];
}

/** The one that a table names: who was noted, else who claimed it, else whom the document names. */
export function ownerOf({ owner, claim, attributes }: Owned): string | undefined {
  return owner ?? claim?.by ?? attributes?.["owner"]?.join(", ");
}
