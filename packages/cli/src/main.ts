import { hotChunkOf } from "./dispatch/hot-chunk.ts";
import { directOutput, outliveReader } from "./output/standard-output.ts";

interface HotChunk {
  /** Undefined where the whole program is needed after all. */
  readonly run: (argv: readonly string[], verb: string) => Promise<number> | undefined;
}

declare const require: (path: string) => HotChunk;
declare const CANARY_VERSION: string;

const argv = process.argv.slice(2);
const hot = hotChunkOf(argv);

if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  directOutput().write(`${CANARY_VERSION}\n`);
} else {
  const path = `./hot/${hot?.chunk}.cjs`;
  const served = hot === undefined ? undefined : require(path).run(hot.words, hot.verb);
  void (served ?? runWhole()).then(end);
}

function runWhole(): Promise<number> {
  outliveReader(process.stdout);
  outliveReader(process.stderr);
  return import("./program.ts").then((program) => program.runProgram(argv, CANARY_VERSION));
}

function end(exitCode: number): void {
  process.exitCode = exitCode;
}
