/** The parts of a JSON schema that are looked at. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly additionalProperties?: boolean;
}

/** A value that breaks one rule. */
export interface Breaking {
  readonly what: string;
  readonly value: unknown;
}

/** Every way to break one rule of a schema in a value that keeps all of them. */
export function breakings(schema: Schema, value: unknown): readonly Breaking[] {
  return below({ schema, root: schema, path: '' }, value);
}

interface Place {
  readonly schema: Schema;
  readonly root: Schema;
  readonly path: string;
}

function below({ schema, root, path }: Place, value: unknown): readonly Breaking[] {
  const place = { schema: resolved(schema, root), root, path };
  if (Array.isArray(value)) return ofList(place, value);
  return typeof value === 'object' && value !== null ? ofObject(place, value as Record<string, unknown>) : ofText(place);
}

function ofList({ schema, root, path }: Place, [first]: readonly unknown[]): readonly Breaking[] {
  const entries = below({ schema: schema.items ?? {}, root, path: `${path}[]` }, first);
  return [{ what: `${path} is no list`, value: 'x' }, ...entries.map(({ what, value }) => ({ what, value: [value] }))];
}

function ofObject({ schema, root, path }: Place, members: Record<string, unknown>): readonly Breaking[] {
  const without = (name: string): Record<string, unknown> => Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
  const open = schema.additionalProperties !== false;
  return [
    { what: `${path} is no object`, value: 'x' },
    ...(open ? [] : [{ what: `${path} has another member`, value: { ...members, another: 1 } }]),
    ...(schema.required ?? []).map((name) => ({ what: `${path}.${name} is missing`, value: without(name) })),
    ...Object.entries(members).flatMap(([name, member]) =>
      below({ schema: schema.properties?.[name] ?? {}, root, path: `${path}.${name}` }, member).map(({ what, value }) => ({
        what,
        value: { ...members, [name]: value },
      })),
    ),
  ];
}

function ofText({ schema, path }: Place): readonly Breaking[] {
  const found: Breaking[] = [];
  if (schema.enum !== undefined) found.push({ what: `${path} is another`, value: 'another' });
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test('€'))
    found.push({ what: `${path} against its pattern`, value: '€' });
  if (schema.type === 'string') found.push({ what: `${path} is a number`, value: 7 });
  if (schema.type === 'boolean' || schema.type === 'number') found.push({ what: `${path} is a text`, value: 'x' });
  return found;
}

function resolved(schema: Schema, root: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const steps = schema.$ref.slice(2).split('/');
  return steps.reduce<Schema>((at, step) => (at as Record<string, Schema>)[step] ?? {}, root);
}
