import type { enReports } from './en-reports.ts';

/** German texts of reports to portals, and of submissions that belong together. */
export const deReports: Readonly<Record<keyof typeof enReports, string>> = {
  'sync.states': 'Neuer Stand in Fachverfahren: {count} Datensätze.',
  'status.reports': 'Wartende Rückmeldungen an Portale: {count}, die älteste seit {since}',
  'status.reportsLate': 'Sehen Sie nach dem Portal: `amtsbote doctor`.',
  'show.reports': 'Rückmeldungen an das Portal',
  'show.reportWritten': 'geschrieben {at}',
  'show.reportSent': 'gesendet {at}',
  'show.reportTries': '{tries}-mal versucht',
  'show.reportDue': 'wieder {at}',
  'show.reportQueued': 'wartet auf die vorige',
  'record.received': 'bei der Behörde eingegangen',
  'record.processing': 'in Bearbeitung',
  'record.action-required': 'es fehlt noch etwas',
  'record.completed': 'abgeschlossen',
  'record.final': 'nichts weiter',
  'show.related': 'Gehört zusammen mit',
  'relation.refers-to': 'die Nachricht bezieht sich auf jene (etwa als Berichtigung)',
  'relation.referred-by': 'jene Nachricht bezieht sich auf diese (etwa als Berichtigung)',
  'relation.same-message': 'dieselbe Nachrichtennummer',
  'relation.same-content': 'derselbe Inhalt',
  'relation.same-matter': 'derselbe Vorgang',
};
