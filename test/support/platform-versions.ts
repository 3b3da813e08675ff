import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { ROOT } from "./markdown.ts";

export const moduleSource = z.strictObject({
  module: z.string(),
  in: z.string(),
  revision: z.string().optional(),
});

const componentSchema = z.strictObject({
  version: z.string().regex(/^\d+(\.\d+)*$/),
  source: z.union([
    moduleSource,
    z.strictObject({ url: z.url() }),
    z.strictObject({ image: z.string() }),
    z.strictObject({ own: z.string() }),
    z.strictObject({ program: z.string() }),
    z.strictObject({ package: z.string() }),
    z.strictObject({ suite: z.string() }),
  ]),
  checksum: z
    .string()
    .regex(/^(h1:|sha256:)/)
    .optional(),
  /** Why there is no checksum. */
  unverified: z.string().optional(),
  images: z.array(z.string()).optional(),
  /** The file that remote overlays fetch; `path` is where the module has the same one. */
  manifest: z
    .strictObject({
      url: z.url(),
      path: z.string(),
      checksum: z.string().regex(/^sha256:[0-9a-f]{64}$/),
    })
    .optional(),
});

export type Component = z.infer<typeof componentSchema>;
export type Components = Readonly<Record<string, Component>>;

/** infra/platform/versions.yaml. */
export const COMPONENTS: Components = z
  .strictObject({ components: z.record(z.string(), componentSchema) })
  .parse(parse(readFileSync(join(ROOT, "infra/platform/versions.yaml"), "utf8"))).components;
