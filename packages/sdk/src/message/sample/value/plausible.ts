import type { Random } from '../random.ts';

/** What a clerk expects to read in an element of such a name; the first rule that matches the name holds. */
const byName: readonly (readonly [name: RegExp, values: readonly string[]])[] = [
  [/uuid/, []],
  [/^produkt$/, ['Amtsbote']],
  [/^produkthersteller$/, ['Muster GmbH']],
  [/^test$/, ['true']],
  [/^anrede$/, ['Frau', 'Herr']],
  [/^titel$|doktorgrad/, ['Dr.']],
  [/familienname|nachname|geburtsname/, ['Mustermann', 'Musterfrau', 'Müller-Beispiel']],
  [/^geburt$|geburtsdatum|geburtstag/, ['1965-10-12', '1978-03-04', '1990-01-31', '12101965', '1965', '12.10.1965']],
  [/vorname|rufname/, ['Erika', 'Max', 'Änne']],
  [/^(leser|autor|absender|empfaenger)$|behoerde.*name|organisationseinheit/, ['Stadt Musterstadt', 'Portal Musterland']],
  [/^organisation$|organisation.*name|name.*organisation|firma/, ['Muster GmbH', 'Beispiel & Söhne OHG']],
  [/dateiname|filename/, ['Bauzeichnung.pdf', 'Lageplan.pdf', 'Antrag.pdf']],
  [/mime|^format$/, ['application/pdf']],
  [/mail/, ['erika.mustermann@example.org', 'max.mustermann@example.org']],
  [/telefon|telefax|mobil|^fax/, ['030 23125001', '+49 30 23125002']],
  [/strasse.*hausnummer|strassehausnummer/, ['Musterstraße 12', 'Am Beispielweg 3 a']],
  [/strasse|straße/, ['Musterstraße', 'Am Beispielweg']],
  [/hausnummer|hausnr/, ['12', '3', '27']],
  [/plz|postleitzahl/, ['01067', '03046', '99084']],
  [/gemeindeschluessel|^ags$/, ['09162000', '06411000']],
  [/regionalschluessel|^ars$/, ['091620000000', '064110000000']],
  [/postfach/, ['1234']],
  [/gemarkung/, ['Musterflur']],
  [/flurstueck/, ['123', '45']],
  [/^flur/, ['7']],
  [/staat|land$/, ['Deutschland']],
  [/wohnort|^ort|ort$|gemeinde|stadt|sitz/, ['Musterstadt', 'Beispielhausen']],
  [/iban/, ['DE02120300000000202051']],
  [/^bic/, ['BYLADEM1001']],
  [/listuri|codeliste/, ['urn:xoev-de:muster:codeliste:beispiel']],
  [/uri$|url|link|href|verweis|homepage|webseite/, ['https://www.example.org/muster']],
  [/aktenzeichen|geschaeftszeichen|vorgang/, ['63-00123-26', 'BA-2026-0815']],
  [/kennung/, ['bap:0001', 'bab:0002']],
  [/version/, ['1.0']],
  [/hashwert|hashvalue|sha/, ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855']],
];

/** Names that tell less; the element around may tell more. */
const byVagueName: typeof byName = [
  [/betreff/, ['Anfrage zum Vorhaben Musterstraße 12']],
  [/beschreibung|bemerkung|begruendung|text|hinweis|erlaeuterung|kommentar/, ['Dies ist ein Beispiel.', 'Nur zur Erprobung.']],
  [/bezeichnung|titel|name/, ['Muster', 'Beispiel']],
  [/nummer|zaehler|nenner|anzahl/, ['12', '345', '4711']],
  [/einheit|^uom/, ['m2']],
  [/sprache|^lang/, ['de']],
];

/** What names a value. */
export interface Names {
  /** Of the element or attribute. */
  readonly name: string;
  /** Of the elements around it, the nearest first. */
  readonly around: readonly string[];
}

/** Texts that a person would find plausible in an element or attribute of this name, to be tried in this order; none if it tells nothing. */
export function plausibleTexts({ name, around }: Names, random: Random): readonly string[] {
  const [own = '', ...others] = [name, ...around].map(plain);
  if (own === 'code') return [...(codes[others[0] ?? ''] ?? []), '1', '01', '001', 'A'];
  const telling = vague.test(own) ? others.slice(0, farthest).find((one) => !vague.test(one)) : undefined;
  const texts =
    textsFor(own, byName) ?? (telling === undefined ? undefined : textsFor(telling, byName)) ?? textsFor(own, byVagueName) ?? [];
  const start = random.between(0, Math.max(0, texts.length - 1));
  return [...texts.slice(start), ...texts.slice(0, start)];
}

/** Elements around that may tell what a vague name means. */
const farthest = 3;
const vague = /^(name|wert|value|text|inhalt|bezeichnung|zeichenkette|datum|tag|jahrmonattag)$/;
/** Codes where no list is at hand, by the element that holds them. */
const codes: Readonly<Record<string, readonly string[]>> = { verzeichnisdienst: ['DVDV'], mimetype: ['application/pdf'] };

function textsFor(name: string, table: typeof byName): readonly string[] | undefined {
  return table.find(([pattern]) => pattern.test(name))?.[1];
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('ß', 'ss');
}

/** Texts for any element. */
export const anyTexts: readonly string[] = ['Beispiel', 'Muster', 'Angabe', 'Beispiel 1', 'A', '1', '0'];
