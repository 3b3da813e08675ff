import { join } from "node:path";
import { hotChunkOf } from "./dispatch/hot-chunk.ts";
import { loadChunk } from "./dispatch/load-chunk.ts";
import { directOutput, outliveReader } from "./output/standard-output.ts";

interface HotChunk {
  /** Undefined where the whole program is needed after all. */
  readonly run: (argv: readonly string[], verb: string) => Promise<number> | undefined;
}

/** Folder of the built program. */
declare const CANARY_DIST: string;
declare const CANARY_VERSION: string;

const argv = process.argv.slice(2);
const hot = hotChunkOf(argv);

if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  directOutput().write(`${CANARY_VERSION}\n`);
} else {
  const served = hot === undefined ? undefined : loadHotChunk(hot.chunk).run(hot.words, hot.verb);
  void (served ?? runWhole()).then(end);
}

function loadHotChunk(name: string): HotChunk {
  return loadChunk(join(CANARY_DIST, "hot", `${name}.cjs`)) as HotChunk;
}

function runWhole(): Promise<number> {
  outliveReader(process.stdout);
  outliveReader(process.stderr);
  return import("./program.ts").then((program) => program.runProgram(argv, CANARY_VERSION));
}

function end(exitCode: number): void {
  process.exitCode = exitCode;
}
