import { expect, it } from "vitest";
import { nearest } from "../src/nearest.ts";

const STATUSES = ["pending", "in_progress", "completed", "failed", "skipped"];

it.each([
  { text: "complet", best: "completed" },
  { text: "complete", best: "completed" },
  { text: "PENDNG", best: "pending" },
  { text: "progress", best: "in_progress" },
  { text: "fialed", best: "failed" },
])("$text is nearest to $best", ({ text, best }) => {
  expect(nearest(text, STATUSES)[0]).toBe(best);
});

it("gives at most three", () => {
  expect(nearest("aaaa", ["aaab", "aaac", "aaad", "aaae"])).toEqual(["aaab", "aaac", "aaad"]);
});

it("puts what contains the word before what merely resembles it", () => {
  expect(nearest("infra", ["intra", "infra-cluster"])).toEqual(["infra-cluster", "intra"]);
});

it("gives nothing where nothing is alike", () => {
  expect(nearest("xyzxyzxyz", STATUSES)).toEqual([]);
});

it("gives nothing of nothing", () => {
  expect(nearest("pending", [])).toEqual([]);
});
