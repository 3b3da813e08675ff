import { shortHash, slugOf } from "@canary/core";
import type { DocumentRecord } from "@canary/task-manager";

const HASH_LENGTH = 4;

/**
 * The id of the document in `file`, relative to the project. A file that the store knows keeps its id; `docs/prd/Infra.md`
 * is else `docs-prd-infra`. Where `isOtherFile` says that the id belongs to another file that is still there, four characters of a hash of the path follow.
 */
export function documentIdOf(
  file: string,
  documents: readonly Pick<DocumentRecord, "id" | "file">[],
  isOtherFile: (file: string) => boolean,
): string {
  const known = documents.find((document) => document.file === file);
  if (known !== undefined) return known.id;
  const id = slugOf(file.replace(/\.(md|markdown)$/i, ""));
  const holder = documents.find((document) => document.id === id);
  const isFree = holder === undefined || !isOtherFile(holder.file);
  return isFree ? id : `${id}-${shortHash(file).slice(-HASH_LENGTH)}`;
}
