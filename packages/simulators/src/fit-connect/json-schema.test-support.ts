type Json = Record<string, unknown>;
type Check = (rule: never, value: unknown, at: At) => readonly string[];

interface At {
  readonly root: Json;
  readonly path: string;
  readonly schema: Json;
}

/** What a JSON value breaks of the rules of a schema, as far as the metadata schema uses them. */
export function faultsOfJson(root: object, value: unknown): readonly string[] {
  return faultsAt(root as Json, value, { root: root as Json, path: '' });
}

function faultsAt(given: Json, value: unknown, { root, path }: Omit<At, 'schema'>): readonly string[] {
  const schema = typeof given['$ref'] === 'string' ? resolve(root, given['$ref']) : given;
  return Object.entries(checks).flatMap(([name, check]) =>
    schema[name] === undefined ? [] : check(schema[name] as never, value, { root, path, schema }),
  );
}

const fault = (broken: boolean, path: string, rule: string): readonly string[] => (broken ? [`${path}: ${rule}`] : []);

const checks: Readonly<Record<string, Check>> = {
  type: (type: string, value, { path }) => fault(!isType(type, value), path, 'type'),
  enum: (values: readonly unknown[], value, { path }) => fault(!values.includes(value), path, 'enum'),
  pattern: (pattern: string, value, { path }) => fault(!new RegExp(pattern, 'u').test(String(value)), path, 'pattern'),
  minLength: (least: number, value, { path }) => fault(String(value).length < least, path, 'minLength'),
  maxLength: (most: number, value, { path }) => fault(String(value).length > most, path, 'maxLength'),
  minProperties: (least: number, value, { path }) => fault(Object.keys(value as Json).length < least, path, 'minProperties'),
  maxProperties: (most: number, value, { path }) => fault(Object.keys(value as Json).length > most, path, 'maxProperties'),
  minItems: (least: number, value, { path }) => fault((value as unknown[]).length < least, path, 'minItems'),
  uniqueItems: (_unique: boolean, value, { path }) =>
    fault(new Set(value as unknown[]).size < (value as unknown[]).length, path, 'uniqueItems'),
  required: (names: readonly string[], value, { path }) =>
    names.flatMap((name) => fault(!(name in (value as Json)), `${path}/${name}`, 'missing')),
  properties: (rules: Record<string, Json>, value, { root, path }) =>
    Object.entries(rules).flatMap(([name, rule]) =>
      (value as Json)[name] === undefined ? [] : faultsAt(rule, (value as Json)[name], { root, path: `${path}/${name}` }),
    ),
  additionalProperties: (_no: boolean, value, { path, schema }) =>
    Object.keys(value as Json)
      .filter((name) => !(name in (schema['properties'] as Json)))
      .map((name) => `${path}/${name}: not allowed`),
  items: (rule: Json, value, { root, path }) =>
    (value as unknown[]).flatMap((entry, index) => faultsAt(rule, entry, { root, path: `${path}/${index}` })),
};

function isType(type: string, value: unknown): boolean {
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return type === 'array' ? Array.isArray(value) : typeof value === type;
}

function resolve(root: Json, reference: string): Json {
  return reference
    .split('/')
    .slice(1)
    .reduce<Json>((node, name) => node[name] as Json, root);
}
