import { tryOutcomes } from './try-outcomes.ts';

tryOutcomes({ skin: 'frames', kind: 'YAML' });
