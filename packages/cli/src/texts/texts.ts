import { de } from './de.ts';
import { deAudit } from './de-audit.ts';
import { deEvidence } from './de-evidence.ts';
import { deFitConnect } from './de-fit-connect.ts';
import { deFitConnectKeys } from './de-fit-connect-keys.ts';
import { deMapping } from './de-mapping.ts';
import { deOperate } from './de-operate.ts';
import { dePrivacy } from './de-privacy.ts';
import { deReports } from './de-reports.ts';
import { deRpa } from './de-rpa.ts';
import { deServe } from './de-serve.ts';
import { deXoev } from './de-xoev.ts';
import { en } from './en.ts';
import { enAudit } from './en-audit.ts';
import { enEvidence } from './en-evidence.ts';
import { enFitConnect } from './en-fit-connect.ts';
import { enFitConnectKeys } from './en-fit-connect-keys.ts';
import { enMapping } from './en-mapping.ts';
import { enOperate } from './en-operate.ts';
import { enPrivacy } from './en-privacy.ts';
import { enReports } from './en-reports.ts';
import { enRpa } from './en-rpa.ts';
import { enServe } from './en-serve.ts';
import { enXoev } from './en-xoev.ts';

/** The name of a text in the catalogue. */
export type TextKey =
  | keyof typeof en
  | keyof typeof enXoev
  | keyof typeof enMapping
  | keyof typeof enAudit
  | keyof typeof enEvidence
  | keyof typeof enPrivacy
  | keyof typeof enReports
  | keyof typeof enOperate
  | keyof typeof enFitConnect
  | keyof typeof enFitConnectKeys
  | keyof typeof enServe
  | keyof typeof enRpa;

/** The languages of the catalogue. */
export type Language = 'de' | 'en';

/** All texts of each language. */
export const catalogues: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = {
  de: {
    ...de,
    ...deXoev,
    ...deMapping,
    ...deAudit,
    ...deEvidence,
    ...dePrivacy,
    ...deReports,
    ...deOperate,
    ...deFitConnect,
    ...deFitConnectKeys,
    ...deServe,
    ...deRpa,
  },
  en: {
    ...en,
    ...enXoev,
    ...enMapping,
    ...enAudit,
    ...enEvidence,
    ...enPrivacy,
    ...enReports,
    ...enOperate,
    ...enFitConnect,
    ...enFitConnectKeys,
    ...enServe,
    ...enRpa,
  },
};

/** The text of a key in the chosen language, its `{placeholders}` filled. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** The catalogue of one language as a function. */
export function translator(language: Language): Translate {
  const catalogue = catalogues[language];
  return (key, values = {}) => catalogue[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
