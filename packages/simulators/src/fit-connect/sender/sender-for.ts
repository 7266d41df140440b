import { demoSender } from '../clients.ts';
import type { FitConnect } from '../fit-connect.ts';
import type { SenderConnection } from './service-client.ts';

/** How the demo sender reaches a running service. */
export function senderFor(service: Pick<FitConnect, 'url' | 'tokenUrl'>, version = 'v2'): SenderConnection {
  const { clientId, clientSecret } = demoSender;
  return { url: service.url, tokenUrl: service.tokenUrl, clientId, clientSecret, version };
}
