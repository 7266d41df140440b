import type { enAudit } from './en-audit.ts';

/** German texts of `amtsbote audit` and `amtsbote keys`. */
export const deAudit: Readonly<Record<keyof typeof enAudit, string>> = {
  'audit.description': 'Die Historie als Nachweis',
  'audit.verify': 'prüfen, ob die Historie vollständig und unverändert ist',
  'audit.checkpoint': 'ein früher ausgegebener, anderswo verwahrter Prüfpunkt; er zeigt ein abgeschnittenes Ende',
  'audit.export': 'die Historie als JSON Lines schreiben, zuletzt den neuesten Prüfpunkt',
  'audit.out': 'eine neue Datei (Vorgabe: Standardausgabe)',
  'audit.checkpointOnly': 'nur den neuesten Prüfpunkt',
  'audit.exported':
    '{events} Ereignisse nach {file} geschrieben. Verwahren Sie die Datei dort, wo das Zustellbuch nicht geändert werden kann.',
  'audit.cannotWrite': 'Die Datei {file} lässt sich nicht anlegen.',
  'audit.cannotWriteHint': 'Nennen Sie eine Datei, die es noch nicht gibt, in einem beschreibbaren Ordner.',
  'audit.noCheckpoint': '{file} endet nicht mit einem Prüfpunkt.',
  'audit.noCheckpointHint': '`amtsbote audit export` schreibt ihn als letzte Zeile.',
  'audit.ok': 'Die Historie ist vollständig und unverändert.',
  'audit.notOk': 'Die Historie ist nicht so, wie sie geschrieben wurde: {count} Stellen.',
  'audit.counts': '{events} Ereignisse zu {submissions} Einreichungen, {checkpoints} Prüfpunkte',
  'audit.unsealed': '{count} Ereignisse kamen nach dem neuesten Prüfpunkt; der nächste Lauf versiegelt sie',
  'audit.unhashed': '{count} Ereignisse stammen aus der Zeit vor den Prüfsummen',
  'audit.fault.event-changed': '{submission}, Ereignis {position}: nachträglich geändert',
  'audit.fault.event-missing': '{submission}, Ereignis {position}: fehlt oder wurde verschoben',
  'audit.fault.checkpoint-broken': 'Prüfpunkt {checkpoint}: die Ereignisse bis dahin sind nicht die versiegelten',
  'audit.fault.checkpoint-missing': 'Prüfpunkt {checkpoint}: fehlt',
  'audit.fault.end-missing': 'die Historie endet vor Prüfpunkt {checkpoint}, oder an seiner Stelle steht ein anderer',
  'keys.description': 'Schlüssel des Zustellbuchs',
  'keys.rotate': 'den Hauptschlüssel wechseln; der Inhalt bleibt versiegelt, wie er ist',
  'keys.to': 'wo der neue Hauptschlüssel liegt; er wird angelegt, wo keiner ist: keyring:NAME, env:VARIABLE oder file:PATH',
  'keys.rotated':
    '{count} Datenschlüssel sind mit dem neuen Hauptschlüssel verschlossen.\nSchreiben Sie nun `masterKey: {to}` unter `ledger:` in amtsbote.yaml: Nur damit öffnet sich das Zustellbuch.\nBewahren Sie den alten Schlüssel auf, solange es Sicherungen von früher gibt.',
};
