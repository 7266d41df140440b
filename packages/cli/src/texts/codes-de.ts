import type { ErrorCode } from '@amtsbote/sdk';
import type { CodeText } from './code-text.ts';
import { portalCodesDe } from './codes-de-portals.ts';

/** The German side of the table `errorCodes` of the SDK. */
export const codesDe: Readonly<Record<ErrorCode, CodeText>> = {
  ...portalCodesDe,
  AB_CONFIG_NOT_FOUND: {
    title: 'Keine Konfigurationsdatei',
    hint: 'Legen Sie sie mit `amtsbote init` an, oder nennen Sie sie mit --config.',
  },
  AB_CONFIG_INVALID: {
    title: 'Die Konfiguration ist nicht gültig',
    hint: 'Berichtigen Sie die genannte Zeile.',
  },
  AB_CONNECTOR_UNKNOWN: {
    title: 'Einen Konnektor dieses Namens gibt es nicht',
    hint: 'Prüfen Sie `connector:`; ein eigener wird mit Paket oder Datei genannt.',
  },
  AB_SECRET_MISSING: {
    title: 'Ein Geheimnis fehlt',
    hint: 'Legen Sie es mit `amtsbote secret set NAME` ab, oder setzen Sie seine Umgebungsvariable.',
  },
  AB_SECRET_UNREADABLE: {
    title: 'Der Speicher für Geheimnisse ist nicht lesbar',
    hint: 'Entsperren Sie den Schlüsselbund, oder wählen Sie eine andere Quelle.',
  },
  AB_KEY_INSECURE: {
    title: 'Die Schlüsseldatei ist für andere lesbar',
    hint: 'Geben Sie ihr die Rechte 0600 und das Konto, unter dem Amtsbote läuft.',
  },
  AB_KEY_WRONG: {
    title: 'Der Schlüssel öffnet dieses Zustellbuch nicht',
    hint: 'Nehmen Sie den Schlüssel, mit dem es angelegt wurde.',
  },
  AB_LEDGER_BUSY: {
    title: 'Ein anderer Lauf hält das Zustellbuch',
    hint: 'Warten Sie ihn ab, oder starten Sie mit --wait.',
  },
  AB_LEDGER_UNUSABLE: {
    title: 'Das Zustellbuch lässt sich nicht öffnen',
    hint: 'Prüfen Sie Pfad, Rechte (0600), freien Platz, und dass es auf einer lokalen Platte liegt.',
  },
  AB_LEDGER_NEWER: {
    title: 'Das Zustellbuch stammt von einem neueren Amtsbote',
    hint: 'Bringen Sie Amtsbote auf diesem Rechner auf den neuen Stand.',
  },
  AB_LEDGER_EXISTS: {
    title: 'Ein Zustellbuch ist schon da',
    hint: 'Mit --replace nur einspielen, wenn das jetzige verloren oder beschädigt ist; es wird beiseitegelegt.',
  },
  AB_DISK_FULL: {
    title: 'Wo das Zustellbuch liegt, lässt sich nichts mehr schreiben',
    hint: 'Schaffen Sie Platz, oder heben Sie Kontingent oder Schreibschutz auf; was bis dahin abgelegt war, bleibt.',
  },
  AB_BACKUP_BROKEN: {
    title: 'Die Sicherung ist nicht mehr, wie sie gemacht wurde',
    hint: 'Nehmen Sie eine ältere, oder holen Sie diese noch einmal von dort, wohin sie kopiert wurde.',
  },
  AB_USAGE: { title: 'Der Befehl wurde falsch benutzt', hint: 'Siehe `amtsbote help`.' },
  AB_PURGE_REFUSED: {
    title: 'Diese Einreichung kann jetzt nicht gelöscht werden',
    hint: 'Beantworten Sie ihren Klärfall, lassen Sie ihre Rückmeldungen hinausgehen oder heben Sie ihre Sperre auf.',
  },
  AB_ID_UNKNOWN: { title: 'Diese Nummer gibt es nicht', hint: 'Siehe `amtsbote list`.' },
  AB_ANSWER_NOT_ALLOWED: {
    title: 'Diese Antwort ist hier nicht erlaubt',
    hint: '`amtsbote show` nennt die erlaubten Antworten.',
  },
  AB_PORTAL_UNREACHABLE: {
    title: 'Das Portal ist nicht erreichbar',
    hint: 'Prüfen Sie Adresse, Netz und Zugangsdaten; nichts ist verloren.',
  },
  AB_FILE_UNREADABLE: {
    title: 'Eine Datei der Einreichung ist nicht lesbar',
    hint: 'Prüfen Sie Eigentümer und Rechte der Datei im Eingangsordner.',
  },
  AB_FILE_NAME: {
    title: 'Der Name einer Datei ist nicht lesbar',
    hint: 'Benennen Sie sie in UTF-8 um: Dann wird sie als eigene Einreichung angenommen. Beantworten Sie diesen Klärfall danach.',
  },
  AB_FILE_TOO_LARGE: {
    title: 'Eine Datei ist größer als erlaubt',
    hint: 'Heben Sie die Grenze des Portals an, oder lassen Sie sich eine kleinere Datei geben.',
  },
  AB_ZIP_BROKEN: {
    title: 'Das Zip-Archiv ist beschädigt',
    hint: 'Lassen Sie es vom Portal noch einmal senden.',
  },
  AB_ZIP_UNSAFE: {
    title: 'Das Zip-Archiv hat einen unsicheren Eintrag',
    hint: 'Packen Sie es nicht von Hand aus; fragen Sie beim Portal, woher es kommt.',
  },
  AB_ZIP_BOMB: {
    title: 'Das Zip-Archiv wird ausgepackt größer als erlaubt',
    hint: 'Heben Sie die Grenzen nur an, wenn der Absender bekannt ist.',
  },
  AB_MESSAGE_MISSING: {
    title: 'Die Einreichung hat keine Fachnachricht',
    hint: 'Zu jeder Einreichung gehört eine Nachricht in XML oder JSON.',
  },
  AB_MESSAGE_AMBIGUOUS: {
    title: 'Die Einreichung hat mehr als eine Fachnachricht',
    hint: 'Zu jeder Einreichung gehört eine Nachricht in XML oder JSON.',
  },
  AB_XML_MALFORMED: {
    title: 'Die Nachricht ist kein wohlgeformtes XML',
    hint: 'Der Absender muss sie berichtigen.',
  },
  AB_XML_DOCTYPE: {
    title: 'Die Nachricht hat einen DOCTYPE und wird deshalb nicht gelesen',
    hint: 'Der Absender muss ihn weglassen; nichts wurde geladen oder ersetzt.',
  },
  AB_XML_LIMIT: {
    title: 'Die Nachricht überschreitet eine Grenze für XML',
    hint: 'Größe, Tiefe, Attribute oder Text sind mehr, als sicher gelesen wird.',
  },
  AB_XML_ENCODING: {
    title: 'Die Zeichenkodierung der Nachricht stimmt nicht oder ist nicht erlaubt',
    hint: 'Die Bytes müssen in der Kodierung stehen, die die Nachricht nennt.',
  },
  AB_JSON_MALFORMED: {
    title: 'Die Nachricht ist kein wohlgeformtes JSON',
    hint: 'Der Absender muss sie berichtigen.',
  },
  AB_READING_DIED: {
    title: 'Das Programm endete mehrmals, während es die Nachricht las',
    hint: 'Melden Sie es mit Größe und Art der Nachricht. `amtsbote resolve --retry` liest sie noch einmal.',
  },
  AB_MESSAGE_EMPTY: {
    title: 'Die Nachricht ist leer',
    hint: 'Lassen Sie sie vom Portal noch einmal senden.',
  },
  AB_MESSAGE_UNKNOWN: {
    title: 'Für diese Art Nachricht gibt es keinen Leitweg',
    hint: 'Legen Sie einen Leitweg für sie an, oder fragen Sie, warum sie hierher kam.',
  },
  AB_ROUTE_AMBIGUOUS: {
    title: 'Mehr als ein Leitweg nimmt diese Nachricht',
    hint: 'Fassen Sie die Leitwege des Portals so, dass sie einander ausschließen.',
  },
  AB_SCHEMA_INVALID: {
    title: 'Die Nachricht entspricht nicht ihrem Schema',
    hint: 'Der Absender muss sie berichtigen.',
  },
  AB_SCHEMA_NOT_CHECKED: {
    title: 'Die Nachricht konnte nicht gegen ihr Schema geprüft werden',
    hint: 'Berichtigen Sie die genannten Schemadateien.',
  },
  AB_TEST_MESSAGE: {
    title: 'Eine Testnachricht darf nicht in ein Echtverfahren',
    hint: 'Geben Sie dem Leitweg ein Ziel mit `productive: false`.',
  },
  AB_ID_REUSED: {
    title: 'Eine bekannte Nummer kam mit anderem Inhalt',
    hint: 'Vergleichen Sie beide Einreichungen mit `amtsbote show`.',
  },
  AB_ACCEPTED_BEFORE: {
    title: 'Dem Portal wurde vorher „angenommen“ gemeldet',
    hint: 'Eine Ablehnung kann ihm nicht mehr gemeldet werden: Verständigen Sie den Antragsteller auf anderem Weg, dann beantworten Sie den Klärfall.',
  },
  AB_SCHEMA_SET_UNKNOWN: {
    title: 'Ein Schemapaket dieses Namens gibt es nicht',
    hint: 'Siehe `amtsbote xoev list`; `amtsbote xoev import` fügt eines hinzu.',
  },
  AB_SCHEMA_SET_INVALID: {
    title: 'Die Schemata lassen sich nicht übernehmen',
    hint: 'Übernehmen Sie das Paket vollständig, wie es veröffentlicht ist, und vorher die Pakete, auf die es verweist.',
  },
  AB_SCHEMA_SET_CHANGED: {
    title: 'Eine Datei des Schemapakets wurde nach der Übernahme geändert',
    hint: 'Übernehmen Sie das Paket mit --replace erneut.',
  },
  AB_REFERENCE_BROKEN: {
    title: 'Ein Verweis in der Nachricht führt ins Leere, oder eine Kennung steht doppelt',
    hint: 'Der Absender muss sie berichtigen.',
  },
  AB_RULE_BROKEN: { title: 'Die Nachricht verletzt eine Regel ihres Standards', hint: 'Der Absender muss sie berichtigen.' },
  AB_RULE_NOT_CHECKED: {
    title: 'Eine Regel des Standards ließ sich nicht ausführen',
    hint: 'Die Nachricht gilt nicht als gültig; siehe die genannte Regel.',
  },
  AB_CODE_INVALID: { title: 'Ein Schlüssel steht nicht in seiner Codeliste', hint: 'Der Absender muss ihn berichtigen.' },
  AB_CODE_LIST_UNKNOWN: {
    title: 'Eine Codeliste liegt nicht vor',
    hint: 'Übernehmen Sie sie: `amtsbote xoev import DATEI` nimmt Genericode-Dateien.',
  },
  AB_CODE_LIST_NEWER: {
    title: 'Die Nachricht benutzt eine neuere Fassung einer Codeliste als unsere',
    hint: 'Übernehmen Sie die neuere Liste mit `amtsbote xoev import DATEI`.',
  },
  AB_HEADER_INCOMPLETE: { title: 'Im Kopf der Nachricht fehlt etwas Nötiges', hint: 'Der Absender muss ihn ergänzen.' },
  AB_ANSWER_IMPOSSIBLE: {
    title: 'Eine Antwort in der Form des Standards ist nicht möglich',
    hint: 'Das Portal erhält die einfache Rückmeldung; sehen Sie, was fehlt, und berichtigen Sie `answers` des Leitwegs.',
  },
  AB_MAPPING_INVALID: {
    title: 'Die Abbildung ist nicht gültig',
    hint: 'Berichtigen Sie die genannte Zeile.',
  },
  AB_FIELD_MISSING: {
    title: 'Ein Pflichtfeld hat in der Nachricht keinen Wert',
    hint: 'Ergänzen Sie ihn mit dem Antragsteller, oder berichtigen Sie die Abbildung.',
  },
  AB_FIELD_AMBIGUOUS: {
    title: 'Ein Pfad trifft mehr als eine Stelle der Nachricht',
    hint: 'Fassen Sie den Pfad genauer, oder schreiben Sie `pick: first`.',
  },
  AB_FIELD_FORMAT: {
    title: 'Ein Wert hat nicht die Form, die die Abbildung erwartet',
    hint: 'Prüfen Sie das Feld der Nachricht und die Regel der Abbildung.',
  },
  AB_FIELD_TOO_LONG: {
    title: 'Ein Wert ist länger, als das Fachverfahren nimmt',
    hint: 'Kürzen Sie ihn mit dem Antragsteller; stillschweigend wird nichts abgeschnitten.',
  },
  AB_CODE_UNKNOWN: {
    title: 'Ein Code hat in der Abbildung keinen Eintrag',
    hint: 'Tragen Sie den Code unter `codes.values` ein; nichts wird ungeprüft durchgereicht.',
  },
  AB_CHECK_FAILED: {
    title: 'Eine Prüfung der Abbildung ist fehlgeschlagen',
    hint: 'Siehe die Meldung der Prüfung.',
  },
  AB_PATH_IMPOSSIBLE: {
    title: 'Ein Pfad kann in dieser Fassung des Standards nie zutreffen',
    hint: 'Berichtigen Sie den Pfad; der nächste vorhandene ist genannt.',
  },
  AB_FIELD_UNMAPPED: {
    title: 'Ein Pflichtfeld des Datensatzes ist nicht abgebildet',
    hint: 'Ergänzen Sie eine Regel dafür unter `fields` der Abbildung.',
  },
  AB_CONTENT_UNREAD: {
    title: 'Die Nachricht enthält etwas, das die Abbildung weder liest noch übergeht',
    hint: 'Bilden Sie es ab, oder führen Sie es unter `ignore` auf.',
  },
  AB_MAPPING_TEST_FAILED: {
    title: 'Ein Test einer Abbildung schlug fehl',
    hint: 'Siehe den Unterschied; `amtsbote mapping test --update` übernimmt das neue Ergebnis.',
  },
  AB_CONSTANT_MISSING: {
    title: 'Eine Konstante der Abbildung ist nicht eingerichtet',
    hint: 'Ergänzen Sie sie unter `constants` des Leitwegs.',
  },
  AB_CHARACTER_LOSSY: {
    title: 'Ein Zeichen lässt sich im Zeichensatz des Fachverfahrens nicht schreiben',
    hint: 'Erlauben Sie für dieses Fachverfahren eine Umschrift, oder tragen Sie es von Hand ein.',
  },
  AB_RECORD_INVALID: {
    title: 'Der Datensatz hat nicht die Form, die das Fachverfahren nimmt',
    hint: 'Bilden Sie die verlangten Felder ab und keine anderen.',
  },
  AB_ATTACHMENT_TYPE: {
    title: 'Eine Anlage ist von einer Art, die nicht angenommen wird',
    hint: 'Sehen Sie sie mit Vorsicht an, auf einem Rechner, der dafür da ist; was harmlos ist, von Hand erfassen, oder `attachments.types` erweitern.',
  },
  AB_ATTACHMENT_INFECTED: {
    title: 'Der Virenscanner hat in einer Anlage etwas gefunden',
    hint: 'Nicht öffnen; erbitten Sie eine andere Datei, und sagen Sie es den Zuständigen für Sicherheit.',
  },
  AB_SCAN_UNAVAILABLE: {
    title: 'Der Virenscanner antwortet nicht',
    hint: 'Starten Sie clamd und prüfen Sie `virusScan`; Zustellungen mit Anlagen warten bis dahin.',
  },
  AB_ATTACHMENT_UNUSED: {
    title: 'Eine Anlage wird von keiner Regel benutzt',
    hint: 'Geben Sie ihr ein Feld, oder lassen Sie sie in der Abbildung ausdrücklich weg.',
  },
  AB_TARGET_UNREACHABLE: {
    title: 'Das Fachverfahren ist nicht erreichbar',
    hint: 'Prüfen Sie Adresse und Netz; die Zustellung wird wiederholt.',
  },
  AB_TARGET_CLOSED: {
    title: 'Das Fachverfahren nimmt zu dieser Zeit nichts an',
    hint: 'Nichts zu tun: Es ist außerhalb der Zeiten oder in einem Wartungsfenster der Konfiguration; die Zustellungen warten bis zur nächsten Öffnung.',
  },
  AB_TARGET_BUDGET: {
    title: 'Das Fachverfahren hat seine Zustellungen dieser Minute erhalten',
    hint: 'Nichts zu tun: Die übrigen folgen. Wie viele es sind, sagt `limits.perMinute`.',
  },
  AB_TARGET_THROTTLED: {
    title: 'Das Fachverfahren bittet um langsameres Senden',
    hint: 'Nichts zu tun: die Zustellung wird später wiederholt.',
  },
  AB_TARGET_BROKEN: {
    title: 'Das Fachverfahren meldet einen eigenen Fehler',
    hint: 'Die Zustellung wird wiederholt; bleibt es dabei, sagen Sie es dem Hersteller.',
  },
  AB_TARGET_REFUSED: {
    title: 'Das Fachverfahren hat den Datensatz nicht angenommen',
    hint: 'Prüfen Sie die genannten Felder; es kann an der Abbildung liegen.',
  },
  AB_STATUS_UNKNOWN: {
    title: 'Das Fachverfahren nennt einen Stand, den die Konfiguration nicht aufführt',
    hint: 'Ergänzen Sie ihn unter `status.values` des Datensatzes; bis dahin erfährt das Portal nichts davon.',
  },
  AB_TARGET_REJECTED: {
    title: 'Das Fachverfahren hat den Inhalt abgelehnt',
    hint: 'Der Antragsteller muss ihn berichtigen.',
  },
  AB_LOGIN_FAILED: {
    title: 'Die Anmeldung am Fachverfahren ist misslungen',
    hint: 'Prüfen Sie das Konto; alle Zustellungen dorthin pausieren, damit es nicht gesperrt wird.',
  },
  AB_PASSWORD_CHANGE: {
    title: 'Das Fachverfahren verlangt ein neues Kennwort',
    hint: 'Melden Sie sich von Hand an, wählen Sie ein neues Kennwort, hinterlegen Sie es mit `amtsbote secret set`, dann `amtsbote resolve --retry`.',
  },
  AB_SCREEN_CHANGED: {
    title: 'Eine Maske des Fachverfahrens hat sich geändert',
    hint: '`amtsbote doctor` zeigt, was sich geändert hat. Berichtigen Sie die Beschreibung und starten Sie es noch einmal: Ist alles in Ordnung, endet die Pause.',
  },
  AB_FORM_CHANGED: {
    title: 'Die Maske des Fachverfahrens ist nicht wie beschrieben',
    hint: 'Vergleichen Sie den Bildschirm mit der Beschreibung des Ziels.',
  },
  AB_NOT_CONFIRMED: {
    title: 'Wer zusah, ließ es nicht weitergehen',
    hint: 'Gesendet wurde nichts; beantworten Sie den Klärfall mit `amtsbote resolve`.',
  },
  AB_FORM_NOT_FILLED: {
    title: 'Ein Feld der Maske hat seinen Wert nicht angenommen',
    hint: 'Sehen Sie das Feld im Nachweis an; gesendet wurde nichts.',
  },
  AB_COMMIT_NOT_SEEN: {
    title: 'Der Klick hat nichts gesendet',
    hint: 'Eingetragen wurde nichts; vergleichen Sie `commit` der Beschreibung mit der Seite.',
  },
  AB_COMMIT_TWICE: {
    title: 'Ein zweites Speichern wurde zurückgehalten',
    hint: 'Beschreiben Sie es als Folgeschritt, oder berichtigen Sie die Beschreibung.',
  },
  AB_OUTCOME_UNKNOWN: {
    title: 'Es ist nicht bekannt, ob das Fachverfahren gespeichert hat',
    hint: 'Vor allem Weiteren wird nachgesehen.',
  },
  AB_OUTCOME_UNRESOLVED: {
    title: 'Das Fachverfahren kann nicht sagen, ob es den Datensatz hat',
    hint: 'Suchen Sie dort nach dem Zustellschlüssel, dann antworten Sie mit `amtsbote resolve`.',
  },
  AB_RESTORED: {
    title: 'Das Zustellbuch stammt aus einer Sicherung; dies kann inzwischen zugestellt sein',
    hint: 'Es wird im Fachverfahren gesucht; wo das nicht geht, suchen Sie dort mit dem Zustellschlüssel und antworten mit `amtsbote resolve`.',
  },
  AB_DELIVERY_DIED: {
    title: 'Das Programm endete mehrmals, bevor dies gesendet werden konnte',
    hint: 'Es wurde nichts gesendet. Melden Sie es mit Fachverfahren und Art der Nachricht; `amtsbote resolve --retry` versucht es erneut.',
  },
  AB_LOOK_UP_FAILED: {
    title: 'Das Fachverfahren konnte immer wieder nicht durchsucht werden',
    hint: 'Suchen Sie dort mit dem Zustellschlüssel, dann antworten Sie mit `amtsbote resolve`; `--retry` sucht zuerst.',
  },
  AB_FOUND_TWICE: {
    title: 'Das Fachverfahren hat mehr als einen Datensatz mit diesem Zustellschlüssel',
    hint: 'Bereinigen Sie es dort, dann `amtsbote resolve --delivered AKTENZEICHEN`.',
  },
  AB_PROOF_MISSING: {
    title: 'Der gespeicherte Datensatz zeigt nicht, was gesendet wurde',
    hint: 'Vergleichen Sie den Datensatz dort mit dem Nachweis.',
  },
  AB_RECORD_INCOMPLETE: {
    title: 'Im Fachverfahren steht ein unvollständiger Datensatz',
    hint: 'Ergänzen oder löschen Sie ihn dort, oder beheben Sie die Ursache; dann `amtsbote resolve`. `--retry` setzt fort, wo es aufhörte.',
  },
  AB_RETRIES_EXHAUSTED: {
    title: 'Die Zustellung ist zu oft misslungen',
    hint: 'Beheben Sie die Ursache, dann `amtsbote resolve --retry`.',
  },
  AB_DEADLINE: {
    title: 'Ein Schritt dauerte länger als erlaubt',
    hint: 'Die Meldung endet mit den Schritten, die getan wurden.',
  },
  AB_INTERRUPTED: {
    title: 'Der Lauf wurde abgebrochen',
    hint: 'Starten Sie ihn wieder; er macht weiter, wo er aufgehört hat.',
  },
  AB_BROWSER_MISSING: {
    title: 'Es wurde kein Browser gefunden',
    hint: 'Installieren Sie Edge, Chrome oder Chromium, oder `npx playwright-core install chromium`.',
  },
  AB_DEFECT: {
    title: 'Ein Fehler in Amtsbote oder in einem Konnektor',
    hint: 'Bitte melden Sie ihn mit Code und Ort.',
  },
};
