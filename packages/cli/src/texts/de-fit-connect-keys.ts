import type { enFitConnectKeys } from './en-fit-connect-keys.ts';

/** Deutsche Texte von `amtsbote fit-connect`. */
export const deFitConnectKeys: Readonly<Record<keyof typeof enFitConnectKeys, string>> = {
  'fitKeys.group': 'Was das Portal fit-connect braucht',
  'fitKeys.description': 'Schlüssel eines Zustellpunkts',
  'fitCheck.description': 'prüfen, ob die Portale von FIT-Connect arbeiten: Token, Zustellpunkte, Schlüssel, Leistungen, Uhr, Callbacks',
  'fitCheck.portal': 'nur dieses Portal',
  'fitCheck.none': 'Die Konfiguration hat kein Portal mit der Anbindung fit-connect.',
  'fitCheck.unknown': 'Die Konfiguration hat kein Portal {portal} mit der Anbindung fit-connect.',
  'fitCheck.noneHint': 'Seine Optionen stehen in docs/guides/fit-connect.md.',
  'fitKeys.check':
    'die Schlüssel mit denen beim Zustellpunkt und mit dem vergleichen, was dort wartet; den nächsten Schritt eines Wechsels nennen',
  'fitKeys.create': 'Schlüssel eines Zustellpunkts erzeugen: die privaten werden Geheimnisse, die öffentlichen Dateien zum Hochladen',
  'fitKeys.export': 'die öffentlichen Schlüssel noch einmal schreiben',
  'fitKeys.rotate':
    'ein neues Schlüsselpaar neben dem alten erzeugen und die Schritte des Wechsels nennen; noch einmal begonnen, geht es dort weiter, wo es aufhörte',
  'fitKeys.csr': 'auch Zertifikatsanträge schreiben, für diesen Namen, etwa "C=DE,O=Stadt Musterstadt,CN=FIT-Connect"',
  'fitKeys.certificate': 'Zertifikate (PEM), die zu den öffentlichen Schlüsseln gehören',
  'fitKeys.noSubject': 'Der Wert von --csr ist kein Name eines Zertifikats.',
  'fitKeys.noSubjectHint':
    'Schreiben Sie ART=WERT, durch Kommas getrennt, aus C, ST, L, O, OU, CN und serialNumber, mit genau einem CN; ein Komma in einem Wert schreibt man \\,.',
  'fitKeys.noCertificate': 'Keines der Zertifikate gehört zu einem der Schlüssel.',
  'fitKeys.unreadable': 'Die Datei {file} lässt sich nicht lesen.',
  'fitKeys.nothingToRotate': 'Es gibt keine Schlüssel, deren Geheimnisse mit {name} beginnen.',
  'fitKeys.nothingToRotateHint': '`amtsbote fit-connect keys create` erzeugt die ersten; --name sagt, wie sie heißen.',
  'fitKeys.notInUse': 'Das Geheimnis {secret} wird von der Konfiguration nicht verwendet: Es gibt noch nichts zu wechseln.',
  'fitKeys.notInUseHint': 'Tragen Sie es beim Zustellpunkt in amtsbote.yaml ein, oder siehe `amtsbote fit-connect keys create`.',
  'fitKeys.rotated': 'Ein neues Schlüsselpaar wurde erzeugt. Die alten bleiben und entschlüsseln weiter.',
  'fitKeys.rotating': 'Ein Wechsel läuft: Diese Schlüssel gab es schon, nichts Neues wurde erzeugt.',
  'fitKeys.steps':
    '1. Laden Sie beide Dateien beim Zustellpunkt im Self-Service-Portal hoch. Ändern Sie dort sonst noch nichts.\n2. Stellen Sie in amtsbote.yaml den neuen Schlüssel voran: decryptionKeys: [secret:{decryption}, secret:{oldDecryption}]\n3. Legen Sie beim Zustellpunkt den neuen als Schlüssel zum Verschlüsseln fest.\n4. In amtsbote.yaml: signingKey: secret:{signing}\n5. Zwei Wochen später, wenn nichts Wartendes mehr mit dem alten verschlüsselt ist: Nehmen Sie ihn aus decryptionKeys und entfernen Sie {oldDecryption} und {oldSigning} mit `amtsbote secret`. Der alte öffentliche Signaturschlüssel bleibt beim Zustellpunkt: Absender prüfen damit frühere Antworten.\n`amtsbote fit-connect keys check` sagt nach jedem Schritt, wie es steht.',
  'fitKeys.name': 'womit die Namen der Geheimnisse beginnen',
  'fitKeys.out': 'Ordner für die öffentlichen Schlüssel (Vorgabe: der aktuelle)',
  'fitKeys.created':
    'Laden Sie beide Dateien beim Zustellpunkt im Self-Service-Portal hoch.\nTragen Sie dann bei ihm in amtsbote.yaml ein: decryptionKeys: [secret:{decryption}], signingKey: secret:{signing}\nDie privaten Schlüssel stehen nur im Speicher für Geheimnisse: sichern Sie ihn, ohne sie lässt sich nichts entschlüsseln.',
  'fitKeys.exists': 'Das Geheimnis {secret} gibt es schon; es wird nicht ersetzt.',
  'fitKeys.existsHint': 'Wählen Sie einen anderen --name: Alte Schlüssel werden gebraucht, bis nichts für sie Verschlüsseltes mehr wartet.',
  'fitKeys.noKey': 'Das Geheimnis {secret} ist kein privater Schlüssel.',
  'fitKeys.noKeyHint': 'Dorthin gehört ein privater JWK: RSA, mit Schlüsselkennung.',
};
