import * as z from "zod";

/** The HostsBlock that `canary hosts -o json` prints. */
export const hostsBlockSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("HostsBlock"),
  cluster: z.string(),
  /** The hosts file that was or would be changed. */
  file: z.string(),
  /** Null when the block is removed. */
  address: z.string().nullable(),
  hosts: z.array(z.string()),
  /** Names of Ingresses that are left out, because they belong to somebody else's domain. */
  leftOut: z.array(z.string()),
  /** The block, markers included. */
  lines: z.array(z.string()),
  action: z.enum(["printed", "written", "removed"]),
  /** Whether the file is another than before. */
  changed: z.boolean(),
  /** Hosts of the written block that an earlier line of the file gives another address: the first line wins. */
  overridden: z.array(z.object({ host: z.string(), address: z.string(), line: z.number() })),
});
