import { Kysely, type QueryResult, SqliteDialect } from 'kysely';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqliteDialect } from '../sqlite/dialect.ts';
import { firstRow, hasChanged, prepared } from './prepared.ts';
import type { Tables } from './tables.ts';

let db: Kysely<Tables>;
beforeEach(() => {
  const database = new DatabaseSync(':memory:');
  database.exec('create table meta (name text primary key, value text)');
  db = new Kysely<Tables>({ dialect: sqliteDialect(database) });
});
afterEach(async () => {
  await db.destroy();
});

test('a prepared query is built once, and gives what its values ask for', async () => {
  let built = 0;
  const put = prepared((on, values: { readonly name: string; readonly value: string }) => on.insertInto('meta').values(values));
  const get = prepared((on, { name }: { readonly name: string }) => {
    built += 1;
    return on.selectFrom('meta').select('value').where('name', '=', name);
  });
  await put(db, { name: 'a', value: '1' });
  await db.transaction().execute(async (tx) => put(tx, { name: 'b', value: '2' }));
  expect(firstRow(await get(db, { name: 'a' }))).toEqual({ value: '1' });
  expect(firstRow(await get(db, { name: 'b' }))).toEqual({ value: '2' });
  expect(firstRow(await get(db, { name: 'c' }))).toBeUndefined();
  expect(built).toBe(1);
});

test('lists of other lengths, and values that are not there, are queries of their own', async () => {
  const put = prepared((on, values: { readonly name: string; readonly value: string }) => on.insertInto('meta').values(values));
  for (const name of ['a', 'b', 'c']) await put(db, { name, value: name });
  const count = prepared((on, { names, from }: { readonly names: readonly string[]; readonly from?: string | undefined }) => {
    const query = on
      .selectFrom('meta')
      .select('name')
      .where('name', 'in', [...names])
      .orderBy('name');
    return from === undefined ? query : query.where('name', '>=', from);
  });
  const names = async (result: Promise<QueryResult<{ name: string }>>): Promise<string[]> => (await result).rows.map(({ name }) => name);
  expect(await names(count(db, { names: ['a'] }))).toEqual(['a']);
  expect(await names(count(db, { names: ['b', 'c'] }))).toEqual(['b', 'c']);
  expect(await names(count(db, { names: ['c', 'a'] }))).toEqual(['a', 'c']);
  expect(await names(count(db, { names: ['c', 'a'], from: 'b' }))).toEqual(['c']);
  expect(await names(count(db, { names: ['c', 'a'], from: undefined }))).toEqual(['a', 'c']);
});

test('a change says whether it changed anything', async () => {
  const put = prepared((on, values: { readonly name: string; readonly value: string }) => on.insertInto('meta').values(values));
  const change = prepared((on, { name, value }: { readonly name: string; readonly value: string }) =>
    on.updateTable('meta').set({ value }).where('name', '=', name),
  );
  await put(db, { name: 'a', value: '1' });
  expect(hasChanged(await change(db, { name: 'a', value: '2' }))).toBe(true);
  expect(hasChanged(await change(db, { name: 'b', value: '2' }))).toBe(false);
});

test('what one dialect compiled is not taken for another', async () => {
  const texts: string[] = [];
  const other = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: new DatabaseSync(':memory:') as never }),
    log: () => undefined,
  });
  const build = prepared((on, { name }: { readonly name: string }) => {
    texts.push('built');
    return on.selectFrom('meta').select('value').where('name', '=', name);
  });
  await build(db, { name: 'a' });
  await build(other, { name: 'a' }).catch(() => undefined);
  await build(db, { name: 'b' });
  expect(texts).toHaveLength(2);
});
