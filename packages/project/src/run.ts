export { executePreparedRun } from "./execute-prepared-run.ts";
