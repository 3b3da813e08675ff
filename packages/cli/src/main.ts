import { hotChunkOf } from "./dispatch/hot-chunk.ts";

interface HotChunk {
  readonly run: (argv: readonly string[]) => Promise<number>;
}

declare const require: (path: string) => HotChunk;
declare const CANARY_VERSION: string;

/** A reader that goes away (`canary tasks list | head`) ends the output, not the program. */
function outliveReader(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

outliveReader(process.stdout);
const argv = process.argv.slice(2);
const chunk = hotChunkOf(argv);

if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  process.stdout.write(`${CANARY_VERSION}\n`);
} else if (chunk !== undefined) {
  const path = `./hot/${chunk}.cjs`;
  void require(path).run(argv.slice(2)).then(end);
} else {
  outliveReader(process.stderr);
  void import("./program.ts").then((program) => program.runProgram(argv, CANARY_VERSION)).then(end);
}

function end(exitCode: number): void {
  process.exitCode = exitCode;
}
