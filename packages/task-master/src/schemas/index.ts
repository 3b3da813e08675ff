export { playbookSchema } from "../playbook/playbook-schema.ts";
export { runEventSchema } from "../run/run-event-schema.ts";
