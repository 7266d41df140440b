import type { ExportedDelivery } from './shapes.ts';
import type { SubmissionEvidence } from './write-archive.ts';

const introduction = `NACHWEISE ZU EINREICHUNGEN

Diese Datei hat Amtsbote aus seinem Zustellbuch ausgegeben. Amtsbote nimmt Einreichungen aus Onlinediensten entgegen und
trägt sie in Fachverfahren ein. Die Inhalte der Einreichungen (Fachnachricht, Anlagen, Datensatz) sind nicht enthalten.

`;

const checking = (thumbprint: string): string => `
PRÜFEN

  amtsbote evidence verify DATEI.zip

prüft alles, was sich ohne Netz, ohne Konfiguration und ohne Zustellbuch prüfen lässt, auf jedem Rechner. Die Prüfung
braucht die ZIP-Datei genau so, wie sie ausgegeben wurde: Ein anderes Programm, das sie neu packt, verändert sie.

Mit --trust DATEI (auch mehrfach) nennen Sie, was Sie auf anderem Weg erhalten haben: öffentliche Schlüssel (JWK Set) des
Zustelldienstes und den, mit dem diese Datei signiert ist, oder Zertifikate von Zertifizierungsstellen (PEM). Erst dann ist
belegt, dass die Schlüssel in dieser Datei die richtigen sind.

Diese Datei ist signiert mit dem Schlüssel mit dem Fingerabdruck (RFC 7638, SHA-256)

  ${thumbprint}

Die Behörde, die die Datei ausgegeben hat, nennt ihn mit: amtsbote evidence key

`;

const contents = `
WAS ENTHALTEN IST

  manifest.json               alle Dateien mit Größe und SHA-256
  signature.json                   Signatur (Ed25519) über manifest.json
  s-…/uebersicht.txt          das Wichtigste zu einer Einreichung, zum Lesen
  s-…/submission.json         Stand der Einreichung, Rückmeldungen an das Portal, was gelöscht wurde
  s-…/deliveries.json         Zustellungen: Zeiten, Ergebnis, Aktenzeichen; Verzeichnis der Nachweise mit SHA-256
  s-…/history.json            Verlauf: jedes Ereignis mit den Gliedern der Prüfkette, dazu der Prüfpunkt
  s-…/portal/…                was das Portal als Beleg übergab. Bei FIT-Connect:
     events.txt               Ereignisprotokoll (Security Event Tokens), ein Token je Zeile, wie empfangen
     service-keys.jwks.json   öffentliche Schlüssel des Zustelldienstes, mit denen die Token geprüft wurden,
                              mit ihren Zertifikaten, soweit er welche veröffentlicht
     tags.json                Authentication Tags: angekündigt vom Sender, und die der abgerufenen Teile
     answer.txt               die eigene Antwort (accept oder reject), wie sie beim Zustelldienst liegt
     answer-keys.jwks.json    öffentlicher Schlüssel, mit dem die eigene Antwort signiert wurde
     unproved-events.txt      Protokoll, das sich schon beim Empfang nicht prüfen ließ
  s-…/screens/…               maskierte Bildschirmfotos und Bestätigungen, nur wenn sie angefordert wurden

`;

const limits = `
WAS DIES BELEGT

  - Keine Datei wurde seit der Ausgabe verändert, hinzugefügt oder entfernt, sofern die Signatur von dem Schlüssel
    stammt, den die Behörde nennt.
  - Der Zustelldienst hat den Eingang mit Zeit und Nummer bestätigt, und zwar für genau die verschlüsselten Teile, deren
    Authentication Tags aufgeführt sind (FIT-Connect).
  - Die Behörde hat darauf mit der angegebenen Antwort reagiert: signiert, zu genau dieser Einreichung und diesen Teilen.
  - Was Amtsbote wann getan hat, und unter welchem Aktenzeichen das Fachverfahren den Datensatz führt.


WAS DIES NICHT BELEGT

  - Den Inhalt der Einreichung. Er ist nicht enthalten; die Authentication Tags binden nur die verschlüsselten Teile.
  - Dass die Schlüssel in dieser Datei dem Zustelldienst oder der Behörde gehören: dazu --trust.
  - Dass ein Schlüssel oder Zertifikat zur Zeit der Signatur nicht gesperrt war.
  - Die Zeit durch einen Dritten: Zeiten im Protokoll nennt der Zustelldienst, alle übrigen die Uhr der Behörde.
  - Den Verlauf gegenüber dem, der das Zustellbuch führt: Die Glieder der Prüfkette sind mit einem Schlüssel gebildet, den
    nur er hat. Er rechnet sie mit „amtsbote audit verify“ nach; „intact“ gibt das Ergebnis bei der Ausgabe wieder.
  - Was das Fachverfahren heute enthält. Die Nachweise zeigen, was es bei der Eintragung angezeigt oder geantwortet hat.
`;

/** What an archive is, what it proves and what it does not, in German: for lawyers and auditors. */
export function readMeText(thumbprint: string): string {
  return [introduction, checking(thumbprint), contents, limits].join('');
}

const states: Readonly<Record<string, string>> = {
  received: 'eingegangen, noch nicht gelesen',
  routed: 'in Zustellung',
  case: 'Klärfall: eine Person muss entscheiden',
  rejected: 'zurückgewiesen',
  accepted: 'angenommen',
};

const deliveryStates: Readonly<Record<string, string>> = {
  ready: 'wartet',
  attempting: 'wird versucht',
  committing: 'wird eingetragen',
  unknown: 'Ausgang noch ungeklärt',
  delivered: 'eingetragen',
  rejected: 'zurückgewiesen',
  case: 'Klärfall',
};

const purgedKinds: Readonly<Record<string, string>> = {
  content: 'Nachricht, Anlagen und Datensatz',
  evidence: 'Nachweise und Belege des Portals',
  metadata: 'Nummer beim Portal, Aktenzeichen, Dateinamen',
  history: 'Verlauf, Zustellungen und Rückmeldungen',
};

const reportKinds: Readonly<Record<string, string>> = { accepted: 'angenommen', rejected: 'zurückgewiesen', status: 'Stand' };

/** The gist of one submission in German, with what is gone and what was never there. */
export function overviewText({ submission, deliveries, history, proof, pieces }: SubmissionEvidence): string {
  const { id, portal, portalId, state, receivedAt, test, held, purged = {}, reports } = submission;
  const lines = [
    `EINREICHUNG ${id}`,
    '',
    `Portal:          ${portal}`,
    `Nummer (Portal): ${portalId ?? '– (gelöscht)'}`,
    `Eingegangen:     ${receivedAt}`,
    `Stand:           ${states[state] ?? state}`,
    ...(test ? ['Testnachricht:   ja'] : []),
    ...(held === true ? ['Löschsperre:     gesetzt'] : []),
    '',
    ...reports.map(reportLine),
    ...deliveries.deliveries.flatMap(deliveryLines),
    ...Object.entries(purged).map(([kind, at]) => `Gelöscht am ${at}: ${purgedKinds[kind] ?? kind}`),
    '',
    `Belege des Portals: ${Object.keys(proof).length > 0 ? Object.keys(proof).sort().join(', ') : 'keine enthalten'}`,
    `Nachweise zum Ansehen: ${piecesText(deliveries.deliveries.flatMap((one) => one.evidence).length, pieces.size)}`,
    `Verlauf: ${history.events.length} Ereignisse, Prüfkette bei der Ausgabe ${history.intact ? 'unversehrt' : 'NICHT UNVERSEHRT'}`,
    history.checkpoint === undefined ? 'Prüfpunkt: noch keiner' : `Prüfpunkt ${history.checkpoint.number} vom ${history.checkpoint.at}`,
  ];
  return `${lines.map(oneLine).join('\n')}\n`;
}

function piecesText(indexed: number, contained: number): string {
  if (indexed === 0) return 'keine';
  return contained > 0 ? String(contained) : `nicht enthalten, nur die Prüfsummen von ${indexed}`;
}

function reportLine({ kind, createdAt, sentAt }: SubmissionEvidence['submission']['reports'][number]): string {
  const what = reportKinds[kind] ?? kind;
  return `Rückmeldung „${what}“: ${sentAt === undefined ? `geschrieben ${createdAt}, noch nicht übermittelt` : `übermittelt ${sentAt}`}`;
}

function deliveryLines({ key, target, state, reference, evidence }: ExportedDelivery): readonly string[] {
  const known = reference === undefined ? '' : `, Aktenzeichen ${reference}`;
  return [`Zustellung ${key} an ${target}: ${deliveryStates[state] ?? state}${known}; ${evidence.length} Nachweise`];
}

/** What comes from a portal or target can turn no text around and begin no line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}
