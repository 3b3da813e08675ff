const UNCHANGED = /^\S+ unchanged$/;

/**
 * Whether kubectl changed something, by what it printed: `apply` says `unchanged` for each object that it left alone,
 * and `delete --ignore-not-found` says nothing when there was none. Server-side apply does not tell.
 */
export function kubectlChanged(argv: readonly string[], stdout: string): boolean {
  const lines = stdout.split("\n").filter((line) => line.trim() !== "");
  if (argv.includes("delete") && argv.some((word) => /^--ignore-not-found(?:=true)?$/.test(word))) {
    return lines.length > 0;
  }
  if (!argv.includes("apply") || lines.length === 0) return true;
  return !lines.every((line) => UNCHANGED.test(line.trim()));
}
