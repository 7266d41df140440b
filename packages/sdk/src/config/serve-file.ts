import { type ZodType, z } from 'zod';
import { milliseconds } from './milliseconds.ts';
import { listenAddress } from './serve.ts';
import { duration } from './target-protection-file.ts';

/** `serve:` as written. */
export interface ServeFile {
  listen?: string | undefined;
  every?: string | undefined;
  tls?: { certificate: string; key: string } | undefined;
  plainHttp?: boolean | undefined;
}

const leastMs = 1_000;
const mostMs = 24 * 60 * 60_000;
const ownHosts = new Set(['127.0.0.1', 'localhost', '::1']);

/** Shape of `serve:`. */
export const serve: ZodType<ServeFile> = z
  .strictObject({
    listen: z
      .string()
      .refine((written) => listenAddress(written) !== undefined, 'an address such as 127.0.0.1:8789')
      .optional()
      .describe('Where to listen: host and port. Default 127.0.0.1:8789.'),
    every: duration
      .refine((written) => milliseconds(written) >= leastMs && milliseconds(written) <= mostMs, 'between 1s and 24h')
      .optional()
      .describe('From the beginning of one run to that of the next. Default 5m.'),
    tls: z
      .strictObject({ certificate: z.string().min(1), key: z.string().min(1) })
      .optional()
      .describe('Files in PEM: certificate with its chain, and its key. Read again before each run. Default: plain HTTP, for a proxy.'),
    plainHttp: z
      .boolean()
      .optional()
      .describe('Listen without TLS for other hosts than this one, too: a proxy on another host. Default false.'),
  })
  .refine(
    ({ listen, tls, plainHttp }) => tls !== undefined || plainHttp === true || ownHosts.has(listenAddress(listen ?? '8789')?.host ?? ''),
    { path: ['listen'], message: 'other hosts are served by TLS: add `tls:`, or `plainHttp: true` where a proxy on another host has it' },
  )
  .describe('How `amtsbote serve` listens, and when it runs.');
