import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";

export interface PreparedProject {
  /** Path → text; one of them is PRD.md. */
  readonly files: Readonly<Record<string, string>>;
  /** Name → script. */
  readonly tools?: Readonly<Record<string, string>>;
  /** What is run after PRD.md was parsed. */
  readonly commands?: readonly (readonly string[])[];
}

/** The workspace of the present test. */
export let workspace: Workspace;

/** Prepares a project once a file, and gives every test a copy of its own. */
export function prepareOnce({ files, tools = {}, commands = [] }: PreparedProject): void {
  let prepared: Workspace;
  beforeAll(async () => {
    prepared = createWorkspace();
    for (const [file, text] of Object.entries(files)) prepared.write(file, text);
    for (const [name, script] of Object.entries(tools)) prepared.writeTool(name, script);
    for (const argv of [["parse", "PRD.md"], ...commands]) await runCanary(prepared, argv);
  });
  afterAll(() => prepared.remove());
  beforeEach(() => {
    workspace = createWorkspace(prepared);
  });
  afterEach(() => workspace.remove());
}
