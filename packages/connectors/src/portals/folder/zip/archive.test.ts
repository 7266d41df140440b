import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentOf, testFolder } from '../folder.test-support.ts';
import { writeZip, type ZipEntrySpec } from '../../../../../sdk/src/zip/write-zip.test-support.ts';

const message: ZipEntrySpec = { name: 'message.xml', content: '<antrag/>' };
const many = Array.from({ length: 201 }, (_, index) => ({ name: `${index}.pdf`, content: 'x' }));
const zeros = Buffer.alloc(3_000_000);

async function receiveZip(zip: Uint8Array, limits: object = {}) {
  const folder = await testFolder({ options: { limits } });
  await writeFile(join(folder.inbox, 'Meier.zip'), zip);
  const submissions = await folder.receive();
  expect(submissions).toHaveLength(1);
  return { ...folder, submission: submissions[0] };
}

test('a zip arrives byte for byte, stored or deflated, small or large, with folders and umlauts', async () => {
  const large = Buffer.from(Array.from({ length: 400_000 }, (_, index) => (index * 2_654_435_761) >>> 24));
  const { submission } = await receiveZip(
    writeZip([
      message,
      { name: 'anlagen/' },
      { name: 'anlagen/Öffentlich.pdf', content: 'ä', store: true },
      { name: 'anlagen/groß.bin', content: large, mode: 0o100644 },
    ]),
  );
  expect(submission?.problem).toBeUndefined();
  expect((await contentOf(submission?.message)).toString()).toBe('<antrag/>');
  expect(submission?.attachments.map(({ name }) => name)).toEqual(['Öffentlich.pdf', 'groß.bin']);
  expect(await contentOf(submission?.attachments[1])).toEqual(large);
  expect(await contentOf(submission?.attachments[1])).toEqual(large);
});

const unsafe: [string, ZipEntrySpec[]][] = [
  ['a name that leads out', [{ name: '../../etc/cron.d/x' }]],
  ['a name that leads out from within', [{ name: 'a/../../x' }]],
  ['an absolute name', [{ name: '/etc/passwd' }]],
  ['a drive', [{ name: 'C:/Windows/x' }]],
  ['a backslash', [{ name: '..\\..\\x' }]],
  ['a control character', [{ name: 'a\u0000.pdf' }]],
  ['an empty part', [{ name: 'a//b' }]],
  ['a link', [{ name: 'link', content: '/etc/passwd', mode: 0o120777 }]],
  ['a device', [{ name: 'device', mode: 0o020666 }]],
  ['the same name twice', [{ name: 'a.pdf' }, { name: 'A.PDF' }]],
  ['the same name composed and decomposed', [{ name: '\u00e4.pdf' }, { name: 'a\u0308.pdf' }]],
  ['a file that is also a folder', [{ name: 'a' }, { name: 'a/b' }]],
  ['a nested archive', [{ name: 'inner.zip', content: writeZip([message]) }]],
  ['an encrypted file', [{ name: 'a.pdf', encrypted: true, content: 'x'.repeat(12) }]],
];
test.each(unsafe)('%s makes the zip unsafe', async (_, entries) => {
  const { submission, log } = await receiveZip(writeZip([message, ...entries]));
  expect(submission?.problem?.code).toBe('AB_ZIP_UNSAFE');
  expect(JSON.stringify([submission?.problem, log])).not.toMatch(/passwd|cron|Meier|a\.pdf|inner/);
});

const bombs: [string, ZipEntrySpec[], object][] = [
  ['too many files', many, {}],
  ['a file that unpacks too far', [{ name: 'a.bin', content: zeros }], {}],
  ['many files that unpack too far together', many.slice(0, 150).map(({ name }) => ({ name, content: zeros.subarray(0, 900_000) })), {}],
  ['more than the total', [{ name: 'a.bin', content: zeros.subarray(0, 5000), store: true }], { totalBytes: 4000 }],
  ['a file larger than it says', [{ name: 'a.bin', content: zeros.subarray(0, 500_000), claimedSize: 10 }], {}],
];
test.each(bombs)('%s is a bomb', async (_, entries, limits) => {
  const { submission } = await receiveZip(writeZip([message, ...entries]), limits);
  expect(submission?.problem?.code).toBe('AB_ZIP_BOMB');
});

const whole = writeZip([message, { name: 'a.pdf', content: 'abc' }]);
test.each([
  ['cut off', whole.subarray(0, whole.length - 30)],
  ['empty', Buffer.alloc(0)],
  ['no zip at all', Buffer.from('Sehr geehrte Damen und Herren')],
  ['with bytes behind its end', Buffer.concat([whole, Buffer.from('xx')])],
  ['with a wrong checksum', writeZip([message, { name: 'a.pdf', content: 'abc', claimedCrc: 1 }])],
  ['with a size that is too large', writeZip([message, { name: 'a.pdf', content: 'abc', claimedSize: 99 }])],
  ['with content that does not unpack', Buffer.from(whole.toString('latin1').replace(/\x03\x04(.{26})/s, '\x03\x04$1ZZ'), 'latin1')],
])('a zip %s is broken, and its original is kept', async (_, zip) => {
  const { submission } = await receiveZip(zip);
  expect(submission?.problem?.code).toBe('AB_ZIP_BROKEN');
  expect(submission?.attachments).toHaveLength(1);
  expect(await contentOf(submission?.attachments[0])).toEqual(Buffer.from(zip));
});

test('limits for message and attachments hold in a zip', async () => {
  const { submission } = await receiveZip(writeZip([{ name: 'message.xml', content: 'x'.repeat(20), store: true }]), {
    messageBytes: 10,
  });
  expect(submission?.problem?.code).toBe('AB_FILE_TOO_LARGE');
});

test('a broken zip does not stop the others', async () => {
  const { inbox, receive } = await testFolder();
  await writeFile(join(inbox, '1.zip'), 'broken');
  await writeFile(join(inbox, '2.zip'), whole);
  const submissions = await receive();
  expect(submissions.map(({ problem }) => problem?.code).toSorted()).toEqual(['AB_ZIP_BROKEN', undefined]);
});
