import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { EvidenceVerification, EvidenceVerifying, PortalEvidenceVerifier } from '@amtsbote/sdk/runtime';
import { CliError } from '../../cli-error.ts';
import { type Context, projectDirectory } from '../../context.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';

type Key = Readonly<Record<string, unknown>>;

const largest = 1_100_000_000;
const largestTrust = 10_000_000;

/** Verifies an archive by what it holds, with the keys that a reader trusts if a file names them. */
export async function verifyArchive(
  context: Context,
  zip: string,
  trust: readonly string[],
): Promise<{ readonly exitCode: ExitCode; readonly result: EvidenceVerification }> {
  const { deps } = context;
  const bytes = await read(context, zip, largest);
  const { trusted, roots } = await readTrust(context, trust);
  const { verifyEvidence } = await deps.loadRuntime();
  const result = await verifyEvidence(bytes, { verifierOf: (format) => verifierOf(context, format), trusted, roots, now: deps.now() });
  return { exitCode: result.ok ? exitCodes.ok : exitCodes.attention, result };
}

async function read({ deps, view }: Context, name: string, most: number): Promise<Uint8Array> {
  const file = resolve(deps.cwd, name);
  const facts = await stat(file).catch(() => undefined);
  if (facts?.isFile() !== true) throw new CliError(view.t('evidence.cannotRead', { file: name }));
  if (facts.size > most) throw new CliError(view.t('evidence.tooLarge', { file: name }));
  return await readFile(file);
}

/** What a reader trusts: sets of keys, and certificates of authorities. */
async function readTrust(context: Context, files: readonly string[]): Promise<Pick<EvidenceVerifying, 'trusted' | 'roots'>> {
  const keys: Key[] = [];
  const certificates: string[] = [];
  for (const file of files) {
    const bytes = await read(context, file, largestTrust);
    const text = Buffer.from(bytes).toString('utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) certificates.push(text);
    else keys.push(...keysOf(context, file, bytes));
  }
  return { trusted: keys.length === 0 ? undefined : keys, roots: certificates.length === 0 ? undefined : certificates.join('\n') };
}

/** The keys of a set (RFC 7517), or a single one. */
function keysOf({ view }: Context, file: string, bytes: Uint8Array): readonly Key[] {
  const found = parsed(bytes);
  const keys = isObject(found) && Array.isArray(found['keys']) ? found['keys'] : [found];
  const known = keys.filter(isObject).filter(({ kty }) => typeof kty === 'string');
  if (known.length > 0) return known;
  throw new CliError(view.t('evidence.noKeys', { file }), { hint: view.t('evidence.noKeysHint') });
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Key {
  return typeof value === 'object' && value !== null;
}

/** Connectors of ours alone: what stands in an archive is from anybody, and must load nothing of theirs. */
async function verifierOf(context: Context, format: string): Promise<PortalEvidenceVerifier | undefined> {
  const [name = ''] = format.split('/');
  if (!/^[a-z0-9-]{1,60}$/.test(name)) return undefined;
  try {
    const specifier = `@amtsbote/connectors/portals/${name}`;
    const module = (await context.deps.importConnector(specifier, projectDirectory(context))) as { verifier?: PortalEvidenceVerifier };
    return module.verifier;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND' && code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
    return undefined;
  }
}
