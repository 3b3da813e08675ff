/** A secret in each of the forms that a tool may print it in: whole, by line, base64, in a URL, in JSON. */
export function secretForms(values: readonly string[]): readonly string[] {
  const forms = new Set<string>();
  for (const value of values) {
    for (const part of [value, ...value.split("\n")]) {
      const encoded = Buffer.from(part).toString("base64");
      const json = JSON.stringify(part).slice(1, -1);
      for (const form of [part, part.trim(), encoded, encodeURIComponent(part), json]) forms.add(form);
    }
  }
  return [...forms].filter((form) => form.length >= 4);
}
