import { createHash } from 'node:crypto';
import { appendFile, chmod, mkdir, readdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentOf, testFolder } from './folder.test-support.ts';
import { writeZip } from '../../../../sdk/src/zip/write-zip.test-support.ts';

const message = '<antrag><name>Müller-Lüdenscheidt</name></antrag>';

test('a message with its attachments arrives byte for byte, with hash and size', async () => {
  const { inbox, receive } = await testFolder();
  const photo = Buffer.from([0, 255, 13, 10, 26]);
  await writeFile(join(inbox, 'antrag-1.xml'), message);
  await writeFile(join(inbox, 'antrag-1_foto.jpg'), photo);
  const [submission, ...others] = await receive();
  expect(others).toEqual([]);
  expect(submission?.problem).toBeUndefined();
  expect((await contentOf(submission?.message)).toString()).toBe(message);
  expect(await contentOf(submission?.attachments[0])).toEqual(photo);
  expect(submission?.attachments[0]).toMatchObject({
    name: 'antrag-1_foto.jpg',
    mediaType: 'image/jpeg',
    size: 5,
    sha256: createHash('sha256').update(photo).digest('hex'),
  });
  expect(submission?.portalId).toBe(submission?.contentHash);
});

test('the same submission as files under another name, as zip or as subfolder has the same identity', async () => {
  const { inbox, receive } = await testFolder();
  await writeFile(join(inbox, 'a.xml'), message);
  await writeFile(join(inbox, 'b.xml'), message);
  await writeFile(join(inbox, 'c.zip'), writeZip([{ name: 'x.xml', content: message }]));
  await mkdir(join(inbox, 'd'));
  await writeFile(join(inbox, 'd', 'y.xml'), message);
  await writeFile(join(inbox, 'e.xml'), `${message} `);
  const ids = (await receive()).map((submission) => submission.portalId);
  expect([ids.length, new Set(ids).size]).toEqual([5, 2]);
});

test('attachments count for the identity by name and content, not by order', async () => {
  const entries = [
    { name: 'message.xml', content: message },
    { name: 'a.pdf', content: '1' },
    { name: 'b.pdf', content: '2' },
  ];
  const { inbox, receive } = await testFolder();
  await writeFile(join(inbox, '1.zip'), writeZip(entries));
  await writeFile(join(inbox, '2.zip'), writeZip(entries.toReversed()));
  await writeFile(join(inbox, '3.zip'), writeZip([...entries.slice(0, 2), { name: 'c.pdf', content: '2' }]));
  await writeFile(join(inbox, '4.zip'), writeZip([...entries.slice(0, 2), { name: 'b.pdf', content: '3' }]));
  expect(new Set((await receive()).map((submission) => submission.portalId)).size).toBe(3);
});

test('a submission is gone from the folder once it is acknowledged, and acknowledging again does nothing', async () => {
  const { inbox, receive } = await testFolder();
  await writeFile(join(inbox, 'a.xml'), message);
  await writeFile(join(inbox, 'b.xml'), message);
  await writeFile(join(inbox, 'b_1.pdf'), 'x');
  await writeFile(join(inbox, 'b.done'), '');
  await mkdir(join(inbox, 'c', 'anlagen', 'tief'), { recursive: true });
  await writeFile(join(inbox, 'c', 'x.xml'), message);
  await writeFile(join(inbox, 'c', 'anlagen', 'tief', 'y.pdf'), 'y');
  await writeFile(join(inbox, 'c', '.done'), '');
  const submissions = await receive();
  expect(submissions.map(({ attachments }) => attachments.length).sort()).toEqual([0, 1, 1]);
  for (const submission of submissions) await submission.acknowledge();
  for (const submission of submissions) await submission.acknowledge();
  expect(await readdir(inbox)).toEqual([]);
});

test('an original that changed after it was read stays', async () => {
  const { inbox, receive, log } = await testFolder();
  await writeFile(join(inbox, 'a.xml'), message);
  const [submission] = await receive();
  await appendFile(join(inbox, 'a.xml'), ' ');
  await submission?.acknowledge();
  expect(await readdir(inbox)).toEqual(['a.xml']);
  expect(log.join()).toMatch(/changed after it was read/);
  expect((await contentOf(submission?.message)).toString()).toBe(message);
});

test('an original that was replaced by another file of equal size and time stays', async () => {
  const { inbox, receive } = await testFolder();
  const path = join(inbox, 'a.xml');
  const time = new Date(1_700_000_000_000);
  await writeFile(path, '<a>1</a>');
  await utimes(path, time, time);
  const [submission] = await receive();
  await writeFile(`${path}.neu`, '<a>2</a>');
  await utimes(`${path}.neu`, time, time);
  await rename(`${path}.neu`, path);
  await submission?.acknowledge();
  expect(await readdir(inbox)).toEqual(['a.xml']);
});

async function planRemoval(inbox: string, files: Record<string, string>): Promise<void> {
  const planned = Object.entries(files).map(async ([name, existing]) => {
    const { size, mtimeNs, ino } = await stat(existing, { bigint: true });
    return { name, size: Number(size), modifiedNs: String(mtimeNs), inode: String(ino) };
  });
  const plan = { files: await Promise.all(planned), folders: [] };
  await writeFile(join(inbox, '.amtsbote-entfernen-1.json'), JSON.stringify(plan));
}

test('a removal that a crash interrupted is finished, never read as a smaller submission', async () => {
  const { inbox, receive } = await testFolder();
  await writeFile(join(inbox, 'a.xml'), message);
  await writeFile(join(inbox, 'a.pdf'), 'x');
  await planRemoval(inbox, { 'a.pdf': join(inbox, 'a.pdf'), 'a.xml': join(inbox, 'a.xml') });
  await rm(join(inbox, 'a.pdf'));
  expect(await receive()).toEqual([]);
  expect(await readdir(inbox)).toEqual([]);
});

test('a plan cannot remove what lies outside the folder', async () => {
  const { base, inbox, receive } = await testFolder();
  await writeFile(join(base, 'wichtig.txt'), 'x');
  await planRemoval(inbox, { '../wichtig.txt': join(base, 'wichtig.txt') });
  await receive();
  expect(await readdir(base)).toContain('wichtig.txt');
});

test('what was written a moment ago is looked at twice', async () => {
  const { inbox, receive, slept } = await testFolder({ options: { settleMs: 2000 } });
  await writeFile(join(inbox, 'a.xml'), message);
  expect(await receive()).toHaveLength(1);
  expect(slept).toEqual([2000]);
});

test('what grew, or got another attachment, between two looks is left', async () => {
  const folder = await testFolder({
    options: { settleMs: 2000 },
    whileAsleep: async () => {
      await appendFile(join(folder.inbox, 'a.xml'), ' ');
      await writeFile(join(folder.inbox, 'b.pdf'), 'late');
    },
  });
  for (const name of ['a.xml', 'b.xml', 'c.xml']) await writeFile(join(folder.inbox, name), `<${name}/>`);
  const submissions = await folder.receive();
  expect(submissions.map(({ message: file }) => file?.name)).toEqual(['c.xml']);
});

test('what did not change for long is taken without waiting', async () => {
  const { inbox, receive, slept } = await testFolder({ options: { settleMs: 2000 }, clockOffsetMs: 60_000 });
  await writeFile(join(inbox, 'a.xml'), message);
  expect(await receive()).toHaveLength(1);
  expect(slept).toEqual([]);
});

test('with requireDone nothing is taken without its marker', async () => {
  const { inbox, receive } = await testFolder({ options: { requireDone: true } });
  await writeFile(join(inbox, 'a.xml'), message);
  await writeFile(join(inbox, 'b.zip'), writeZip([{ name: 'x.xml', content: message }]));
  await mkdir(join(inbox, 'c'));
  await writeFile(join(inbox, 'c', 'x.xml'), message);
  expect(await receive()).toEqual([]);
  await writeFile(join(inbox, 'a.done'), '');
  await writeFile(join(inbox, 'b.zip.done'), '');
  await writeFile(join(inbox, 'c', '.done'), '');
  expect(await receive()).toHaveLength(3);
});

test('hidden and temporary names, links and empty folders are left alone', async () => {
  const { base, inbox, receive, log } = await testFolder();
  for (const name of ['.a.xml', '~$b.xml', 'c.xml.part', 'd.tmp', 'e.crdownload', 'Thumbs.db']) {
    await writeFile(join(inbox, name), message);
  }
  await writeFile(join(base, 'geheim.xml'), message);
  await symlink(join(base, 'geheim.xml'), join(inbox, 'f.xml'));
  await mkdir(join(base, 'andere'));
  await writeFile(join(base, 'andere', 'x.xml'), message);
  await symlink(join(base, 'andere'), join(inbox, 'g'));
  await mkdir(join(inbox, 'leer'));
  expect(await receive()).toEqual([]);
  expect(log).toEqual(['links and special files are ignored {"portal":"postfach","count":2}']);
});

test('a file that becomes a link between listing and reading is not followed', async () => {
  const { base, inbox, portal } = await testFolder();
  await writeFile(join(base, 'geheim.xml'), message);
  await writeFile(join(inbox, 'a.xml'), '<a/>');
  await writeFile(join(inbox, 'b.xml'), '<bb/>');
  const seen: string[] = [];
  for await (const submission of portal.receive(new AbortController().signal)) {
    seen.push((await contentOf(submission.message)).toString());
    await rm(join(inbox, 'b.xml'));
    await symlink(join(base, 'geheim.xml'), join(inbox, 'b.xml'));
  }
  expect(seen).toEqual(['<a/>']);
});

test('a subfolder that gets another file before it is read is left for a later run', async () => {
  const { inbox, portal, receive } = await testFolder();
  await writeFile(join(inbox, 'a.xml'), message);
  await new Promise((later) => setTimeout(later, 20));
  await mkdir(join(inbox, 'b'));
  await writeFile(join(inbox, 'b', 'x.xml'), '<b/>');
  const seen: (string | undefined)[] = [];
  for await (const submission of portal.receive(new AbortController().signal)) {
    seen.push(submission.message?.name);
    await writeFile(join(inbox, 'b', 'late.pdf'), 'x');
  }
  expect(seen).toEqual(['a.xml']);
  expect((await receive()).map(({ attachments }) => attachments.length)).toEqual([0, 1]);
});

test.each([
  ['no message', { 'x/brief.pdf': '1' }, 'AB_MESSAGE_MISSING'],
  ['a message too deep', { 'x/a/b.xml': '<a/>', 'x/c.pdf': '' }, 'AB_MESSAGE_MISSING'],
  ['two messages', { 'x/a.xml': '<a/>', 'x/b.json': '{}' }, 'AB_MESSAGE_AMBIGUOUS'],
  ['two messages of one name', { 'a.xml': '<a/>', 'a.json': '{}' }, 'AB_MESSAGE_AMBIGUOUS'],
  ['an orphan', { 'a.pdf': '1' }, 'AB_MESSAGE_MISSING'],
  ['a message beyond the limit', { 'a.xml': 'x'.repeat(2000) }, 'AB_FILE_TOO_LARGE'],
  ['an attachment beyond the limit', { 'a.xml': '<a/>', 'a.pdf': 'x'.repeat(3001) }, 'AB_FILE_TOO_LARGE'],
])('%s is a problem that keeps its originals and leaves the folder', async (_, files, code) => {
  const limits = { messageBytes: 1000, attachmentBytes: 3000, totalBytes: 5000 };
  const { inbox, receive } = await testFolder({ options: { limits } });
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(inbox, name, '..'), { recursive: true });
    await writeFile(join(inbox, name), content);
  }
  const [submission, ...others] = await receive();
  expect(others).toEqual([]);
  expect(submission?.problem?.code).toBe(code);
  expect(submission?.message).toBeUndefined();
  const kept = await Promise.all((submission?.attachments ?? []).map(async (file) => (await contentOf(file)).toString()));
  expect(kept.toSorted()).toEqual(Object.values(files).toSorted());
  await submission?.acknowledge();
  expect(await readdir(inbox)).toEqual([]);
});

test('a message named message, nachricht or fachdaten wins over others', async () => {
  const { inbox, receive } = await testFolder();
  await writeFile(join(inbox, 'a.zip'), writeZip([{ name: 'protokoll.xml' }, { name: 'Nachricht.xml', content: message }]));
  await writeFile(join(inbox, 'b.zip'), writeZip([{ name: 'paket/anlage.pdf' }, { name: 'paket/x.json', content: '{}' }]));
  const submissions = await receive();
  expect(submissions.map((submission) => submission.message?.name).toSorted()).toEqual(['Nachricht.xml', 'x.json']);
  expect(submissions.map((submission) => submission.attachments.length)).toEqual([1, 1]);
});

test('what is far too large stays in the folder and is one case, not one per run', async () => {
  const { inbox, receive } = await testFolder({
    options: { limits: { totalBytes: 1000, messageBytes: 100 } },
  });
  await writeFile(join(inbox, 'a.xml'), 'x'.repeat(2000));
  const [first] = await receive();
  expect([first?.problem?.code, first?.attachments.length]).toEqual(['AB_FILE_TOO_LARGE', 0]);
  await first?.acknowledge();
  expect(await readdir(inbox)).toEqual(['a.xml']);
  expect((await receive())[0]?.portalId).toBe(first?.portalId);
});

test.skipIf(process.platform === 'win32')('an unreadable file stays where it is and does not stop the others', async () => {
  const { base, inbox, receive } = await testFolder();
  for (const folder of [base, inbox]) await chmod(folder, 0o777);
  await writeFile(join(inbox, 'a.xml'), message);
  await chmod(join(inbox, 'a.xml'), 0);
  await writeFile(join(inbox, 'b.xml'), message);
  await mkdir(join(inbox, 'c'), { mode: 0 });
  const submissions = await asOrdinaryUser(receive);
  expect(submissions.map(({ problem }) => problem?.code ?? 'ok').toSorted()).toEqual(['AB_FILE_UNREADABLE', 'AB_FILE_UNREADABLE', 'ok']);
  expect(new Set(submissions.map(({ portalId }) => portalId)).size).toBe(3);
  for (const submission of submissions) await submission.acknowledge();
  expect((await readdir(inbox)).toSorted()).toEqual(['a.xml', 'c']);
});

test.skipIf(process.platform !== 'linux')(
  'a file whose name is not UTF-8 is one case and stays; in a subfolder nothing of it is taken; renamed, it is taken in',
  async () => {
    const { inbox, receive, portal, log } = await testFolder();
    const latin1 = (folder: string, name: string): Buffer => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]);
    await writeFile(latin1(inbox, 'Müller.xml'), message);
    await writeFile(join(inbox, 'gut\ufffd.xml'), message);
    await mkdir(join(inbox, 'antrag'));
    await writeFile(join(inbox, 'antrag', 'antrag.xml'), '<andere/>');
    await writeFile(latin1(join(inbox, 'antrag'), 'Lageplan_Süd.pdf'), 'plan');
    const submissions = await receive();
    expect(submissions.map(({ problem }) => problem?.code ?? 'ok').toSorted()).toEqual(['AB_FILE_NAME', 'AB_FILE_NAME', 'ok']);
    for (const submission of submissions) await submission.acknowledge();
    expect((await receive()).map(({ portalId }) => portalId).toSorted()).toEqual(
      submissions.flatMap(({ problem, portalId }) => (problem === undefined ? [] : [portalId])).toSorted(),
    );
    expect(await portal.check()).toContainEqual(expect.objectContaining({ name: 'names in the hot folder can be read', ok: false }));
    expect(log).toEqual([]);
    await rename(latin1(inbox, 'Müller.xml'), join(inbox, 'Müller.xml'));
    await rename(latin1(join(inbox, 'antrag'), 'Lageplan_Süd.pdf'), join(inbox, 'antrag', 'Lageplan_Süd.pdf'));
    const renamed = await receive();
    expect(renamed.map(({ problem, attachments }) => [problem, attachments.length]).toSorted()).toEqual([
      [undefined, 0],
      [undefined, 1],
    ]);
  },
);

/** Root may read everything. */
async function asOrdinaryUser<T>(act: () => Promise<T>): Promise<T> {
  const user = process.geteuid?.();
  if (user !== 0) return act();
  process.seteuid?.(65_534);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}

test('a missing folder is a portal that cannot be reached', async () => {
  const { inbox, receive } = await testFolder();
  await rm(inbox, { recursive: true });
  await expect(receive()).rejects.toMatchObject({ code: 'AB_PORTAL_UNREACHABLE', effect: 'not-delivered' });
});

test('receipts may not go into the hot folder', async () => {
  await expect(testFolder({ options: { accepted: 'eingang/angenommen' } })).rejects.toThrow(/lies in the hot folder/);
  await expect(testFolder({ options: { rejected: './eingang' } })).rejects.toThrow(/lies in the hot folder/);
});

test('a large file is streamed: memory does not grow with it', async () => {
  const { inbox, receive } = await testFolder();
  const size = 120_000_000;
  await writeFile(join(inbox, 'a.xml'), message);
  await writeFile(join(inbox, 'a.pdf'), Buffer.alloc(size, 'x'));
  global.gc?.();
  const before = process.memoryUsage().arrayBuffers;
  const [submission] = await receive();
  let read = 0;
  let most = 0;
  for await (const chunk of submission?.attachments[0]?.open() ?? []) {
    read += (chunk as Buffer).length;
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  expect(read).toBe(size);
  expect(most).toBeLessThan(size / 2);
});

test('a large file that changed after it was read fails its stream without naming it', async () => {
  const { inbox, receive } = await testFolder();
  await writeFile(join(inbox, 'a.xml'), message);
  await writeFile(join(inbox, 'a_Meier.pdf'), Buffer.alloc(600_000, 'x'));
  const [submission] = await receive();
  await writeFile(join(inbox, 'a_Meier.pdf'), Buffer.alloc(600_000, 'y'));
  const failure = contentOf(submission?.attachments[0]);
  await expect(failure).rejects.toMatchObject({ code: 'AB_FILE_UNREADABLE', effect: 'not-delivered' });
  await expect(failure).rejects.not.toThrow(/Meier/);
});

test('a thousand messages are listed and hashed in a few seconds', async () => {
  const { inbox, receive } = await testFolder();
  for (let index = 0; index < 1000; index += 1) await writeFile(join(inbox, `${index}.xml`), `<a>${index}</a>`);
  const start = performance.now();
  expect(await receive()).toHaveLength(1000);
  expect(performance.now() - start).toBeLessThan(5000);
});
