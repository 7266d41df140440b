import { createHash } from 'node:crypto';
/** What a dog tax message says; each field has a value that no other submission needs. */
export interface DogFacts {
  readonly familyName: string;
  readonly givenNames: string;
  readonly street: string;
  readonly houseNumber: string;
  readonly postcode: string;
  readonly town: string;
  readonly phone: string;
  readonly dogName: string;
  readonly breed: string;
  readonly remark: string;
}

const dog: DogFacts = {
  familyName: 'Müller-Lüdenscheidt',
  givenNames: 'Zoë',
  street: 'Ströbitzer Straße',
  houseNumber: '7 b',
  postcode: '03046',
  town: 'Cottbus',
  phone: '035512345',
  dogName: 'Änne',
  breed: '106',
  remark: 'ruhig',
};

/** A message for the route of `examples/hundesteuer`. */
export function dogMessage(facts: Partial<DogFacts> = {}): string {
  const all = { ...dog, ...facts };
  return `<?xml version="1.0" encoding="UTF-8"?>
<fim.S99000711.00000001001000 xmlns="urn:xoev-de:xfall:standard:fim-s99000711_1.0">
  <G99000712>
    <F99000720>002</F99000720>
    <F60000227>${escaped(all.familyName)}</F60000227>
    <F60000228>${escaped(all.givenNames)}</F60000228>
    <G60000083><F60000231>05</F60000231><F60000232>03</F60000232><F60000233>1985</F60000233></G60000083>
    <G99000713>
      <F60000243>${escaped(all.street)}</F60000243>
      <F60000244>${escaped(all.houseNumber)}</F60000244>
      <F60000246>${escaped(all.postcode)}</F60000246>
      <F60000247>${escaped(all.town)}</F60000247>
    </G99000713>
    <F60000240>${escaped(all.phone)}</F60000240>
  </G99000712>
  <G99000714>
    <F99000715>${escaped(all.dogName)}</F99000715>
    <F99000716>${escaped(all.breed)}</F99000716>
    <F99000717>276098100000017</F99000717>
    <F99000718>w</F99000718>
    <F99000722>2026-10-01</F99000722>
    <F99000723>false</F99000723>
    <F99000724>${escaped(all.remark)}</F99000724>
  </G99000714>
  <F99000725>true</F99000725>
</fim.S99000711.00000001001000>
`;
}

/** What a trade registration says. */
export interface TradeFacts {
  readonly familyName: string;
  readonly givenNames: string;
  readonly street: string;
  readonly houseNumber: string;
  readonly postcode: string;
  readonly town: string;
  readonly phone: string;
  readonly businessName: string;
  readonly activity: string;
}

const trade: TradeFacts = {
  familyName: 'Østergård-Nguyễn',
  givenNames: 'Þóra',
  street: 'Sandower Straße',
  houseNumber: '58',
  postcode: '03046',
  town: 'Cottbus',
  phone: '035512345',
  businessName: 'Feinbäckerei Østergård',
  activity: 'Bäckerei und Konditorei',
};

/** Other facts, another message id. */
function uuidOf(facts: TradeFacts): string {
  const hex = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A message for the route of `examples/gewerbeanmeldung`. */
export function tradeMessage(facts: Partial<TradeFacts> = {}): string {
  const all = { ...trade, ...facts };
  return `<?xml version="1.0" encoding="UTF-8"?>
<xga:abh.gewerbemeldung.0500 xmlns:xga="http://www.xgewerbeanzeige.de/spezifikation/2.2"
    produkt="Amtsbote Test" produkthersteller="Amtsbote" standard="XGewerbeanzeige" version="2.2">
  <xga:nachrichtenkopf>
    <xga:identifikation.nachricht>
      <xga:nachrichtenUUID>${uuidOf(all)}</xga:nachrichtenUUID>
      <xga:nachrichtentyp><code>0500</code></xga:nachrichtentyp>
      <xga:erstellungszeitpunkt>2026-11-20T09:15:00.000+01:00</xga:erstellungszeitpunkt>
    </xga:identifikation.nachricht>
  </xga:nachrichtenkopf>
  <xga:satz>
    <xga:anmeldung>
      <xga:gewerbe>
        <xga:betrieb>
          <xga:eingetragenerName>${escaped(all.businessName)}</xga:eingetragenerName>
          <xga:rechtsformSchluessel><code>170</code></xga:rechtsformSchluessel>
        </xga:betrieb>
        <xga:istNebenerwerb><code>0</code></xga:istNebenerwerb>
        ${addressOf(all)}
        <xga:beteiligtePerson>
          <xga:familienname>${escaped(all.familyName)}</xga:familienname>
          <xga:vorname>${escaped(all.givenNames)}</xga:vorname>
          <xga:geschlecht><code>2</code></xga:geschlecht>
          <xga:geburtsdatum>05031985</xga:geburtsdatum>
          ${addressOf(all)}
          <xga:erreichbarkeit>
            <xga:kanal><code>02</code></xga:kanal>
            <xga:kennung>${escaped(all.phone)}</xga:kennung>
          </xga:erreichbarkeit>
        </xga:beteiligtePerson>
      </xga:gewerbe>
      <xga:gueltigAb>2026-12-01</xga:gueltigAb>
      <xga:datumMeldung>2026-11-20</xga:datumMeldung>
      <xga:taetigkeitenGesamt>
        <xga:schwerpunkt>
          <xga:taetigkeitSchwerpunkt>${escaped(all.activity)}</xga:taetigkeitSchwerpunkt>
        </xga:schwerpunkt>
      </xga:taetigkeitenGesamt>
    </xga:anmeldung>
  </xga:satz>
</xga:abh.gewerbemeldung.0500>
`;
}

function addressOf(facts: Pick<TradeFacts, 'street' | 'houseNumber' | 'postcode' | 'town'>): string {
  return `<xga:anschrift>
          <xga:strasse>${escaped(facts.street)}</xga:strasse>
          <xga:hausNrVon>${escaped(facts.houseNumber)}</xga:hausNrVon>
          <xga:ort>${escaped(facts.town)}</xga:ort>
          <xga:plz>${escaped(facts.postcode)}</xga:plz>
        </xga:anschrift>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
