import { tryOutcomes } from './try-outcomes.ts';

tryOutcomes({ skin: 'pages', kind: 'TypeScript' });
