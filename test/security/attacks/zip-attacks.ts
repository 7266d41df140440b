import { crc32 } from 'node:zlib';
import { type AttackSample, uniqueMessage } from './attack-sample.ts';
import { craftZip, type CraftedEnd, type CraftedEntry } from './craft-zip.ts';
import { leadingElsewhere, troublesome } from './inert-strings.ts';

/** A message that no other attack has: a known one would be told as such. */
function freshMessage(): CraftedEntry {
  return { name: 'nachricht.xml', content: uniqueMessage() };
}

const unsafe = ['AB_ZIP_UNSAFE', 'AB_ZIP_BROKEN'];
const refused = ['AB_ZIP_UNSAFE', 'AB_ZIP_BROKEN', 'AB_ZIP_BOMB', 'AB_FILE_TOO_LARGE'];

/** Archives that lead elsewhere, lie, blow up, or hold what nobody should open. */
export function zipAttacks(): readonly AttackSample[] {
  return [
    ...leadingElsewhere.map((name, n) => archive(`leads elsewhere ${n}`, [freshMessage(), { name }], unsafe)),
    ...leadingElsewhere.map((name, n) =>
      archive(`message that leads elsewhere ${n}`, [{ ...freshMessage(), name: `${name}.xml` }], unsafe),
    ),
    ...leadingElsewhere.map((localName, n) =>
      archive(`leads elsewhere before its content ${n}`, [freshMessage(), { name: 'anlage.exe', localName }]),
    ),
    ...troublesome.map((name, n) => archive(`troublesome name ${n}`, [freshMessage(), { name: `${name}.exe` }])),
    ...bytesAsNames().map((name, n) => archive(`bytes as a name ${n}`, [freshMessage(), { name }])),
    ...links(),
    ...bombs(),
    ...lies(),
    ...inside(),
    ...remains(),
  ];
}

function archive(name: string, entries: readonly CraftedEntry[], codes?: readonly string[], end?: CraftedEnd): AttackSample {
  return zipFile(name, craftZip(entries, end), codes);
}

function zipFile(name: string, content: Buffer, codes?: readonly string[]): AttackSample {
  return { name: `zip: ${name}`, files: [{ name: 'einreichung.zip', content }], ...(codes && { codes }) };
}

function bytesAsNames(): readonly Buffer[] {
  return ['c0ae c0ae 2f78', 'e080ae e080ae 2f78', 'ff fe 2e', '80 81 82', 'eda080', 'f4908080', '00', ''].map((hex) =>
    Buffer.from(hex.replaceAll(' ', ''), 'hex'),
  );
}

function links(): readonly AttackSample[] {
  const modes = { link: 0o120777, pipe: 0o010644, device: 0o020644, block: 0o060644, socket: 0o140644 };
  const targets = ['/etc/passwd', '../../entkommen', '.', 'nachricht.xml'];
  return Object.entries(modes).flatMap(([what, mode]) =>
    targets.map((content, n) => archive(`${what} ${n}`, [freshMessage(), { name: 'anlage.exe', content, mode }], ['AB_ZIP_UNSAFE'])),
  );
}

function bombs(): readonly AttackSample[] {
  const zeros = Buffer.alloc(30_000_000);
  const many = (count: number): CraftedEntry[] => Array.from({ length: count }, (_, n) => ({ name: `${n}.exe` }));
  return [
    archive('zeros', [freshMessage(), { name: 'a.exe', content: zeros }], refused),
    archive('zeros as the message', [{ name: 'a.xml', content: zeros }], refused),
    archive('zeros that say they are small', [freshMessage(), { name: 'a.exe', content: zeros, saysSize: 100 }], refused),
    archive('zeros that say they are as large as packed', [freshMessage(), { name: 'a.exe', content: zeros, saysSize: 29_000 }], refused),
    ...[201, 1000, 20_000].map((count) => archive(`${count} entries`, [freshMessage(), ...many(count)], refused)),
    archive('one content for many names', [freshMessage(), ...many(150).map((one) => ({ ...one, saysOffset: 0 }))]),
    archive(
      'a hundred times a hundred',
      [freshMessage(), ...many(60).map((one) => ({ ...one, content: zeros.subarray(0, 500_000) }))],
      refused,
    ),
  ];
}

function lies(): readonly AttackSample[] {
  const sizes = [0, 1, 2 ** 31, 2 ** 32 - 1];
  return [
    ...sizes.map((saysSize, n) => archive(`says another size ${n}`, [{ ...freshMessage(), saysSize }])),
    ...sizes.map((saysPacked, n) => archive(`says another packed size ${n}`, [{ ...freshMessage(), saysPacked }])),
    ...sizes.map((saysOffset, n) =>
      archive(`begins elsewhere ${n}`, [freshMessage(), { name: 'a.exe', saysOffset: saysOffset === 0 ? 5 : saysOffset }]),
    ),
    ...[0, 1, 12, 65_535].map((method) => archive(`method ${method}`, [{ ...freshMessage(), method, content: 'no such packing' }])),
    archive('a wrong checksum', [{ ...freshMessage(), crc: crc32('other') }], refused),
    archive('no checksum', [{ ...freshMessage(), crc: 0 }], refused),
    ...[1, 0x41].map((flags) => archive(`encrypted ${flags}`, [{ ...freshMessage(), flags: flags | 0x800 }], unsafe)),
    ...[0, 1, 2, 65_535].map((entries) =>
      archive(
        `says ${entries} entries`,
        [freshMessage(), { name: 'a.exe' }, { name: 'b.exe' }],
        entries < 3 ? ['AB_ZIP_BROKEN'] : undefined,
        { entries },
      ),
    ),
    ...sizes.map((directoryOffset, n) =>
      archive(`list elsewhere ${n}`, [freshMessage()], undefined, { directoryOffset: directoryOffset + 1 - (n > 1 ? 2 : 0) }),
    ),
    archive('a list without size', [freshMessage()], ['AB_ZIP_BROKEN'], { directorySize: 0 }),
    archive('a comment with an end in it', [freshMessage(), { name: 'a.exe' }], undefined, { comment: 'PK\u0005\u0006'.repeat(6) }),
    archive('another beginning', [freshMessage(), { name: 'a.exe' }], undefined, { before: Buffer.from('%PDF-1.7\n') }),
  ];
}

function inside(): readonly AttackSample[] {
  const inner = craftZip([freshMessage()]);
  const kinds = ['zip', 'ZIP', '7z', 'rar', 'tar', 'gz', 'tgz', 'bz2', 'xz', 'zst', 'jar', 'iso', 'cab'];
  return [
    ...kinds.map((kind) => archive(`holds ${kind}`, [freshMessage(), { name: `innen.${kind}`, content: inner }], ['AB_ZIP_UNSAFE'])),
    archive('twice the same name', [freshMessage(), { name: 'a.exe' }, { name: 'a.exe' }], ['AB_ZIP_UNSAFE']),
    archive('twice the same message', ((one) => [one, one])(freshMessage()), [...unsafe, 'AB_MESSAGE_AMBIGUOUS']),
    archive('names that differ by case', [freshMessage(), { name: 'A.exe' }, { name: 'a.EXE' }]),
    archive('names that differ by composition', [freshMessage(), { name: 'ä.exe' }, { name: 'a\u0308.exe' }]),
    archive('a folder as a file', [freshMessage(), { name: 'a/' }, { name: 'a/b.exe' }, { name: 'a' }]),
    archive('two messages', [freshMessage(), { ...freshMessage(), name: 'zweite.xml' }], ['AB_MESSAGE_AMBIGUOUS', 'AB_ATTACHMENT_UNUSED']),
    archive('no message', [{ name: 'a.exe' }], ['AB_MESSAGE_MISSING']),
    archive('nothing', [], [...unsafe, 'AB_MESSAGE_MISSING']),
  ];
}

/** What a broken transfer, or somebody who cuts, leaves of an archive. */
function remains(): readonly AttackSample[] {
  const whole = craftZip([freshMessage(), { name: 'a.exe', content: 'MZ' }]);
  const cuts = [1, 4, 22, 100, Math.floor(whole.length / 2), whole.length - 22, whole.length - 1];
  const flipped = [10, 30, 200, whole.length - 60, whole.length - 10];
  return [
    ...cuts.map((length) => zipFile(`cut after ${length}`, whole.subarray(0, length), refused)),
    ...flipped.map((at) => {
      const copy = Buffer.from(whole);
      copy.writeUInt8((copy[at] ?? 0) ^ 0xff, at);
      return zipFile(`changed at ${at}`, copy);
    }),
    zipFile('text', Buffer.from('PK is not enough')),
    zipFile('empty', Buffer.alloc(0)),
  ];
}
