import type { Command } from 'commander';
import { exitCodeOfDoctor } from '../../exit-codes.ts';
import type { Host } from '../../program.ts';

/** Declares `amtsbote doctor`. */
export function registerDoctor(root: Command, { t, act }: Host): void {
  root
    .command('doctor')
    .description(t('doctor.description'))
    .action(async (_options: object, command: Command) => {
      await act(command, async (context) => {
        const { doctor } = await import('./handler.ts');
        const sections = await doctor(context);
        const { doctorText } = await import('../../render/doctor.ts');
        const exitCode = exitCodeOfDoctor(sections);
        return {
          exitCode,
          document: { schema: 'amtsbote.doctor/1', well: exitCode === 0, sections },
          text: () => doctorText(sections, context.view),
        };
      });
    });
}
