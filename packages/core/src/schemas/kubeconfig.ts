import * as z from "zod";

/** What canary reads of a kubeconfig: which contexts there are, and the one that is in use. */
export const kubeconfigSchema = z.looseObject({
  "current-context": z.string().default(""),
  contexts: z
    .array(z.looseObject({ name: z.string() }))
    .nullish()
    .transform((contexts) => contexts ?? []),
});
