import { test } from 'vitest';
import { openDesk } from './desk.ts';
import { slowSaving } from './outcomes.ts';
import { happensAsTold } from './try-outcomes.ts';

test.concurrent.each([
  { skin: 'pages', kind: 'TypeScript' },
  { skin: 'frames', kind: 'YAML' },
] as const)(`$skin, $kind: ${slowSaving.happens}`, async (access) => {
  const desk = await openDesk(access, slowSaving.own);
  try {
    await happensAsTold(desk, slowSaving);
  } finally {
    await desk.close();
  }
});
