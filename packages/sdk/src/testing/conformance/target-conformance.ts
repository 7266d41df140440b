import { type ConformanceCase, casesOf } from './conformance-case.ts';
import { TargetBench } from './target-bench.ts';
import { deliveryCases } from './target-delivery-cases.ts';
import { faultCases } from './target-fault-cases.ts';
import { lookUpCases } from './target-look-up-cases.ts';
import type { TargetConformanceOptions } from './target-options.ts';

/**
 * The cases that a channel of a target must pass before a municipality may trust it: once, exactly once, and honest about
 * what it does not know. They run one after the other against a test system, make records in it and wait for real times
 * (`maxInFlightMs`, `visibilityLagMs`).
 *
 * @example
 * for (const { name, skipped, run } of targetConformance({
 *   open: (services) => connector.open({ ...services, options: { url } }),
 *   recordType: 'dog-registration',
 *   record: { keeper: 'Müller-Lüdenscheidt', breed: 'Dackel' },
 *   textFields: ['keeper'],
 *   declares: { find: 'authoritative', idempotencyKey: false },
 *   witness: { records: (key) => readDatabase(key), count: () => countDatabase() },
 *   inject: { cutAfterSaving: () => proxy.cutNextAnswer(), clear: () => proxy.clear() },
 * })) {
 *   test(name, { skip: skipped !== undefined }, run);
 * }
 */
export function targetConformance(options: TargetConformanceOptions): readonly ConformanceCase[] {
  return casesOf([...deliveryCases, ...lookUpCases, ...faultCases], options, async (each) => new TargetBench(each));
}
