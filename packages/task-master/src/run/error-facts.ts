/** What is told of an error that is no outcome of a step. */
export interface ErrorFacts {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}
