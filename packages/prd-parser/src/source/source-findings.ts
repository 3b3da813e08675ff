import type { Finding } from "../document/reporter.ts";
import type { MojibakeReport } from "./repair-mojibake.ts";

/** What the encoding of a text gives cause to say; offsets are into the original text. */
export function sourceFindings(mojibake: MojibakeReport, invalid: readonly number[]): readonly Finding[] {
  const { replacements, broken } = mojibake;
  const findings: Finding[] = broken.map((offset) => ({
    code: "mojibake-broken",
    message: "this character was read as windows-1252 and lost a byte; it is kept as it is",
    offset,
  }));
  const [repaired] = replacements;
  if (repaired !== undefined) {
    const message = `${replacements.length} stretches of UTF-8 that had been read as windows-1252 were repaired, the first here`;
    findings.push({ code: "mojibake-repaired", message, offset: repaired.originalStart });
  }
  const [byte] = invalid;
  if (byte !== undefined) {
    const message = `${invalid.length} bytes are not UTF-8 and are shown as U+FFFD, the first here; save the file as UTF-8`;
    findings.push({ code: "not-utf8", message, offset: byte });
  }
  return findings;
}
