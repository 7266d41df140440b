import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadSchema, type Mapping, openSchemaSets, parseMapping, readMessage, type Schema } from '@amtsbote/sdk/workbench';
import { applicationMapping, applicationSchema, applicationXml } from './lib/application-message.ts';
import { median } from './lib/median.ts';
import { interleavedPairs, timeOf } from './lib/pairs.ts';
import { plot } from './lib/plot.ts';
import { type Figures, report } from './lib/report.ts';
import { makeWorkFolder, type WorkFolder } from './lib/work-folder.ts';

const batch = 500;
const rounds = 10;
const warmUp = 3;
const turn = 25;
const files = 1000;
const many = 10_000;
const corpus = process.env['AMTSBOTE_CORPUS'] ?? resolve(import.meta.dirname, '../../shared/corpus');
const fieldCount = 30;

/** What both sides are given: messages as bytes, a schema, a mapping. */
interface Subject {
  readonly messages: readonly Buffer[];
  readonly schema: Schema;
  readonly mapping: Mapping;
}

/** The library that is measured against; the sdk has it, this package does not. */
interface FastXmlParser {
  readonly XMLParser: new (options: object) => { parse(content: Buffer): unknown };
}

await using folder = await makeWorkFolder('messages');
const subject = await prepare(folder);
report(
  'messages',
  { ...(await rates(subject)), ...(await nativeValidation(subject, folder)), ...(await xbauCompile(folder)), ...(await memory(subject)) },
  {
    'reading, validating and mapping at least 1.8 times the rate of fast-xml-parser reading': { figure: 'rateRatio', min: 1.8 },
    'reading and validating within 2.5 times of native xmllint': { figure: 'xmllintRatio', max: 2.5 },
    'XBau 2.6 is compiled in less than a second': { figure: 'xbauCompileMs', max: 1000 },
    'the heap does not grow over 10,000 messages': { figure: 'heapGrowth', max: 1.1 },
    'the process does not grow over 10,000 messages': { figure: 'rssGrowth', max: 1.1 },
  },
);

async function prepare({ path }: WorkFolder): Promise<Subject> {
  const schemaFile = join(path, 'application.xsd');
  await writeFile(schemaFile, applicationSchema());
  const mapping = await parseMapping(JSON.stringify(applicationMapping()), 'mapping.yaml');
  const messages = Array.from({ length: batch }, (_, number) => Buffer.from(applicationXml(number)));
  return { messages, schema: await loadSchema(schemaFile), mapping };
}

/**
 * Each message is timed by itself, in turns of a few for each side, and medians are compared: other processes of the machine
 * hit single messages, not the medians.
 */
async function rates(work: Subject): Promise<Figures> {
  const { XMLParser } = createRequire(new URL('../packages/sdk/package.json', import.meta.url))('fast-xml-parser') as FastXmlParser;
  const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, parseAttributeValue: false, trimValues: false });
  const sides: readonly Side[] = [
    { act: (bytes) => readOne(bytes, work, mapped), times: [] },
    { act: async (bytes) => void parser.parse(bytes), times: [] },
    { act: (bytes) => readOne(bytes, work, valid), times: [] },
    { act: (bytes) => readOne(bytes, work, () => undefined), times: [] },
  ];
  for (let round = -warmUp; round < rounds; round++) {
    for (let from = 0; from < work.messages.length; from += turn) {
      for (const side of sides) await takeTurn(side, work.messages.slice(from, from + turn), round >= 0);
    }
  }
  const [all = Number.NaN, baseline = Number.NaN, validated = Number.NaN, read = Number.NaN] = sides.map(
    ({ times }) => median(times) * 1000,
  );
  return {
    readMicroseconds: read,
    readAndValidateMicroseconds: validated,
    readValidateAndMapMicroseconds: all,
    fastXmlParserMicroseconds: baseline,
    rateRatio: baseline / all,
  };
}

interface Side {
  readonly act: (bytes: Buffer) => Promise<void>;
  readonly times: number[];
}

async function takeTurn({ act, times }: Side, messages: readonly Buffer[], counts: boolean): Promise<void> {
  for (const bytes of messages) {
    const time = await timeOf(() => act(bytes));
    if (counts) times.push(time);
  }
}

type Use = (message: Awaited<ReturnType<typeof readMessage>>, work: Subject) => void;

async function readOne(bytes: Buffer, work: Subject, use: Use): Promise<void> {
  using message = await readMessage(bytes, { mediaType: 'application/xml' });
  use(message, work);
}

function valid(message: Parameters<Use>[0], { schema }: Subject): void {
  const { verdict, findings } = schema.validate(message);
  if (verdict !== 'valid') throw new Error(`the message is ${verdict}: ${findings[0]?.message}`);
}

function mapped(message: Parameters<Use>[0], work: Subject): void {
  valid(message, work);
  const result = work.mapping.apply(message, []);
  const fields = result.outcome === 'mapped' ? Object.keys(result.record).length : 0;
  if (fields !== fieldCount) throw new Error(`the mapping made ${fields} fields: ${result.outcome}`);
}

/** Both read the same files and validate them; the start of xmllint is taken out by a run over one file. */
async function nativeValidation(work: Subject, { path }: WorkFolder): Promise<Figures> {
  const run = promisify(execFile);
  const schemaFile = join(path, 'application.xsd');
  const names = Array.from({ length: files }, (_, number) => join(path, `m${number}.xml`));
  await Promise.all(names.map((name, number) => writeFile(name, applicationXml(number))));
  const native = (some: readonly string[]): Promise<number> =>
    timeOf(() => run('xmllint', ['--noout', '--nonet', '--schema', schemaFile, ...some], { maxBuffer: 1e8 }));
  const there = await native(names.slice(0, 1)).catch(() => undefined);
  if (there === undefined) {
    console.log('not measured: xmllint is not there');
    return {};
  }
  const starts: number[] = [];
  const measured = await interleavedPairs({
    ours: () =>
      timeOf(async () => {
        for (const name of names) await readOne(readFileSync(name), work, valid);
      }),
    baseline: async () => {
      starts.push(await native(names.slice(0, 1)));
      return native(names);
    },
    pairs: 11,
  });
  const nativeMs = median(measured.baselineMs) - median(starts);
  return {
    xmllintMicroseconds: (nativeMs / (files - 1)) * 1000,
    xmllintRatio: median(measured.oursMs) / files / (nativeMs / (files - 1)),
  };
}

/** From the files on disk to a schema that validates, in a project that imported the set before. */
async function xbauCompile({ path }: WorkFolder): Promise<Figures> {
  const source = join(corpus, 'xoev/xbau/2.6/schema-dev');
  if (!existsSync(source)) {
    console.log('not measured: the schemas of XBau 2.6 are not there (AMTSBOTE_CORPUS)');
    return {};
  }
  const importing = openSchemaSets(path);
  await importing.import(source, { name: 'xbau-2.6', importedAt: new Date() });
  const set = await openSchemaSets(path).open('xbau-2.6');
  return { xbauCompileMs: await timeOf(() => set.schema()) };
}

/**
 * Reads, validates and maps ten thousand messages, and looks at the memory after a garbage collection at every hundredth. What weak references
 * hold is let go only when the event loop turns, as it does between deliveries.
 */
async function memory(work: Subject): Promise<Figures> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const samples: NodeJS.MemoryUsage[] = [];
  for (let number = 0; number < many; number++) {
    await readOne(work.messages[number % batch] ?? Buffer.alloc(0), work, mapped);
    if (number % 100 !== 99) continue;
    await setImmediate();
    collect();
    samples.push(process.memoryUsage());
  }
  const growthOf = (figure: 'heapUsed' | 'rss'): number => {
    const values = samples.map((sample) => sample[figure] / 1_000_000);
    console.log(plot(`${figure} in MB over ${many} messages`, values));
    return median(values.slice(-10)) / median(values.slice(0, 10));
  };
  return { heapGrowth: growthOf('heapUsed'), rssGrowth: growthOf('rss') };
}
