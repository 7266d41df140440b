import { tryOutcomes } from './try-outcomes.ts';

tryOutcomes({ skin: 'app', kind: 'YAML' });
