import type { StoredTask } from "@canary/project/tasks";

type Read = (task: StoredTask, numbers: ReadonlyMap<string, string>) => string | number | undefined | null;

const COLUMNS: Readonly<Record<string, Read>> = {
  id: ({ id }) => id,
  number: ({ id }, numbers) => numbers.get(id),
  document: ({ document }) => document,
  phase: ({ phase }) => phase,
  kind: ({ kind }) => kind,
  status: ({ status }) => status,
  priority: ({ priority }) => priority,
  title: ({ title }) => title,
  owner: ({ owner, attributes }) => owner ?? attributes?.["owner"]?.join(" "),
  tags: ({ attributes }) => attributes?.["tag"]?.join(" "),
  dependencies: ({ dependencies }) => dependencies.join(" "),
  message: ({ message }) => message,
  note: ({ note }) => note,
  file: ({ source }) => source.file,
  line: ({ source }) => source.line,
  updatedAt: ({ updatedAt }) => updatedAt,
};

/** The tasks as CSV (RFC 4180), a header line first; lists are separated by blanks. */
export function exportCsv(tasks: readonly StoredTask[], numbers: ReadonlyMap<string, string>): string {
  const rows = tasks.map((task) => Object.values(COLUMNS).map((read) => quoted(read(task, numbers))));
  return [Object.keys(COLUMNS), ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

function quoted(value: string | number | undefined | null): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
