import type { enServe } from './en-serve.ts';

/** Deutsche Texte von `amtsbote serve` und zu dem, worauf Portale warten. */
export const deServe: Readonly<Record<keyof typeof enServe, string>> = {
  'serve.description': '`sync` nach Zeitplan und auf Zuruf eines Portals ausführen; mit Zustandsabfrage, bis es beendet wird',
  'serve.every': 'vom Beginn eines Laufs bis zum Beginn des nächsten, in Sekunden (Vorgabe: `serve.every` der Konfiguration, sonst 300)',
  'serve.port': 'Port, an dem gelauscht wird (Vorgabe: der von `serve.listen` der Konfiguration, sonst 8789)',
  'serve.verbose': 'alles über jeden Lauf sagen (Vorgabe: nur, was Aufmerksamkeit braucht)',
  'serve.listening': 'Bereit unter {url}; ein Lauf alle {seconds} Sekunden. Zustand: {url}/health',
  'serve.callback': 'Callbacks des Portals gehen an {address}',
  'serve.stopping': 'Wird beendet: Die laufende Zustellung wird noch abgeschlossen. Noch einmal beendet sofort.',
  'serve.refused':
    '{count} Callbacks wurden seit dem letzten Lauf abgewiesen: anderes Geheimnis, andere Uhrzeit, oder jemand anderes hat sie gesendet.',
  'serve.certificateUnread': 'Das Zertifikat ließ sich nicht neu lesen; das bisherige bleibt in Gebrauch.',
  'serve.portTaken': 'An {address} lauscht schon etwas anderes.',
  'serve.portTakenHint': 'Läuft `amtsbote serve` schon? Sonst mit --port einen anderen Port wählen.',
  'serve.cannotListen': 'An {address} kann nicht gelauscht werden.',
  'serve.certificateUnusable': 'Zertifikat oder Schlüssel aus `serve.tls` sind nicht verwendbar.',
  'serve.certificateUnusableHint': 'Beides sind PEM-Dateien ohne Kennwort, und der Schlüssel gehört zum Zertifikat.',
  'urgent.deadline':
    'Portal {portal}: {count} Einreichung(en) müssen bald beantwortet werden, die erste ({id}) bis {until}; danach lehnt das Portal von selbst ab.',
  'urgent.over':
    'Portal {portal}: {count} Einreichung(en) warten auf ihre Antwort; {over} davon hat das Portal von selbst abgelehnt, die erste ({id}) am {until}.',
  'urgent.failing': 'Mit dem Portal {portal} stimmt etwas nicht seit {since}: {codes}',
  'show.answerBy': 'das Portal wartet auf eine Antwort bis {at}, danach lehnt es von selbst ab',
};
