/** Tells what was measured; a figure of a busy machine is no reason to fail. */
export function tell(what: string): void {
  process.stderr.write(`measured: ${what}\n`);
}
