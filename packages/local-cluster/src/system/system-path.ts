/** Where systems keep programs for administrators; after `su` a user's PATH may lack them. */
export const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The folders where programs are looked for: PATH, then the system's. */
export function searchPath(env: NodeJS.ProcessEnv = process.env): string {
  const own = env["PATH"] ?? "";
  return own === "" ? SYSTEM_PATH : `${own}:${SYSTEM_PATH}`;
}
