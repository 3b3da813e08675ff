import { StringDecoder } from "node:string_decoder";
import { maskSecrets } from "@canary/core";

const LONGEST_LINE = 262_144;
const LONGEST_KEY = 65_536;
/** Of a line that is too long to wait for its end, this much is held back: a secret may go on. */
const HELD_BACK = 16_384;
const KEY_BEGINS = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/g;

/** Masks a stream: gives whole lines only, and a private key only when all of it is there. */
export class LineMasker {
  readonly #decoder = new StringDecoder("utf8");
  readonly #secrets: readonly string[];
  #pending = "";

  /** `secrets` as `secretForms` gives them. */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  /** The masked text that this chunk completes; may be empty. */
  push(chunk: Buffer): string {
    this.#pending += this.#decoder.write(chunk);
    const end = this.#safeEnd();
    if (end > 0) {
      const whole = this.#pending.slice(0, end);
      this.#pending = this.#pending.slice(end);
      return maskSecrets(whole, this.#secrets);
    }
    if (this.#pending.length <= LONGEST_LINE) return "";
    const masked = maskSecrets(this.#pending, this.#secrets);
    this.#pending = masked.slice(-HELD_BACK);
    return masked.slice(0, -HELD_BACK);
  }

  /** What was pushed and not given yet; not masked. */
  get pending(): string {
    return this.#pending;
  }

  /** The rest, ended by a line break when there is any. */
  finish(): string {
    const rest = this.#pending + this.#decoder.end();
    this.#pending = "";
    return rest === "" ? "" : `${maskSecrets(rest, this.#secrets)}\n`;
  }

  #safeEnd(): number {
    const end = this.#pending.lastIndexOf("\n") + 1;
    const keyBegins = this.#pending.lastIndexOf("-----BEGIN ");
    if (keyBegins === -1 || this.#pending.length - keyBegins > LONGEST_KEY) return end;
    const after = this.#pending.slice(keyBegins);
    const isOpen = after.search(KEY_BEGINS) === 0 && !after.includes("-----END ");
    return isOpen ? this.#pending.lastIndexOf("\n", keyBegins) + 1 : end;
  }
}
