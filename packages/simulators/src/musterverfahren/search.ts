import type { App } from './app.ts';
import { forms } from './forms/catalogue.ts';
import type { Exchange } from './http-types.ts';
import type { RecordFilter, StoredRecord } from './store.ts';

/** Where a search looks; `alle`: everywhere. */
export const searchFields: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'alle', label: 'Alle Felder' },
  { value: 'aktenzeichen', label: 'Aktenzeichen' },
  { value: 'name', label: 'Name' },
  { value: 'fremdschluessel', label: 'Fremdschlüssel' },
];

/** The records that a search finds: Aktenzeichen from the start, name in part, Fremdschlüssel exactly. Newest last. */
export function searchRecords(app: App, exchange: Exchange, { term, scope }: { term: string; scope: string }): readonly StoredRecord[] {
  const filter = scope === 'fremdschluessel' ? { fremdschluessel: term } : {};
  return visibleRecords(app, exchange, filter).filter((record) => isHit(record, term, scope));
}

/** The records that lists show now. Newest last. */
export function visibleRecords(app: App, exchange: Exchange, filter: RecordFilter = {}): readonly StoredRecord[] {
  const now = app.clock();
  return app.store.list({ ...filter, visibleAt: now, createdUntil: now - exchange.effects.searchLagMs });
}

/** The name that a record goes by in lists. */
export function nameOf(record: StoredRecord): string {
  const form = forms.find((entry) => entry.kind === record.kind);
  return (form?.nameFields ?? [])
    .map((name) => String(record.fields[name] ?? ''))
    .filter((name) => name !== '')
    .join(', ');
}

function isHit(record: StoredRecord, term: string, scope: string): boolean {
  const found: Readonly<Record<string, boolean>> = {
    aktenzeichen: record.aktenzeichen.startsWith(term),
    name: nameOf(record).toLocaleLowerCase('de').includes(term.toLocaleLowerCase('de')),
    fremdschluessel: record.fremdschluessel === term,
  };
  return scope === 'alle' ? Object.values(found).some(Boolean) : (found[scope] ?? false);
}
