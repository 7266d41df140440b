import type { ErrorCode } from '@amtsbote/sdk';
import type { CodeText } from './code-text.ts';

/** Codes of portals that sign and encrypt. */
type PortalCode = Extract<
  ErrorCode,
  | 'AB_PORTAL_REFUSED'
  | 'AB_PORTAL_DEADLINE'
  | 'AB_EVENT_LOG_INVALID'
  | 'AB_TAG_MISMATCH'
  | 'AB_DECRYPTION_FAILED'
  | 'AB_DECRYPTION_KEY_MISSING'
  | 'AB_HASH_MISMATCH'
  | 'AB_METADATA_INVALID'
  | 'AB_ATTACHMENTS_DIFFER'
  | 'AB_SERVICE_NOT_OFFERED'
  | 'AB_REPORT_REFUSED'
  | 'AB_CLOCK_WRONG'
  | 'AB_DESTINATION_INACTIVE'
  | 'AB_KEY_NOT_PUBLISHED'
  | 'AB_KEY_UNFIT'
  | 'AB_KEYS_CHANGING'
  | 'AB_CALLBACK_NOT_SET'
  | 'AB_REPLY_NOT_CONFIGURED'
  | 'AB_CERTIFICATE_INVALID'
  | 'AB_CERTIFICATE_NOT_CHECKED'
  | 'AB_CERTIFICATE_EXPIRES'
>;

/** What they mean, in German. */
export const portalCodesDe: Readonly<Record<PortalCode, CodeText>> = {
  AB_PORTAL_REFUSED: {
    title: 'Das Portal verweigert unsere Anfrage',
    hint: 'Prüfen Sie, ob der Client die nötige Rolle hat und mit dem Zustellpunkt verknüpft ist; es geht nichts verloren.',
  },
  AB_PORTAL_DEADLINE: {
    title: 'Das Portal lehnt eine Einreichung bald von selbst ab',
    hint: 'Stellen Sie sie jetzt zu oder beantworten Sie sie: Abgelehntes lässt sich nicht mehr abrufen.',
  },
  AB_EVENT_LOG_INVALID: {
    title: 'Das Ereignisprotokoll des Portals belegt nicht, woher die Einreichung kommt',
    hint: 'Tragen Sie sie nicht ein; fragen Sie den Betreiber des Portals, was geschehen ist.',
  },
  AB_TAG_MISMATCH: {
    title: 'Der Inhalt ist nicht der, den das Ereignisprotokoll des Portals nennt',
    hint: 'Tragen Sie ihn nicht ein; er wurde nach dem Absenden ausgetauscht, ergänzt oder weggelassen.',
  },
  AB_DECRYPTION_FAILED: {
    title: 'Der Inhalt lässt sich nicht entschlüsseln',
    hint: 'Der Absender muss ihn neu mit dem veröffentlichten Schlüssel des Zustellpunkts verschlüsseln.',
  },
  AB_DECRYPTION_KEY_MISSING: {
    title: 'Der private Schlüssel, für den verschlüsselt wurde, ist nicht eingerichtet',
    hint: 'Tragen Sie ihn beim Zustellpunkt unter `decryptionKeys` ein; der nächste Lauf ruft noch einmal ab.',
  },
  AB_HASH_MISMATCH: {
    title: 'Der Inhalt hat nicht die Prüfsumme, die der Absender nennt',
    hint: 'Der Absender muss ihn noch einmal senden.',
  },
  AB_METADATA_INVALID: {
    title: 'Die Metadaten der Einreichung passen nicht zu ihrem Schema, oder dessen Version ist nicht zugelassen',
    hint: 'Der Absender muss sie berichtigen, oder `metadataVersions` muss ihre Version zulassen.',
  },
  AB_ATTACHMENTS_DIFFER: {
    title: 'Die Anlagen sind nicht die angekündigten',
    hint: 'Der Absender muss die Einreichung noch einmal senden.',
  },
  AB_SERVICE_NOT_OFFERED: {
    title: 'Der Zustellpunkt bietet Leistung, Gebiet, Schema oder Rückkanal nicht an',
    hint: 'Vergleichen Sie, was der Zustellpunkt veröffentlicht; oder fragen Sie den Absender, warum sie hierher kam.',
  },
  AB_REPORT_REFUSED: {
    title: 'Das Portal nimmt unsere Rückmeldung nicht an',
    hint: 'Vergleichen Sie den Stand im Portal mit `amtsbote show`; vielleicht wurde sie anderswo beantwortet.',
  },
  AB_CLOCK_WRONG: {
    title: 'Die Uhr dieses Rechners geht anders als die des Portals',
    hint: 'Lassen Sie die Uhr dieses Rechners einem Zeitserver folgen (NTP).',
  },
  AB_DESTINATION_INACTIVE: {
    title: 'Der Zustellpunkt ist nicht aktiv',
    hint: 'Aktivieren Sie ihn im Self-Service-Portal: Bis dahin werden Absender abgewiesen.',
  },
  AB_KEY_NOT_PUBLISHED: {
    title: 'Der Zustellpunkt veröffentlicht unseren Schlüssel nicht',
    hint: 'Laden Sie seine öffentliche Hälfte (`amtsbote fit-connect keys export`) beim Zustellpunkt hoch.',
  },
  AB_KEY_UNFIT: {
    title: 'Ein veröffentlichter Schlüssel darf nicht so verwendet werden, wie er gebraucht wird',
    hint: 'Veröffentlichen Sie ihn so, wie `amtsbote fit-connect keys export` ihn schreibt.',
  },
  AB_KEYS_CHANGING: {
    title: 'Die Schlüssel des Zustellpunkts werden gewechselt',
    hint: '`amtsbote fit-connect keys check` nennt den nächsten Schritt.',
  },
  AB_REPLY_NOT_CONFIGURED: {
    title: 'Antragstellende können einen Rückkanal wählen, den nichts bedient',
    hint: 'Richten Sie ihn ein (`mailbox`, `replies`), oder nehmen Sie ihn beim Zustellpunkt heraus.',
  },
  AB_CERTIFICATE_INVALID: {
    title: 'Das Zertifikat eines veröffentlichten Schlüssels wird nicht anerkannt',
    hint: 'Mit ihm wird nichts empfangen oder gesendet und nichts abgelehnt: Fragen Sie, wessen Schlüssel es ist, oder berichtigen Sie `certificates.roots`.',
  },
  AB_CERTIFICATE_NOT_CHECKED: {
    title: 'Ob ein Zertifikat gesperrt wurde, ist zurzeit nicht bekannt',
    hint: 'Der nächste Lauf versucht es erneut; siehe `certificates.crls`.',
  },
  AB_CERTIFICATE_EXPIRES: {
    title: 'Ein Zertifikat läuft bald ab oder ist abgelaufen',
    hint: 'Wechseln Sie die Schlüssel (`amtsbote fit-connect keys rotate`), mit einem neuen Zertifikat.',
  },
  AB_CALLBACK_NOT_SET: {
    title: 'Callbacks sind nur auf einer Seite eingerichtet',
    hint: 'Setzen Sie Adresse und Geheimnis beim Zustellpunkt und `callbackSecret` in der Konfiguration; oder beides nicht.',
  },
};
