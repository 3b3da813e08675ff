import type { BuildLayout } from "./build-layout.ts";

export interface BuildContext {
  readonly recipeDirectory: string;
  readonly layout: BuildLayout;
  /** Go's build cache. */
  readonly buildCache: string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (progress: BuildProgress) => void;
}

export interface BuildProgress {
  readonly detail: string;
  readonly packages?: { readonly done: number; readonly total: number };
}
