import type { StoredTask } from "@canary/project/tasks";

/** What stands around an item's title, in the forms of docs/prd-format.md. */
export interface ItemMetadata {
  readonly front: readonly string[];
  readonly behind: readonly string[];
}

type Write = (values: readonly string[]) => readonly string[];

const field =
  (name: string): Write =>
  (values) => [`[${name}:: ${values.join(", ")}]`];
const sign =
  (text: string): Write =>
  ([value = ""]) => [`${text} ${value}`];

/** `@ada` where that can be written so, and `[owner:: Ada Lovelace]` where it cannot. */
const short =
  (prefix: string, name: string): Write =>
  (values) =>
    values.every((value) => /^[A-Za-z][\w-]{0,38}$/.test(value))
      ? values.map((value) => `${prefix}${value}`)
      : field(name)(values);

/** In this order behind the title and the fields that have no form of their own; recurrence last, as its words would swallow what follows. */
const BEHIND: ReadonlyMap<string, Write> = new Map([
  ["owner", short("@", "owner")],
  ["tag", short("#", "tag")],
  ["due", field("due")],
  ["scheduled", field("scheduled")],
  ["start", field("start")],
  ["created", sign("➕")],
  ["done", sign("✅")],
  ["cancelled", sign("❌")],
  ["estimate", field("estimate")],
  ["story", field("story")],
  ["requirement", field("requirement")],
  ["milestone", field("milestone")],
  ["recurrence", sign("🔁")],
]);

/** Attributes whose values are marks in front of the title. */
const FRONT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  parallel: { true: "[P]", false: "[SEQUENTIAL]" },
  optional: { true: "[OPTIONAL]" },
  manual: { true: "[manual]" },
};

/** A task's attributes as its document would have them; an owner that was noted in the store stands for the document's. */
export function itemMetadata({ attributes, owner }: StoredTask): ItemMetadata {
  const values: Readonly<Record<string, readonly string[]>> = {
    ...attributes,
    ...(owner === undefined ? {} : { owner: [owner] }),
  };
  const others = Object.keys(values).filter((name) => !BEHIND.has(name) && !Object.hasOwn(FRONT, name));
  return {
    front: Object.entries(FRONT).flatMap(([name, marks]) => marks[values[name]?.[0] ?? ""] ?? []),
    behind: [...others, ...BEHIND.keys()].flatMap((name) => {
      const own = values[name] ?? [];
      return own.length === 0 ? [] : (BEHIND.get(name) ?? field(name))(own);
    }),
  };
}
