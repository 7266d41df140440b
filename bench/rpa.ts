import { findBrowser } from '@amtsbote/sdk/rpa';
import { demoUser, type Quirk, type SkinName, startMusterverfahren } from '@amtsbote/simulators/musterverfahren';
import { type BareScript, bareScript } from './lib/bare-transfer.ts';
import { median } from './lib/median.ts';
import { interleavedPairs, type Pairs, timeOf } from './lib/pairs.ts';
import { browserBytes } from './lib/process-memory.ts';
import { type Figures, report } from './lib/report.ts';
import { openRpaDesk, type RpaDesk } from './lib/rpa-desk.ts';
import { fillSkin } from './lib/skin-form.ts';
import { transferFields, transferMapping, transferTarget, transferXml, unverifiedTarget } from './lib/transfer-form.ts';

const pairs = 20;
const warmUp = 3;
/** Over so many the memory is watched. */
const many = 100;

/** Traps that make a page refuse what scripts put into it, or show a field where none is. */
const traps: readonly (readonly [SkinName, readonly Quirk[]])[] = [
  ['pages', ['hidden-twin', 'rich-text', 'masked-dates', 'select-overlay', 'cell-labels']],
  ['app', ['hidden-twin', 'rich-text', 'masked-dates', 'optimistic']],
  ['frames', ['hidden-twin', 'rich-text', 'masked-dates', 'select-overlay']],
];

const application = await startMusterverfahren();
const bare = await bareScript({ url: application.url, browser: await findBrowser(), user: demoUser });
let number = 0;
let entered = 0;
try {
  const plain = await against('none', () => enterBare('enter'));
  const floor = await against('none', () => enterBare('enterAtOnce'));
  const unverified = await against('none', () => enterBare('enterAtOnce'), unverifiedTarget(application.url));
  const evidence = await against('keep', () => enterBare('enter'));
  await bare.close();
  const memory = await memoryGrowth();
  await expectRecords(entered);
  const skins = await fillSkins();
  report(
    'rpa',
    {
      ...figuresOf(plain, 'bare', ''),
      ...figuresOf(evidence, 'bare', 'evidence'),
      ...figuresOf(floor, 'floor', 'floor'),
      ...figuresOf(unverified, 'floor', 'unverified'),
      ...memory,
      ...skins,
    },
    {
      'at most 0.65 of the same form in a bare script': { figure: 'ratio', max: 0.65 },
      'at most 0.85 of it with screenshot, PDF, HTML and ARIA snapshot': { figure: 'evidenceRatio', max: 0.85 },
      'at most 1.5 times one evaluation and a click': { figure: 'floorRatio', max: 1.5 },
      'every web UI holds what was meant': { figure: 'wrongValues', max: 0 },
      'the browser does not grow over 100 deliveries': { figure: 'memoryGrowth', max: 1.15 },
    },
  );
} finally {
  await bare.close();
  await application.close();
}

/** Deliveries through the SDK against what `baseline` does with the same form; the other browser stays open beside. */
async function against(
  evidence: 'keep' | 'none',
  baseline: () => Promise<number>,
  target = transferTarget(application.url),
): Promise<Pairs> {
  await using desk = await openRpaDesk({ target, mapping: transferMapping(), evidence });
  return await interleavedPairs({ ours: () => enterOurs(desk), baseline, pairs, warmUp });
}

async function enterOurs(desk: RpaDesk): Promise<number> {
  number += 1;
  entered += 1;
  return desk.enter(transferXml(number));
}

async function enterBare(how: Exclude<keyof BareScript, 'close'>): Promise<number> {
  number += 1;
  entered += 1;
  const fields = transferFields.map((field) => (field.name === 'fremdschluessel' ? { ...field, value: `bare-${number}` } : field));
  return timeOf(() => bare[how](fields));
}

/** The witness must hold one record per form, whichever side entered it. */
async function expectRecords(count: number): Promise<void> {
  const { records } = (await (await fetch(`${application.url}/__witness/records`)).json()) as { records: unknown[] };
  if (records.length !== count) throw new Error(`the application holds ${records.length} records, not ${count}`);
}

/** The most that the browser holds in the second half of many deliveries with evidence, by the most in the first half. */
async function memoryGrowth(): Promise<Figures> {
  await using desk = await openRpaDesk({ target: transferTarget(application.url), mapping: transferMapping(), evidence: 'keep' });
  const held: number[] = [];
  for (let nth = 0; nth < many; nth += 1) {
    await enterOurs(desk);
    held.push((await browserBytes()) / 1_000_000);
  }
  console.log(
    `browser after every tenth delivery: ${held
      .filter((_, at) => (at + 1) % 10 === 0)
      .map(Math.round)
      .join(', ')} MB`,
  );
  return {
    memoryAt20MB: held[19] ?? Number.NaN,
    memoryAt100MB: held[99] ?? Number.NaN,
    memoryGrowth: Math.max(...held.slice(many / 2)) / Math.max(...held.slice(0, many / 2)),
  };
}

async function fillSkins(): Promise<Figures> {
  const figures: Record<string, number> = {};
  let wrongValues = 0;
  for (const [skin, quirks] of traps) {
    for (const [name, those] of [
      [skin, []],
      [`${skin}Traps`, quirks],
    ] as const) {
      const { together, byHand, wrong } = await fillSkin(skin, those);
      figures[`${name}Together`] = together;
      figures[`${name}ByHand`] = byHand;
      wrongValues += wrong;
      console.log(`${skin}${those.length === 0 ? '' : ' with traps'}: ${together} fields together, ${byHand} by hand, ${wrong} wrong`);
    }
  }
  return { ...figures, wrongValues };
}

function figuresOf(measured: Pairs, baseline: string, prefix: string): Figures {
  const name = (rest: string): string => (prefix === '' ? rest : `${prefix}${rest.charAt(0).toUpperCase()}${rest.slice(1)}`);
  const figures = {
    [name('oursMs')]: median(measured.oursMs),
    [name(`${baseline}Ms`)]: median(measured.baselineMs),
    [name('ratio')]: measured.ratio,
    [name('ratioMad')]: measured.ratioMad,
  };
  console.log(`${prefix === '' ? 'plain' : prefix}: ${JSON.stringify(figures)}`);
  return figures;
}
