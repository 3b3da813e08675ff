import { expect, it } from "vitest";
import { packageSourcesFor } from "../src/build/package-sources.ts";

const NEW = "/etc/apt/sources.list.d/debian.sources";
const OLD = "/etc/apt/sources.list";
const DEBIAN = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n`;
const UBUNTU = `ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n`;
const LINES = "deb http://localhost/debian bookworm main\n";

it.each([
  [
    "the host's own file on the same Debian",
    DEBIAN,
    { [NEW]: "Types: deb\nURIs: http://localhost\n" },
    [NEW],
  ],
  ["its older form", DEBIAN, { [OLD]: LINES }, [OLD]],
  ["the older one when the newer has no sources", DEBIAN, { [NEW]: "# none\n", [OLD]: LINES }, [OLD]],
  ["a quoted release", DEBIAN.replace("ID=debian", `ID="debian"`), { [OLD]: LINES }, [OLD]],
  [
    "none on another Debian",
    DEBIAN.replaceAll("bookworm", "trixie"),
    { [NEW]: "URIs: http://localhost" },
    [],
  ],
  ["none on Ubuntu, whose file has comments only", UBUNTU, { [OLD]: "# moved\n" }, []],
  ["none on Ubuntu, whose file has packages of Ubuntu", UBUNTU, { [OLD]: LINES }, []],
  ["none where there is no apt", undefined, {}, []],
])("a root file system of bookworm is made from %s", (_, release, files, expected) => {
  const read = (file: string): string | undefined =>
    file === "/etc/os-release" ? release : (files as Record<string, string>)[file];
  expect(packageSourcesFor("bookworm", read)).toEqual(expected);
});
