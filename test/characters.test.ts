import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredRecord } from '@amtsbote/simulators/musterverfahren';
import { expect, onTestFinished, test } from 'vitest';
import { dogMessage, tradeMessage } from './support/messages.ts';
import { makeProject, type Project } from './support/project.ts';
import { startWitness } from './support/witness.ts';
import { zipOf } from './support/zip.ts';

const postcode = '03046';
const houseNumber = '0500';
const familyName = 'Müller-Lüdenscheidt';
/** With U+2019, as the applicant typed it. */
const givenNames = 'O’Neill';
/** A letter with its mark behind it, and letters that few fonts have: each stays in the spelling it came in. */
const street = 'ẞtraße am Zoe\u0308-Ďurič-Platz';
/** Nine digits with a zero in front. */
const phone = '035512345';
const attachment = Buffer.from(Array.from({ length: 300_001 }, (_, index) => (index * 31 + (index >> 8)) % 256));
const sha256 = createHash('sha256').update(attachment).digest('hex');

async function deliver(message: string, prepare: (project: Project) => Promise<void> = async () => undefined): Promise<StoredRecord> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
  await prepare(project);
  await project.drop('einreichung.zip', zipOf({ 'nachricht.xml': message, 'führungszeugnis.pdf': attachment }));
  const runtime = await project.open();
  onTestFinished(() => runtime.close());
  const { submissions } = await runtime.sync();
  expect(submissions).toMatchObject([{ state: 'accepted' }]);
  const records = await witness.records();
  expect(records).toHaveLength(1);
  return records[0]!;
}

/** The example's form takes no file; the application does. */
async function withUpload(project: Project): Promise<void> {
  const change = async (file: string, from: string, to: string): Promise<void> => {
    const text = await readFile(join(project.directory, file), 'utf8');
    expect(text).toContain(from);
    await project.write(file, text.replace(from, to));
  };
  const target = 'targets/musterverfahren-web.yaml';
  await change(target, '      remark:      { max: 500 }', '      remark:      { max: 500 }\n      proof:       { type: attachment }');
  await change(
    target,
    '      - click: Weiter\n      - expect',
    "      - upload: { Nachweis: '{proof}' }\n      - click: Weiter\n      - expect",
  );
  await change('mappings/hundesteuer.yaml', 'checks:', "attachments:\n  proof: { name: '*.pdf' }\n\nchecks:");
}

test('through the web UI every character arrives byte for byte, and the attachment with its bytes', async () => {
  const message = dogMessage({ familyName, givenNames, street, postcode, houseNumber, phone, dogName: 'ẞ' });
  const { fields, attachments, channel } = await deliver(message, withUpload);
  expect(channel).toBe('web');
  expect(fields).toMatchObject({
    familienname: familyName,
    vorname: givenNames,
    strasse: street,
    postleitzahl: postcode,
    hausnummer: houseNumber,
    telefon: phone,
    hundename: 'ẞ',
  });
  expect(Buffer.from(String(fields['strasse'])).toString('hex')).toBe(Buffer.from(street).toString('hex'));
  expect(attachments).toMatchObject([{ size: attachment.length, sha256 }]);
});

test('through the API every character arrives byte for byte, and the attachment with its bytes', async () => {
  const message = tradeMessage({
    familyName,
    givenNames,
    street,
    postcode,
    houseNumber,
    phone,
    businessName: 'ẞ',
  });
  const { fields, attachments, channel } = await deliver(message);
  expect(channel).toBe('api');
  expect(fields).toMatchObject({
    person_familienname: familyName,
    person_vorname: givenNames,
    person_strasse: street,
    person_postleitzahl: postcode,
    person_hausnummer: houseNumber,
    person_telefon: phone,
    betrieb_name: 'ẞ',
  });
  expect(Buffer.from(String(fields['person_strasse'])).toString('hex')).toBe(Buffer.from(street).toString('hex'));
  expect(attachments).toMatchObject([{ name: 'führungszeugnis.pdf', size: attachment.length, sha256 }]);
});
