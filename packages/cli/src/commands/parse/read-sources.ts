import type { Documents, DocumentSource } from "@canary/project/documents";
import type { CommandInput } from "../../command.ts";

/** A document that was named, and how it is called in what is printed. */
export interface NamedSource extends DocumentSource {
  /** As the user named it; undefined for the project's own document. */
  readonly shownAs: string | undefined;
}

/** What every way of parsing needs. */
export interface ParseWork {
  readonly documents: Documents;
  readonly sources: readonly NamedSource[];
}

/** The documents that the words name, each once; stdin is read here. */
export async function readSources(input: CommandInput): Promise<readonly NamedSource[]> {
  const words = [...new Set(input.words)];
  if (words.length === 0) return [{ shownAs: undefined }];
  const name = input.value("stdin-name");
  return Promise.all(
    words.map(async (word): Promise<NamedSource> => {
      if (word !== "-") return { path: word, shownAs: word };
      const bytes = await readStdin();
      return { bytes, path: name ?? "stdin", shownAs: name ?? "stdin" };
    }),
  );
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
