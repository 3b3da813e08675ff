/**
 * `kind`, `docker` and `kubectl` for tests, over one state file (`$FAKE_KIND_STATE`): clusters by name, with the state of
 * their container. Each call is noted in `$FAKE_KIND_LOG`. `$FAKE_KIND_FAIL` is a verb of kind that fails.
 */
const COMMON = `#!/usr/bin/env node
const fs = require("node:fs");
const file = process.env.FAKE_KIND_STATE;
const args = process.argv.slice(2);
const state = JSON.parse(fs.readFileSync(file, "utf8"));
const save = () => fs.writeFileSync(file, JSON.stringify(state));
const option = (name) => args[args.indexOf(name) + 1];
const fail = (text) => { console.error(text); process.exitCode = 1; };
fs.appendFileSync(process.env.FAKE_KIND_LOG, PROGRAM + " " + args.join(" ") + "\\n");
`;

export const FAKE_KIND = COMMON.replace("PROGRAM", '"kind"').concat(`
const name = option("--name");
if (args[0] === "version") console.log("kind v0.30.0 go1.24.6 linux/amd64");
else if (process.env.FAKE_KIND_FAIL === args[0]) fail("ERROR: failed to " + args[0] + " cluster: no docker");
else if (args[0] === "get") console.log(Object.keys(state).join("\\n"));
else if (args[0] === "create") {
  if (state[name]) fail("ERROR: node(s) already exist for a cluster with the name");
  else {
    state[name] = "running";
    fs.writeFileSync(option("--kubeconfig"), "current-context: kind-" + name);
    save();
  }
} else if (args[0] === "delete") { delete state[name]; save(); }
`);

export const FAKE_DOCKER = COMMON.replace("PROGRAM", '"docker"').concat(`
const cluster = args.at(-1).replace(/-control-plane$/, "");
if (args[0] === "--version") console.log("Docker version 28.2.2, build x");
else if (args[0] === "version") console.log("28.2.2");
else if (args[0] === "inspect") state[cluster] ? console.log(state[cluster]) : fail("Error: No such object");
else if (args[0] === "logs") console.log("systemd started\\nkubelet started");
`);

export const FAKE_KUBECTL = COMMON.replace("PROGRAM", '"kubectl"').concat(`
if (args.includes("rename-context")) {
  const [from, to] = args.slice(args.indexOf("rename-context") + 1);
  const kubeconfig = option("--kubeconfig");
  fs.writeFileSync(kubeconfig, fs.readFileSync(kubeconfig, "utf8").replace(from, to));
} else if (args.includes("/readyz")) process.stdout.write(process.env.FAKE_READYZ || "ok");
else if (args.includes("get")) process.stdout.write("True");
`);
