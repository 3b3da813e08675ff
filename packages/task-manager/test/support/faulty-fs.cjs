// Preloaded into a worker: at the call number FAULT_AT of a file system function that may change the store, the process
// is killed (FAULT=kill) or the call fails with that system error (FAULT=ENOSPC …). Between two such calls the disk is the
// same all the time. The number of calls is printed at the end, so that a test can go through all of them.
const fs = require("node:fs");

const { FAULT = "none", FAULT_AT = "0", STORE = "" } = process.env;
const WRITES = [
  "openSync",
  "writeFileSync",
  "writevSync",
  "fsyncSync",
  "ftruncateSync",
  "linkSync",
  "renameSync",
  "rmSync",
  "unlinkSync",
  "mkdirSync",
];
const counted =
  FAULT === "kill"
    ? WRITES
    : ["openSync", "writeFileSync", "writevSync", "fsyncSync", "renameSync", "mkdirSync"];

let calls = 0;
let isInside = false;
for (const name of counted) {
  const original = fs[name];
  fs[name] = (...args) => {
    const isOurs = typeof args[0] === "number" ? args[0] > 2 : String(args[0]).startsWith(STORE);
    if (isInside || !isOurs) return original(...args);
    calls += 1;
    if (calls === Number(FAULT_AT)) {
      if (FAULT === "kill") process.kill(process.pid, "SIGKILL");
      throw Object.assign(new Error(`${FAULT}: injected, ${name}`), { code: FAULT });
    }
    isInside = true;
    try {
      return original(...args);
    } finally {
      isInside = false;
    }
  };
}
process.on("exit", () => fs.writeSync(2, `calls ${calls}\n`));
