/** Where Debian keeps its package sources: since release 12, and before. */
const SOURCES = ["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"];

/**
 * The file of package sources to give mmdebstrap for a suite: the host's own where the host is that release of Debian, so that
 * what its administrator trusts and can reach is what is used. None elsewhere, on Ubuntu or another release, whose sources have
 * other packages: mmdebstrap then takes Debian's own mirror and the keys of debian-archive-keyring.
 */
export function packageSourcesFor(
  suite: string,
  readFile: (file: string) => string | undefined,
): readonly string[] {
  const release = readFile("/etc/os-release") ?? "";
  if (valueOf(release, "ID") !== "debian" || valueOf(release, "VERSION_CODENAME") !== suite) return [];
  return SOURCES.filter((file) => /^(deb |URIs:)/m.test(readFile(file) ?? "")).slice(0, 1);
}

/** A value of os-release(5), without its quotes. */
function valueOf(release: string, name: string): string | undefined {
  return new RegExp(`^${name}=(["']?)(.*)\\1$`, "m").exec(release)?.[2];
}
