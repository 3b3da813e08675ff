/** A schema as OpenAPI 3 and JSON Schema have it. */
export type Schema = Readonly<Record<string, unknown>>;

export type Definitions = ReadonlyMap<string, Schema>;

/**
 * The JSON Schema (draft 7) of one kind, strict: a field that the schema does not name is an error, unless the schema says that
 * anything goes there. `$ref`s are looked up in `definitions` by the last part of their path.
 */
export function strictSchema(root: Schema, definitions: Definitions): Schema {
  const used = new Map<string, Schema>();
  const collect = (name: string): void => {
    if (used.has(name)) return;
    // Noted before it is made: definitions may refer to themselves.
    used.set(name, {});
    used.set(name, strictly(definitions.get(name) ?? {}, collect));
  };
  const schema = strictly(root, collect);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    ...schema,
    definitions: Object.fromEntries(used),
  };
}

type Collect = (name: string) => void;

const COPIED = [
  "enum",
  "maxItems",
  "maxLength",
  "maxProperties",
  "maximum",
  "minItems",
  "minLength",
  "minProperties",
  "minimum",
  "pattern",
  "required",
  "type",
  "uniqueItems",
] as const;

function strictly(schema: Schema, collect: Collect): Schema {
  const reference = referenceIn(schema);
  if (reference !== undefined) {
    collect(reference);
    return { $ref: `#/definitions/${reference}` };
  }
  if (schema["x-kubernetes-int-or-string"] === true) return { type: ["integer", "string"] };
  const strict: Record<string, unknown> = {};
  for (const key of COPIED) if (schema[key] !== undefined) strict[key] = schema[key];
  for (const key of ["oneOf", "anyOf", "allOf"] as const) {
    if (Array.isArray(schema[key])) strict[key] = alternatives(schema[key] as Schema[], collect);
  }
  if (schema["items"] !== undefined) strict["items"] = strictly(schema["items"] as Schema, collect);
  return { ...strict, ...members(schema, collect) };
}

/** The name that `$ref` names, also where OpenAPI wraps it in `allOf` to describe it. */
function referenceIn(schema: Schema): string | undefined {
  const wrapped = schema["allOf"] as readonly Schema[] | undefined;
  const target = schema["$ref"] ?? (wrapped?.length === 1 ? wrapped[0]?.["$ref"] : undefined);
  return typeof target === "string" ? target.split("/").at(-1) : undefined;
}

/** Parts of a choice without a type of their own only say more about members that are named elsewhere. */
function alternatives(schemas: readonly Schema[], collect: Collect): readonly Schema[] {
  return schemas.map((each) => (each["type"] === undefined ? each : strictly(each, collect)));
}

function members(schema: Schema, collect: Collect): Schema {
  const properties = schema["properties"] as Readonly<Record<string, Schema>> | undefined;
  const additional = schema["additionalProperties"];
  const isOpen =
    schema["x-kubernetes-preserve-unknown-fields"] === true ||
    schema["x-kubernetes-embedded-resource"] === true;
  const result: Record<string, unknown> = {};
  if (properties !== undefined) {
    result["properties"] = Object.fromEntries(
      Object.entries(properties).map(([name, each]) => [name, strictly(each, collect)]),
    );
  }
  if (typeof additional === "object" && additional !== null) {
    result["additionalProperties"] = strictly(additional as Schema, collect);
  } else if (properties !== undefined && !isOpen) {
    result["additionalProperties"] = false;
  }
  return result;
}
