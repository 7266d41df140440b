/** The words of coverage reports. */
export interface CoverageTexts {
  readonly title: string;
  readonly lead: string;
  readonly read: string;
  readonly ignored: string;
  readonly lost: string;
  readonly empty: string;
  readonly readMeaning: string;
  readonly ignoredMeaning: string;
  readonly lostMeaning: string;
  readonly emptyMeaning: string;
  readonly messages: string;
  readonly message: string;
  readonly result: string;
  readonly mapped: string;
  readonly case: string;
  readonly reject: string;
  readonly places: string;
  readonly place: string;
  readonly fields: string;
  readonly show: string;
  readonly all: string;
  readonly onlyLost: string;
  readonly complete: string;
  readonly incompleteOne: string;
  readonly incomplete: string;
  readonly mapping: string;
  readonly record: string;
  readonly times: string;
  readonly noValues: string;
}

export const coverageTexts: Readonly<Record<'de' | 'en', CoverageTexts>> = {
  en: {
    title: 'What the mapping takes over',
    lead: 'Every place of the messages that can hold a value stands here once.',
    read: 'taken over',
    ignored: 'knowingly left out',
    lost: 'lost',
    empty: 'empty',
    readMeaning: 'a field, a condition or a check reads it',
    ignoredMeaning: 'the mapping lists it under ignore',
    lostMeaning: 'nothing reads it and nothing says that it may be left out',
    emptyMeaning: 'nothing reads it, and there was nothing in it',
    messages: 'Messages',
    message: 'Message',
    result: 'Result',
    mapped: 'record made',
    case: 'becomes a case',
    reject: 'would be rejected',
    places: 'Places in the message',
    place: 'Place',
    fields: 'Fields of the record',
    show: 'Show',
    all: 'everything',
    onlyLost: 'only what is lost',
    complete: 'Nothing is lost.',
    incompleteOne: 'One value is lost.',
    incomplete: '{count} values are lost.',
    mapping: 'Mapping',
    record: 'Record',
    times: '{count} times',
    noValues: 'This page holds no values from the messages.',
  },
  de: {
    title: 'Was die Abbildung übernimmt',
    lead: 'Jede Stelle der Nachrichten, an der ein Wert stehen kann, steht hier einmal.',
    read: 'übernommen',
    ignored: 'bewusst ausgelassen',
    lost: 'geht verloren',
    empty: 'leer',
    readMeaning: 'ein Feld, eine Bedingung oder eine Prüfung liest es',
    ignoredMeaning: 'die Abbildung nennt es unter „ignore“',
    lostMeaning: 'nichts liest es, und nichts sagt, dass es fehlen darf',
    emptyMeaning: 'nichts liest es, und es stand nichts darin',
    messages: 'Nachrichten',
    message: 'Nachricht',
    result: 'Ergebnis',
    mapped: 'Datensatz erstellt',
    case: 'wird ein Klärfall',
    reject: 'würde abgelehnt',
    places: 'Stellen in der Nachricht',
    place: 'Stelle',
    fields: 'Felder des Datensatzes',
    show: 'Zeigen',
    all: 'alles',
    onlyLost: 'nur was verloren geht',
    complete: 'Es geht nichts verloren.',
    incompleteOne: 'Ein Wert geht verloren.',
    incomplete: '{count} Werte gehen verloren.',
    mapping: 'Abbildung',
    record: 'Datensatz',
    times: '{count}-mal',
    noValues: 'Diese Seite enthält keine Werte aus den Nachrichten.',
  },
};

/** How much is lost, in one sentence. */
export function coverageVerdict(lost: number, t: CoverageTexts): string {
  if (lost === 0) return t.complete;
  return lost === 1 ? t.incompleteOne : t.incomplete.replace('{count}', String(lost));
}
