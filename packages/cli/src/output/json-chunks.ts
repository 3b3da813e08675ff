/** Elements of a list whose text is made at once: little beside a large document. */
const BATCH = 1000;
const INDENT = 2;

/**
 * The text of `JSON.stringify(document, null, 2)`, in pieces, so that the text of a large document is never in memory
 * as a whole. Only lists that are fields of the document itself are cut.
 */
export function* jsonChunks(document: object): Generator<string> {
  let separator = "{";
  for (const [name, value] of Object.entries(document)) {
    if (Array.isArray(value) && value.length > BATCH) {
      yield separator;
      yield* listChunks(name, value);
    } else {
      const text = JSON.stringify({ [name]: value as unknown }, null, INDENT);
      if (text === "{}") continue;
      yield separator + text.slice("{".length, -"\n}".length);
    }
    separator = ",";
  }
  yield separator === "{" ? "{}" : "\n}";
}

/** The field without the comma before and after it. */
function* listChunks(name: string, list: readonly unknown[]): Generator<string> {
  const opening = `\n  ${JSON.stringify(name)}: [`;
  yield opening;
  for (let start = 0; start < list.length; start += BATCH) {
    const text = JSON.stringify({ [name]: list.slice(start, start + BATCH) }, null, INDENT);
    yield (start === 0 ? "" : ",") + text.slice("{".length + opening.length, -"\n  ]\n}".length);
  }
  yield "\n  ]";
}
