import { expect, test } from 'vitest';
import { openDesk } from './desk.ts';
import { slowSaving } from './outcomes.ts';
import { letHappen, told } from './try-outcomes.ts';

test.concurrent.each([
  { skin: 'pages', kind: 'TypeScript' },
  { skin: 'frames', kind: 'YAML' },
] as const)(`$skin, $kind: ${slowSaving.happens}`, async (access) => {
  const desk = await openDesk(access, slowSaving.own);
  try {
    expect(await letHappen(desk, slowSaving)).toEqual(told(slowSaving));
  } finally {
    await desk.close();
  }
});
