import type { enOperate } from './en-operate.ts';

/** Deutsche Texte von `amtsbote backup` und `amtsbote restore` und von Läufen ohne Menschen. */
export const deOperate: Readonly<Record<keyof typeof enOperate, string>> = {
  'backup.description': 'Zustellbuch, versiegelte Inhalte und Konfiguration sichern, auch neben einem Lauf',
  'backup.folder': 'Ordner der Sicherungen; jede legt darin einen eigenen an',
  'backup.keys': 'Datei der Datenschlüssel, eine für alle Sicherungen (sonst: data-keys.sqlite im Ordner)',
  'backup.made':
    'Sicherung von {submissions} Einreichungen, {files} Dateien, {size}: {folder}\nDatenschlüssel: {keys}. Bewahren Sie nur die neueste Datei auf, damit Gelöschtes auch in alten Sicherungen gelöscht ist; und den Hauptschlüssel getrennt von beiden.',
  'restore.description': 'eine Sicherung prüfen und an die Stelle des Zustellbuchs setzen',
  'restore.folder': 'Ordner einer Sicherung: in ihm liegt manifest.json',
  'restore.keys': 'die neueste Datei der Datenschlüssel (sonst: data-keys.sqlite neben dem Ordner)',
  'restore.replace': 'das vorhandene Zustellbuch beiseitelegen',
  'restore.unproven': 'auch einspielen, wenn der Verlauf in der Sicherung nicht ist, wie er geschrieben wurde',
  'restore.done': 'Eingespielt, Stand {at}: {submissions} Einreichungen.',
  'restore.open': '{count} Zustellungen waren damals offen: Jede wird im Fachverfahren gesucht, bevor etwas gesendet wird.',
  'restore.shredded': '{count} Einreichungen wurden seither gelöscht; ihr Inhalt bleibt verschlossen.',
  'restore.notProven': 'Der Verlauf ist nicht, wie er geschrieben wurde: siehe `amtsbote audit verify`.',
  'restore.setAside':
    'Was vorher da war, liegt in {folder}. Es enthält versiegelte Daten von Bürgern: Entfernen Sie es, wenn es nicht mehr gebraucht wird.',
  'restore.next':
    'Weiter: `amtsbote status` mit den Portalen vergleichen. Was nach der Sicherung kam und vom Portal freigegeben wurde, fehlt darin.',
  'sync.failOn': 'was mit Exit-Code 3 endet: {choices} (sonst: rejected, also Klärfälle und Abgelehntes dieses Laufs)',
  'sync.quiet': 'nur sagen, was Aufmerksamkeit braucht (Vorgabe ohne Terminal)',
  'sync.verbose': 'alles sagen (Vorgabe am Terminal)',
  'sync.log': 'strukturierte Protokollzeilen an FILE anhängen (sonst: `log:` der Konfiguration)',
  'sync.quietOrVerbose': 'Geben Sie --quiet oder --verbose an, nicht beides.',
  'sync.openCases': 'Offene Klärfälle im Zustellbuch: {count}',
  'sync.logIncomplete': 'Das Protokoll konnte nicht vollständig geschrieben werden: {count} Zeilen fehlen.',
};
