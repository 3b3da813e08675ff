import { stringify } from "yaml";

/** A document as YAML, without anchors and without folded lines. */
export function writeYaml(document: object): string {
  return stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 });
}
