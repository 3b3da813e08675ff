import type { RefusedBox } from "@canary/project";
import type { CliContext } from "../cli-context.ts";

/** Names on stderr the boxes that a write-back left as they are, each once, with the reason. */
export function sayRefusedBoxes(boxes: readonly RefusedBox[], context: CliContext): void {
  const once = new Map(boxes.map((box) => [`${box.file}:${box.id}`, box]));
  for (const { id, file, line, reason } of once.values())
    context.say(context.err.warn(`note: the box of ${id} (${file}:${line}) stays as it is: ${reason}`));
}
