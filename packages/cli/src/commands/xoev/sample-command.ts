import { type Command, Option } from 'commander';
import { wholeNumber } from '../../option-values.ts';
import type { Host } from '../../program.ts';
import { onScreen } from '../../render/plain.ts';
import type { SampleCommandOptions } from './sample-handler.ts';

/** Declares `amtsbote xoev sample`. */
export function registerXoevSample(xoev: Command, { t, act }: Host): void {
  xoev
    .command('sample')
    .description(t('xoev.sample.description'))
    .argument('<set>', t('xoev.sample.set'))
    .argument('[element]', t('xoev.sample.element'))
    .addOption(new Option('--minimal', t('xoev.sample.minimal')).conflicts('maximal'))
    .option('--maximal', t('xoev.sample.maximal'))
    .option('--seed <n>', t('xoev.sample.seed'), wholeNumber(t, 0))
    .option('--out <file>', t('xoev.sample.out'))
    .action(async (set: string, element: string | undefined, ...[options, command]: [SampleCommandOptions, Command]) => {
      await act(command, async (context) => {
        const { exitCodeOfSample, listRoots, sample, sampleDocument } = await import('./sample-handler.ts');
        const { rootsText, sampleNotes } = await import('../../render/xoev-sample.ts');
        if (element === undefined) {
          const listed = await listRoots(context, set);
          return { document: { schema: 'amtsbote.xoev-roots/1', ...listed }, text: () => rootsText(listed, context.view) };
        }
        const sampled = await sample(context, { set, element }, options);
        const notes = sampleNotes(sampled, context.view);
        if (context.options.json !== true && sampled.file === undefined) context.deps.stderr.write(onScreen(notes));
        return {
          exitCode: exitCodeOfSample(sampled),
          document: sampleDocument(sampled),
          text: () => (sampled.file === undefined ? sampled.xml : notes),
          isData: sampled.file === undefined,
        };
      });
    });
}
