import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";

/** Writes beside the file, then renames: a reader sees the old content or the new one, never a part. */
export async function writeFileAtomically(file: string, content: string, mode = 0o644): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, content, { mode });
  await rename(temporary, file);
}
