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
  'fitKeys.name': 'womit die Namen der Geheimnisse beginnen',
  'fitKeys.out': 'Ordner für die öffentlichen Schlüssel (Vorgabe: der aktuelle)',
  'fitKeys.created':
    'Laden Sie beide Dateien beim Zustellpunkt im Self-Service-Portal hoch.\nTragen Sie dann bei ihm in amtsbote.yaml ein: decryptionKeys: [secret:{decryption}], signingKey: secret:{signing}\nDie privaten Schlüssel stehen nur im Speicher für Geheimnisse: sichern Sie ihn, ohne sie lässt sich nichts entschlüsseln.',
  'fitKeys.exists': 'Das Geheimnis {secret} gibt es schon; es wird nicht ersetzt.',
  'fitKeys.existsHint': 'Wählen Sie einen anderen --name: Alte Schlüssel werden gebraucht, bis nichts für sie Verschlüsseltes mehr wartet.',
  'fitKeys.noKey': 'Das Geheimnis {secret} ist kein privater Schlüssel.',
  'fitKeys.noKeyHint': 'Dorthin gehört ein privater JWK: RSA, mit Schlüsselkennung.',
};
