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
};
