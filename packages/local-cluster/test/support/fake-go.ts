/**
 * A `go` for tests: it compiles by writing a script, knows two stale packages a program, and notes each build in
 * `$FAKE_GO_LOG`. `$FAKE_GO_FAIL` names a module whose build fails; `$FAKE_GO_HANG` one whose build never ends, which
 * a file `$FAKE_GO_LOG.hangs` tells.
 */
export const FAKE_GO = `#!/usr/bin/env node
const fs = require("node:fs");
const path = require("node:path");
const [verb, ...args] = process.argv.slice(2);
const folder = path.basename(process.cwd());
if (verb === "env") console.log("go1.26.0");
if (verb === "list") console.log("example.com/one\\nexample.com/two");
if (verb === "mod") console.log(JSON.stringify({ Dir: path.join(process.env.FAKE_GO_MODULES, args.at(-1)) }));
if (verb === "build") {
  fs.mkdirSync(process.env.GOCACHE, { recursive: true });
  fs.appendFileSync(process.env.FAKE_GO_LOG, folder + " " + args.join(" ") + "\\n");
  console.error("go: downloading example.com/one v1.0.0\\nexample.com/one");
  if (process.env.FAKE_GO_HANG === folder) {
    process.on("SIGINT", () => process.exit(130));
    setInterval(() => {}, 1000);
    fs.writeFileSync(process.env.FAKE_GO_LOG + ".hangs", "");
  } else if (process.env.FAKE_GO_FAIL === folder) {
    console.error("# example.com/" + folder + "\\n./main.go:3:1: undefined: x");
    process.exitCode = 1;
  } else {
    const out = args[args.indexOf("-o") + 1];
    fs.writeFileSync(out, folder === "helper" ? process.env.FAKE_GO_HELPER : "program " + folder, { mode: 0o755 });
  }
}
`;

/** What the fake compiler makes of the module `helper`: \`image SPEC\` writes the spec itself as the image. */
export const FAKE_HELPER = `#!/usr/bin/env node
const fs = require("node:fs");
const spec = JSON.parse(fs.readFileSync(process.argv[3], "utf8"));
for (const { source } of spec.files) fs.statSync(source);
fs.writeFileSync(spec.output, JSON.stringify({ name: spec.name, files: spec.files.map(({ target }) => target) }));
`;
