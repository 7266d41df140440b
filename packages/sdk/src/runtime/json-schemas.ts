/** The JSON schemas that editors use for the files of a project. */
export interface JsonSchemas {
  /** Of `amtsbote.yaml`. */
  readonly config: object;
  /** Of mapping files. */
  readonly mapping: object;
  /** Of the lines of `sync --json`. */
  readonly events: object;
}

/** Makes the JSON schemas of the files of a project. */
export async function jsonSchemas(): Promise<JsonSchemas> {
  const [{ configJsonSchema }, { mappingJsonSchema }, { outputJsonSchema }] = await Promise.all([
    import('../config/config-file.ts'),
    import('../mapping/mapping-shape.ts'),
    import('./output-shapes.ts'),
  ]);
  return { config: configJsonSchema(), mapping: await mappingJsonSchema(), events: outputJsonSchema() };
}
