import type { ArgumentSpec } from "../../command.ts";

const DESCRIPTION = "id, alias, number such as 2.3, or a unique prefix of the id";

/** One task or more. */
export const TASK_IDS: ArgumentSpec = {
  name: "id",
  description: DESCRIPTION,
  isRequired: true,
  isList: true,
};

/** Any number of tasks; none means all. */
export const OPTIONAL_TASK_IDS: ArgumentSpec = { name: "id", description: DESCRIPTION, isList: true };
