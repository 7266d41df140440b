import type { enRpa } from './en-rpa.ts';

/** Deutsche Texte zu `amtsbote record`, `amtsbote connector` und zum Zusehen bei einem Lauf. */
export const deRpa: Readonly<Record<keyof typeof enRpa, string>> = {
  'record.description': 'zusehen, wie ein Datensatz in einer Webanwendung erfasst wird, und es als Ziel aufschreiben',
  'record.url': 'Adresse, bei der die Anwendung beginnt',
  'record.out': 'Datei, die geschrieben wird (Vorgabe: targets/HOST-web.yaml)',
  'record.record': 'Art des Datensatzes, etwa dog-registration (Vorgabe: record)',
  'record.sample': 'ein Datensatz in JSON, wie ihn eine Abbildung liefert: was daraus getippt wird, wird zu seinen Feldern',
  'record.typescript': 'einen Konnektor in TypeScript schreiben statt YAML',
  'record.browser': 'ein anderer Browser als der gefundene: ein Programm oder ein Kanal wie msedge',
  'record.noTerminal': 'Die Aufzeichnung ist ein Gespräch: Sie braucht ein Terminal.',
  'record.noAddress': 'Die Adresse muss mit http:// oder https:// beginnen.',
  'record.badSample': '{file} enthält keinen Datensatz in JSON.',
  'record.closed': 'Das Browserfenster wurde geschlossen. Es wurde nichts geschrieben.',
  'record.badShape': 'Das Aufgezeichnete ist keine Beschreibung, die web-form annimmt; es wurde nichts geschrieben: {places}',
  'record.head': 'Wie ein Datensatz bei {host} erfasst wird, aufgeschrieben von `amtsbote record`. Bitte mit dem Bildschirm vergleichen.',
  'record.headQuestions': 'Zeilen mit "# ?" sind Fragen, die die Aufzeichnung offen ließ: beantworten und dann herausnehmen.',
  'record.begin':
    'Ein Browserfenster geht auf. Tun Sie dort, was Sie immer tun, mit erfundenen Daten. Was Sie tippen, bleibt in diesem Programm; Kennwörter werden gar nicht erst gelesen.',
  'record.dialog': 'Die Anwendung fragt: „{message}“ Mit OK antworten? (j/n)',
  'record.step.login':
    '1. Melden Sie sich an. Drücken Sie hier Enter, sobald Sie angemeldet sind (sofort, wenn keine Anmeldung verlangt wird).',
  'record.step.fill':
    '2. Öffnen Sie das Formular und füllen Sie es aus, bis vor die Schaltfläche, die speichert; drücken Sie diese noch NICHT. Wo die Anwendung einen Fremdschlüssel oder eine Bemerkung nimmt, tippen Sie {key}. Drücken Sie dann hier Enter.',
  'record.step.save':
    '3. Drücken Sie jetzt die Schaltfläche, die speichert, und was danach noch gefragt wird. Drücken Sie hier Enter, sobald gespeichert ist.',
  'record.isReference':
    'Die Seite zeigt jetzt {reference}. Ist das das Aktenzeichen des neuen Datensatzes? Enter für ja, sonst eintippen; - für keines:',
  'record.whichReference': 'Welches Aktenzeichen zeigt die Seite für den neuen Datensatz? So eintippen, wie es dasteht; - für keines:',
  'record.step.record': '4. Öffnen Sie die Seite des neuen Datensatzes, über einen Link oder die Liste. Drücken Sie hier Enter.',
  'record.step.search': '5. Suchen Sie {key} mit der Suche der Anwendung. Drücken Sie hier Enter, sobald Sie den Treffer sehen.',
  'record.written': 'Geschrieben: {file}',
  'record.unfinished': 'Geschrieben, aber nicht vollständig: {file}. Beantworten Sie die Fragen darin, bevor Sie es benutzen.',
  'record.questions': '{count} Fragen sind offen; sie stehen auch in der Datei:',
  'record.secrets': 'Das Konto gehört in die Geheimnisse:',
  'record.question.no-logged-in': 'Was steht auf jeder Seite einer Sitzung und auf keiner anderen? Als loggedIn eintragen.',
  'record.question.no-login-label': 'Die Anmeldung wurde gesehen, aber nicht alle Felder und Schaltflächen mit Namen. Welche sind es?',
  'record.question.no-label': 'Ein Feld hat keine Beschriftung, mit der es wiedergefunden wird ({what}). Woran erkennt man es?',
  'record.question.not-in-sample': '„{what}“ ist nicht im Beispieldatensatz. Ist es immer derselbe Wert oder ein Feld des Datensatzes?',
  'record.question.several-in-sample': 'Mehrere Felder des Beispieldatensatzes haben den Wert von {what}. Welches ist gemeint?',
  'record.question.not-entered': 'Diese Felder des Beispieldatensatzes wurden nicht erfasst: {what}. Werden sie nicht gebraucht?',
  'record.question.rows': '„{what}“ sieht nach einer von mehreren Zeilen aus. Ist es eine Liste? Dann rows: mit each: verwenden.',
  'record.question.no-name': 'Auf {what} wurde etwas ohne Namen angeklickt. Was ist es?',
  'record.question.long-address': 'Die Adresse {what} trägt ein langes Zeichen. Ist es eine Sitzung? Dann siehe sessionInAddress.',
  'record.question.field-while-saving': 'Nach der Schaltfläche, die speichert, wurde noch etwas ausgefüllt. Gehört es zu den Schritten?',
  'record.question.no-save-click': 'Es war kein Klick auf eine Schaltfläche zu sehen, die speichert. Welche ist es? Als commit eintragen.',
  'record.question.no-save-request': 'Es war keine Anfrage zu sehen, die speichert. Welche ist es? Als commit eintragen.',
  'record.question.several-save-requests': 'Ein Klick hat mehrere Anfragen gesendet: {what}. Welche speichert? Als commit eintragen.',
  'record.question.saves-by-get': 'Die Anwendung speichert anscheinend mit GET. Ist das so?',
  'record.question.saved-again': 'Die Schaltfläche, die speichert, wurde mehrmals gedrückt. Wurde das erste Mal abgelehnt?',
  'record.question.harmless':
    'Diese Anfragen waren neben dem Speichern zu sehen: {what}. Speichern sie wirklich nichts, worauf es ankommt?',
  'record.question.no-reference':
    'Wie nennt die Anwendung den neuen Datensatz? Ohne Aktenzeichen gibt es keinen Nachweis; als confirmation eintragen.',
  'record.question.no-confirmation': 'Wo steht das Aktenzeichen nach dem Speichern und nicht davor? Als confirmation eintragen.',
  'record.question.no-record-page':
    'Unter welcher Adresse, mit {reference}, wird der gespeicherte Datensatz gezeigt? Als verify eintragen.',
  'record.question.record-lacks': 'Die Seite des Datensatzes zeigt diese nicht so, wie sie getippt wurden: {what}. Soll das so sein?',
  'record.question.no-key-entered': 'Welches Feld nimmt den Zustellschlüssel? Ohne ihn lässt sich nichts wiederfinden.',
  'record.question.no-search': 'Unter welcher Adresse, mit {deliveryKey}, wird ein Datensatz gesucht? Als find eintragen.',
  'record.question.no-rows': 'Was sind die Treffer der Suche? Als find eintragen.',
  'record.question.no-empty': 'Was zeigt die Suche, wenn es keine Treffer gibt? Als empty eintragen.',
  'record.question.search-lag':
    'Zeigt die Suche einen neuen Datensatz sofort und sicher? Dann capabilities: { find: authoritative } eintragen.',
  'record.question.in-flight':
    'Wie lange darf die Anwendung an einer Anfrage arbeiten, deren Absender weg ist? Vorgabe 60 s: capabilities: { maxInFlightMs: 60000 }.',
  'record.question.errors': 'Wie beschwert sich die Anwendung über Eingaben? Als errors: { selector: … } eintragen.',
  'sync.headed': 'das Browserfenster zeigen',
  'sync.slow': 'nach jeder einzelnen Handlung im Browser so viele Millisekunden warten; zeigt das Fenster',
  'sync.pauseBeforeCommit': 'die ausgefüllte Maske im Browserfenster zeigen und vor dem Speichern im Terminal fragen',
  'sync.step': 'vor jedem Schritt im Terminal fragen; zeigt das Browserfenster',
  'sync.watchingNeedsTerminal': '--pause-before-commit und --step fragen in einem Terminal, und hier ist keines.',
  'sync.confirmCommit': 'Sehen Sie sich die ausgefüllte Maske im Browserfenster an. „{what}“ ausführen? (j/n)',
  'sync.confirmStep': 'Als Nächstes: {what}. Weiter? (Enter/n)',
  'watching.noScreen': 'Es gibt keinen Bildschirm für ein Browserfenster: Weder DISPLAY noch WAYLAND_DISPLAY ist gesetzt.',
};
