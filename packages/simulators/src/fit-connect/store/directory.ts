import type { DatabaseSync } from 'node:sqlite';
import type { Client } from '../clients.ts';
import type { Destination } from '../destinations.ts';

/** Destinations, clients, and who is linked to what. */
export class Directory {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  putDestination(destination: Destination): void {
    this.#db.prepare('INSERT OR REPLACE INTO destinations VALUES (?, ?)').run(destination.destinationId, JSON.stringify(destination));
  }

  destination(destinationId: string): Destination | undefined {
    const row = this.#db.prepare('SELECT document FROM destinations WHERE destination_id = ?').get(destinationId);
    return row && (JSON.parse((row as { document: string }).document) as Destination);
  }

  destinations(): readonly Destination[] {
    const rows = this.#db.prepare('SELECT document FROM destinations ORDER BY rowid').all();
    return (rows as unknown as { document: string }[]).map((row) => JSON.parse(row.document) as Destination);
  }

  putClient(client: Client): void {
    this.#db.prepare('INSERT OR REPLACE INTO clients VALUES (?, ?)').run(client.clientId, JSON.stringify(client));
  }

  client(clientId: string): Client | undefined {
    const row = this.#db.prepare('SELECT document FROM clients WHERE client_id = ?').get(clientId);
    return row && (JSON.parse((row as { document: string }).document) as Client);
  }

  clients(): readonly Client[] {
    const rows = this.#db.prepare('SELECT document FROM clients ORDER BY rowid').all();
    return (rows as unknown as { document: string }[]).map((row) => JSON.parse(row.document) as Client);
  }

  link(clientId: string, destinationId: string): void {
    this.#db.prepare('INSERT OR IGNORE INTO links VALUES (?, ?)').run(clientId, destinationId);
  }

  unlink(clientId: string, destinationId: string): void {
    this.#db.prepare('DELETE FROM links WHERE client_id = ? AND destination_id = ?').run(clientId, destinationId);
  }

  /** The ids of the destinations a client is linked to. */
  linkedTo(clientId: string): readonly string[] {
    const rows = this.#db.prepare('SELECT destination_id FROM links WHERE client_id = ? ORDER BY rowid').all(clientId);
    return (rows as unknown as { destination_id: string }[]).map((row) => row.destination_id);
  }
}
