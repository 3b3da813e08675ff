/** The PRD that commands mean when neither they nor the configuration name one. */
export const DEFAULT_DOCUMENT = "PRD.md";
