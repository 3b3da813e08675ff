import * as z from "zod";
import { conditionsSchema } from "./condition-schema.ts";
import type { Condition } from "./condition-schema.ts";
import { parseDuration } from "./duration.ts";

/** `30s`, `1h30m` … as milliseconds. */
export const durationSchema = z.string().transform((text, context) => {
  const durationMs = parseDuration(text);
  if (durationMs !== undefined && durationMs > 0) return durationMs;
  context.addIssue(`"${text}" is no duration; expected one such as 500ms, 30s, 10m or 1h30m`);
  return z.NEVER;
});

const patternSchema = z.string().refine(isPattern, { error: "this is no valid regular expression" });

const comparisons = {
  exitCode: z.int().min(0).max(255).optional(),
  contains: z.string().optional(),
  equals: z.string().optional(),
  matches: patternSchema.optional(),
};

/** What a step's exit code and standard output must be; `changed` says when it counts as a change. */
const expectationSchema = z.strictObject({
  ...comparisons,
  changed: z.strictObject(comparisons).optional(),
});

export const retrySchema = z.strictObject({
  attempts: z.int().min(1).max(100).optional(),
  /** Before the second attempt at most; doubled for each further one. */
  delay: durationSchema.optional(),
  maxDelay: durationSchema.optional(),
  /** After this long no further attempt is begun. */
  total: durationSchema.optional(),
});

const text = z.string();
const words = z.array(text).min(1);
const toolSchema = z.strictObject({ arguments: words, expect: expectationSchema.optional() });

const readActions = {
  kubectl: toolSchema.optional(),
  helm: toolSchema.optional(),
  argocd: toolSchema.optional(),
  command: z.strictObject({ argv: words, expect: expectationSchema.optional() }).optional(),
  http: z
    .strictObject({
      url: text,
      headers: z.record(z.string(), text).optional(),
      expect: z
        .strictObject({ status: z.int().min(100).max(599).optional(), contains: text.optional() })
        .optional(),
    })
    .optional(),
};

const common = {
  name: z.string().optional(),
  timeout: durationSchema.optional(),
  retry: retrySchema.optional(),
  /** False: this step never changes anything. */
  changes: z.boolean().optional(),
};

const readStepSchema = z
  .strictObject({ ...common, ...readActions })
  .superRefine(hasOneAction)
  .transform((step): Step<ReadAction> => toStep<ReadAction>(step));

const stateActions = {
  terraform: z
    .strictObject({
      root: text,
      command: z.enum(["apply", "destroy", "plan"]),
      variables: z.record(z.string(), text).optional(),
      replace: z.array(text).optional(),
      /** How long to wait for a state that another terraform holds; 60s by default. */
      lockTimeout: durationSchema.optional(),
    })
    .optional(),
  wait: z
    .strictObject({
      for: readStepSchema,
      timeout: durationSchema.optional(),
      interval: durationSchema.optional(),
    })
    .optional(),
  approve: z.strictObject({ message: text }).optional(),
};

/** One step of a playbook: exactly one action beside what every step may say. */
export const stepSchema = z
  .strictObject({
    ...common,
    /** All must hold, or the step is left out of the plan. */
    when: conditionsSchema,
    ...readActions,
    ...stateActions,
  })
  .superRefine(hasOneAction)
  .transform(({ when, ...step }): Step => ({ ...toStep<Action>(step), when }));

type Common = { readonly [Key in keyof typeof common]?: z.infer<(typeof common)[Key]> | undefined };
type Actions<Shape extends z.ZodRawShape> = {
  [Kind in keyof Shape & string]: { kind: Kind } & NonNullable<z.infer<Shape[Kind]>>;
}[keyof Shape & string];

/** An action that may be polled by `wait`. */
export type ReadAction = Actions<typeof readActions>;
export type Action = ReadAction | Actions<typeof stateActions>;
export type Expectation = z.infer<typeof expectationSchema>;
export type RetryOptions = z.infer<typeof retrySchema>;
export interface Step<A = Action> extends Common {
  /** Not of a step that `wait` polls. */
  readonly when?: readonly Condition[];
  readonly action: A;
}

const ACTION_KINDS = [...Object.keys(readActions), ...Object.keys(stateActions)];

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, "m") instanceof RegExp;
  } catch {
    return false;
  }
}

function kindsIn(step: object): readonly string[] {
  return ACTION_KINDS.filter((kind) => Object.hasOwn(step, kind));
}

function hasOneAction(step: object, context: z.RefinementCtx): void {
  const kinds = kindsIn(step);
  if (kinds.length === 1) return;
  const found = kinds.length === 0 ? "none" : kinds.join(" and ");
  context.addIssue(`a step has exactly one of ${ACTION_KINDS.join(", ")}; found ${found}`);
}

/** The one action of a checked step, named by its kind. */
function toStep<A>(step: Common): Step<A> {
  const [kind = ""] = kindsIn(step);
  const { name, timeout, retry, changes } = step;
  const fields = (step as Readonly<Record<string, object>>)[kind];
  return { name, timeout, retry, changes, action: { kind, ...fields } as A };
}
