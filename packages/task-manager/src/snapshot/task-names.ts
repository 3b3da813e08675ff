import type { StoreHeader } from "../file/store-file.ts";

/** Names that are unique among all documents. */
export interface TaskNames {
  taskName(document: string, id: string): string;
  phaseName(document: string, id: string): string;
  /** True where every name is the short id. */
  readonly isPlain: boolean;
}

/**
 * The names of tasks and phases: the short id where only one document has it, and always in the default document, so
 * that a second document never renames the first one's tasks; `document:id` elsewhere.
 */
export function createTaskNames(
  header: StoreHeader,
  hasTask: (document: string, id: string) => boolean,
): TaskNames {
  const { documents, defaultDocument } = header;
  if (documents.length <= 1) return { taskName: (_, id) => id, phaseName: (_, id) => id, isPlain: true };
  const phases = new Map(documents.map(({ id, phases }) => [id, new Set(phases.map((phase) => phase.id))]));
  const nameWith =
    (has: (document: string, id: string) => boolean) =>
    (document: string, id: string): string => {
      if (document === defaultDocument) return id;
      const isShared = documents.some((other) => other.id !== document && has(other.id, id));
      return isShared ? `${document}:${id}` : id;
    };
  return {
    taskName: nameWith(hasTask),
    phaseName: nameWith((document, id) => phases.get(document)?.has(id) === true),
    isPlain: false,
  };
}
