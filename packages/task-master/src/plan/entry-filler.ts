import type { Diagnostic } from "@canary/core";
import type { Playbook } from "../playbook/parse-playbook.ts";
import type { PlannedText } from "./planned-text.ts";
import { fillTemplate } from "./template.ts";
import type { TemplateNames } from "./template.ts";

type Path = readonly PropertyKey[];

/** Fills the templates of one playbook and collects what it has to object to, with the place. */
export class EntryFiller {
  readonly #playbook: Playbook;
  readonly #names: TemplateNames;
  readonly #found: Diagnostic[];
  /** Programs that are not here and without which a text of this entry is not known. */
  readonly missing = new Set<string>();

  constructor(playbook: Playbook, names: TemplateNames, found: Diagnostic[]) {
    this.#playbook = playbook;
    this.#names = names;
    this.#found = found;
  }

  /** The text with its templates filled; an unknown name is noted and left as it is. */
  fill(text: string, path: Path): PlannedText {
    const result = fillTemplate(text, this.#names);
    if (result.ok) {
      this.#noteMissing(result.text);
      return result.text;
    }
    const near = result.candidates.length === 0 ? "" : `; nearest: ${result.candidates.join(", ")}`;
    this.object("playbook-name-unknown", `unknown name \${${result.name}}${near}`, path);
    return text;
  }

  /** As `fill`, for what must be known before the run. */
  fillNow(text: string, path: Path): string {
    const filled = this.fill(text, path);
    if (typeof filled === "string") return filled;
    this.object("playbook-name-late", `"${text}" must be known before the run begins`, path);
    return text;
  }

  fillAll(texts: readonly string[], path: Path): readonly PlannedText[] {
    return texts.map((text, index) => this.fill(text, [...path, index]));
  }

  fillValues(values: Readonly<Record<string, string>>, path: Path): Readonly<Record<string, PlannedText>> {
    return Object.fromEntries(
      Object.entries(values).map(([key, text]) => [key, this.fill(text, [...path, key])]),
    );
  }

  #noteMissing(text: PlannedText): void {
    if (typeof text === "string") return;
    for (const part of text) if (typeof part === "object" && "needs" in part) this.missing.add(part.needs);
  }

  object(code: string, message: string, path: Path): void {
    const place = this.#playbook.locate(path);
    this.#found.push({ severity: "error", code, message, file: this.#playbook.file, ...place });
  }
}
