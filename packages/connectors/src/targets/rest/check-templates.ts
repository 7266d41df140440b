import { ConfigurationFault, templateNames } from '@amtsbote/sdk';
import type { RestOptions, RestRecord } from './options.ts';

/**
 * Proves the templates against the declared fields and capabilities, so that no delivery finds out: no unknown name, no
 * field that is dropped silently, no look-up for a key that was never sent.
 *
 * @throws ConfigurationFault AB_CONFIG_INVALID
 */
export function checkTemplates({ records, capabilities }: RestOptions): void {
  for (const [type, record] of Object.entries(records)) {
    const { create, find } = record;
    const sent = new Set([...names(create.body), ...names(create.path), ...fileFields(record)]);
    expectKnown(type, record);
    for (const field of Object.keys(record.fields)) {
      if (!sent.has(field)) throw invalid(type, `the field ${field} is declared, but the request does not hold it`, 'fields');
    }
    if (capabilities.find !== 'none') {
      if (find === undefined) throw invalid(type, '`capabilities.find` promises a look-up that is not described', 'find');
      if (!sent.has('deliveryKey')) throw invalid(type, 'records are looked up by {deliveryKey}, which is not sent', 'create.body');
    }
    const headers = names(Object.values(create.headers));
    if (capabilities.idempotencyKey && !headers.has('deliveryKey') && !sent.has('deliveryKey')) {
      throw invalid(type, '`capabilities.idempotencyKey` needs {deliveryKey} in the request', 'create.headers');
    }
  }
}

function expectKnown(type: string, record: RestRecord): void {
  const { create, find, status, fields } = record;
  const known = new Set([...Object.keys(fields), 'deliveryKey']);
  const places: [string, Iterable<string>, ReadonlySet<string>][] = [
    ['create.body', names(create.body), known],
    ['create.path', names(create.path), known],
    ['create.headers', names(Object.values(create.headers)), new Set(['deliveryKey'])],
    ['create.multipart.files', fileFields(record), new Set(attachmentFields(record))],
    ['find.path', names(find?.path), new Set(['deliveryKey'])],
    ['status.path', names(status?.path), new Set(['reference', 'deliveryKey'])],
  ];
  for (const [place, asked, allowed] of places) {
    for (const name of asked) {
      if (!allowed.has(name)) throw invalid(type, `{${name}} is not known here`, place);
    }
  }
  if (status !== undefined && names(status.path).size === 0)
    throw invalid(type, 'a state is asked for by {reference} or {deliveryKey}', 'status.path');
  if (find !== undefined && !names(find.path).has('deliveryKey')) throw invalid(type, 'a look-up needs {deliveryKey}', 'find.path');
}

/** Names with what follows a dot left out: `{proof.name}` asks for the field `proof`. */
function names(template: unknown): ReadonlySet<string> {
  return new Set([...templateNames(template)].map((name) => name.split('.', 1)[0] ?? name));
}

function fileFields({ create }: RestRecord): readonly string[] {
  return Object.keys(create.multipart?.files ?? {});
}

function attachmentFields({ fields }: RestRecord): readonly string[] {
  return Object.keys(fields).filter((name) => fields[name]?.type === 'attachment');
}

function invalid(type: string, what: string, place: string): ConfigurationFault {
  return new ConfigurationFault('AB_CONFIG_INVALID', `record ${type}: ${what}`, {
    where: { field: `options.records.${type}.${place}` },
  });
}
