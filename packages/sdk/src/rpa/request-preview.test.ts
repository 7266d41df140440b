import { expect, test } from 'vitest';
import { partLines } from './request-preview.ts';

test('a form with uploads is shown by its fields, one per line, and files by their names', () => {
  const body =
    '--X\r\nContent-Disposition: form-data; name="Ort"\r\n\r\nWeg 1\r\nCottbus\r\n' +
    '--X\r\nContent-Disposition: form-data; name="leer"\r\n\r\n\r\n' +
    '--X\r\nContent-Disposition: form-data; name="Nachweis"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--X--\r\n';
  expect(partLines(body.split('--X'))).toEqual(['Ort = Weg 1\nCottbus', 'leer = ', 'Nachweis = a.pdf']);
});
