export { playbookSchema } from "../playbook/playbook-schema.ts";
export { runEventLineSchema, runEventSchema } from "../run/run-event-schema.ts";
