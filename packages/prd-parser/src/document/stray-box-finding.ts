import type { StrayBox } from "../blocks/outline.ts";
import type { Finding } from "./reporter.ts";

const PLACES = {
  code: "inside a code block, which is an example and no list",
  comment: "inside HTML, which is no list",
  paragraph: "in text, not right behind a list marker; write `- [ ] …`",
  heading: "in a heading, which is no item; write `- [ ] …`",
  table:
    "in cells of a table that make no item; a table of tasks has a column `Task` and one more, such as `Status`",
  "front-matter": "in the front matter, which is data and no list",
} as const;

/** What is said of checkboxes that are no items. */
export function strayBoxFinding({
  offset,
  place,
  count,
}: Omit<StrayBox, "place"> & { readonly place: keyof typeof PLACES }): Finding {
  const subject = count === 1 ? "1 checkbox stands" : `${count} checkboxes stand`;
  return { code: `checkbox-in-${place}`, message: `${subject} ${PLACES[place]}`, offset };
}
