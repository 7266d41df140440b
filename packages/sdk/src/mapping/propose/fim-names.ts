/** A field of the FIM core set, and what the XÖV standards call the same. */
export interface FimName {
  /** In its short form, such as `F60000227`. */
  readonly id: string;
  /** In clear text. */
  readonly title: string;
  /** A name for the field of a record. */
  readonly field: string;
  /** Names of elements in XÖV standards that mean the same. */
  readonly xoev: readonly string[];
}

/** FIM's building blocks of the federal editorial office that most forms use, with the XÖV references of their legal basis. */
export const fimNames: readonly FimName[] = [
  { id: 'F60000227', title: 'Familienname', field: 'familienname', xoev: ['familienname', 'nachname'] },
  { id: 'F60000228', title: 'Vornamen', field: 'vornamen', xoev: ['vorname', 'vornamen'] },
  { id: 'F60000229', title: 'Doktorgrad', field: 'doktorgrad', xoev: ['doktorgrad'] },
  { id: 'F60000230', title: 'Geburtsname', field: 'geburtsname', xoev: ['geburtsname'] },
  { id: 'F60000231', title: 'Tag (Datum)', field: 'tag', xoev: [] },
  { id: 'F60000232', title: 'Monat (Datum)', field: 'monat', xoev: [] },
  { id: 'F60000233', title: 'Jahr (Datum)', field: 'jahr', xoev: [] },
  { id: 'F60000234', title: 'Geburtsort', field: 'geburtsort', xoev: ['geburtsort'] },
  { id: 'F60000236', title: 'Staatsangehörigkeit', field: 'staatsangehoerigkeit', xoev: ['staatsangehoerigkeit', 'staatangehoerigkeit'] },
  { id: 'F60000240', title: 'Telefon', field: 'telefon', xoev: ['telefon', 'telefonnummer'] },
  { id: 'F60000243', title: 'Straße', field: 'strasse', xoev: ['strasse'] },
  { id: 'F60000244', title: 'Hausnummer', field: 'hausnummer', xoev: ['hausnummer', 'hausNr', 'hausNrVon'] },
  { id: 'F60000246', title: 'Postleitzahl', field: 'postleitzahl', xoev: ['postleitzahl', 'plz'] },
  { id: 'F60000247', title: 'Ort', field: 'ort', xoev: ['ort', 'wohnort'] },
  { id: 'F60000248', title: 'Adresszusatz', field: 'adresszusatz', xoev: ['zusatz', 'zusatzangaben', 'anschriftenzusatz'] },
  { id: 'F60000249', title: 'Postfach', field: 'postfach', xoev: ['postfach'] },
  { id: 'F60000261', title: 'Staat', field: 'staat', xoev: ['staat', 'nation', 'nationSchluessel'] },
  { id: 'F60000319', title: 'Eingetragener Name', field: 'eingetragenerName', xoev: ['eingetragenerName'] },
  { id: 'F60000320', title: 'Geschäftsbezeichnung', field: 'geschaeftsbezeichnung', xoev: ['geschaeftsbezeichnung'] },
  { id: 'F60000325', title: 'Registergericht', field: 'registergericht', xoev: ['registergericht', 'gerichtSchluessel'] },
  { id: 'F60000327', title: 'Registerort', field: 'registerort', xoev: ['registerort', 'eintragungOrt'] },
  { id: 'F60000328', title: 'Registernummer', field: 'registernummer', xoev: ['registernummer', 'eintragungNr'] },
  { id: 'F60000332', title: 'Geschlecht', field: 'geschlecht', xoev: ['geschlecht'] },
  { id: 'F60000339', title: 'Rechtsform', field: 'rechtsform', xoev: ['rechtsform', 'rechtsformSchluessel'] },
  { id: 'F60000371', title: 'Bundeseinheitliche Wirtschaftsnummer', field: 'wirtschaftsnummer', xoev: ['wirtschaftsnummer'] },
];

/** The FIM group of a date with day, month and year as fields of their own. */
export const fimDate = { group: 'G60000083', day: 'F60000231', month: 'F60000232', year: 'F60000233' } as const;
