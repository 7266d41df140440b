import { createHmac } from 'node:crypto';
import { ConfigurationFault } from '../../errors/families.ts';

/** A code of a one-time password generator. */
export interface OneTimeCode {
  readonly code: string;
  /** Counts the periods since 1970; a code is good once per step. */
  readonly step: number;
  /** When the next step begins, in milliseconds since 1970. */
  readonly nextAt: number;
}

interface Generator {
  readonly key: Buffer;
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
  readonly digits: number;
  readonly periodMs: number;
}

/**
 * The code of this moment (RFC 6238).
 *
 * @param secret base32 as shown to a person, or an `otpauth://totp/` address
 * @throws ConfigurationFault AB_SECRET_UNREADABLE, without the secret
 */
export function oneTimeCode(secret: string, now: number): OneTimeCode {
  const { key, algorithm, digits, periodMs } = generatorOf(secret.trim());
  const step = Math.floor(now / periodMs);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac(algorithm, key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  const number = (hash.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return { code: String(number).padStart(digits, '0'), step, nextAt: (step + 1) * periodMs };
}

function generatorOf(secret: string): Generator {
  if (!/^otpauth:/i.test(secret)) return { key: fromBase32(secret), algorithm: 'sha1', digits: 6, periodMs: 30_000 };
  const parameters = URL.canParse(secret) ? new URL(secret).searchParams : new URLSearchParams();
  const given = (name: string, usual: string): string => parameters.get(name) ?? usual;
  const algorithm = given('algorithm', 'SHA1').toLowerCase();
  const digits = Number(given('digits', '6'));
  const period = Number(given('period', '30'));
  const isSound = [6, 7, 8].includes(digits) && Number.isInteger(period) && period > 0;
  if (!isAlgorithm(algorithm) || !isSound) throw unreadable();
  return { key: fromBase32(given('secret', '')), algorithm, digits, periodMs: period * 1000 };
}

function isAlgorithm(name: string): name is Generator['algorithm'] {
  return name === 'sha1' || name === 'sha256' || name === 'sha512';
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(text: string): Buffer {
  const plain = text.replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
  if (plain === '' || [...plain].some((each) => !letters.includes(each))) throw unreadable();
  const bits = [...plain].map((each) => letters.indexOf(each).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

function unreadable(): ConfigurationFault {
  return new ConfigurationFault('AB_SECRET_UNREADABLE', 'The secret of the one-time codes is neither base32 nor an otpauth address', {
    hint: 'Store it as the application shows it when the second factor is set up.',
  });
}
