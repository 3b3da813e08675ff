const FIELDS = /^[\s│|]*(ID|Path|Operation|Who|Version|Created):\s+(.+?)\s*$/gm;

/** Who holds a terraform state, as terraform tells it; null for what it does not tell. */
export interface TerraformLock {
  readonly id: string | null;
  readonly who: string | null;
  readonly created: string | null;
  readonly operation: string | null;
}

/** The lock that terraform's output tells of ("Lock Info:"), or undefined. */
export function parseTerraformLock(output: string): TerraformLock | undefined {
  const at = output.lastIndexOf("Lock Info:");
  if (at === -1) return undefined;
  const fields = new Map(
    [...output.slice(at).matchAll(FIELDS)].map(([, name = "", value = ""]) => [name, value]),
  );
  const field = (name: string): string | null => fields.get(name) ?? null;
  return { id: field("ID"), who: field("Who"), created: field("Created"), operation: field("Operation") };
}

/** What to do about it: who, since when, and the exact command for when that process is gone. It is never run by canary. */
export function lockHint(lock: TerraformLock, directory: string, dataDirectory: string): string {
  const who = `${lock.who ?? "somebody"} since ${lock.created ?? "an unknown time"} (${lock.operation ?? "unknown operation"})`;
  const command = `TF_DATA_DIR=${dataDirectory} terraform -chdir=${directory} force-unlock ${lock.id ?? "LOCK_ID"}`;
  return `Wait for ${who}; only if that process is gone: ${command}`;
}
